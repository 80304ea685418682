//! The site as one ZIP file, for a class room without a network.

use std::io::Write as _;

use flate2::{Compression, Crc, write::DeflateEncoder};

use crate::stage::Stage;

/// Its name on the site.
pub(crate) const NAME: &str = "third-pass.zip";
/// The folder that it unpacks to.
const FOLDER: &str = "third-pass/";

/// Every file of the site, and how to serve them.
pub(crate) fn write(stage: &Stage) -> Result<(), String> {
    let mut archive = Archive::default();
    archive.add("README.txt", include_bytes!("classroom/README.txt"))?;
    archive.add("serve.py", include_bytes!("classroom/serve.py"))?;
    for path in stage.all()? {
        archive.add(&path, &stage.bytes(&path)?)?;
    }
    stage.write(NAME, archive.finish()?)
}

/// PKWARE's format with UTF-8 names, without what only archives of 4 GB need. No file has a date,
/// so that the same site is the same archive.
#[derive(Default)]
struct Archive {
    out: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

/// 1980-01-01, the first day there is.
const DAY: u16 = 0x21;
/// A file that all may read.
const MODE: u32 = 0o100_644 << 16;

impl Archive {
    fn add(&mut self, path: &str, contents: &[u8]) -> Result<(), String> {
        let name = format!("{FOLDER}{path}");
        let mut crc = Crc::new();
        crc.update(contents);
        let packed = deflated(contents).map_err(|e| format!("{path}: {e}"))?;
        // What is compressed already only grows.
        let (method, data) =
            if packed.len() < contents.len() { (8_u16, &*packed) } else { (0, contents) };
        let size = |of: &[u8]| u32::try_from(of.len()).map_err(|_| format!("{path} is too large"));
        let (offset, length) = (size(&self.out)?, u16::try_from(name.len()).unwrap_or(u16::MAX));
        // What both headers say, from the version that it takes to the length of the name.
        let mut common = Vec::new();
        for half in [20_u16, 0x0800, method, 0, DAY] {
            common.extend(half.to_le_bytes());
        }
        for word in [crc.sum(), size(data)?, size(contents)?] {
            common.extend(word.to_le_bytes());
        }
        common.extend(length.to_le_bytes());
        common.extend(0_u16.to_le_bytes());

        self.out.extend(b"PK\x03\x04");
        self.out.extend(&common);
        self.out.extend(name.as_bytes());
        self.out.extend(data);
        self.directory.extend(b"PK\x01\x02");
        // Made on Unix, whose modes these are.
        self.directory.extend((3_u16 << 8 | 20).to_le_bytes());
        self.directory.extend(&common);
        self.directory.extend([0; 6]);
        self.directory.extend(MODE.to_le_bytes());
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.count = self.count.checked_add(1).ok_or("too many files")?;
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<u8>, String> {
        let word = |n: usize| u32::try_from(n).map_err(|_| "too large".to_owned());
        let (start, length) = (word(self.out.len())?, word(self.directory.len())?);
        self.out.extend(&self.directory);
        self.out.extend(b"PK\x05\x06\0\0\0\0");
        for _ in ["on this disk", "in all"] {
            self.out.extend(self.count.to_le_bytes());
        }
        self.out.extend(length.to_le_bytes());
        self.out.extend(start.to_le_bytes());
        self.out.extend([0; 2]);
        Ok(self.out)
    }
}

/// The bytes that `gzip -9` makes of it, without its frame.
pub(crate) fn deflated(contents: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(contents)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Byte by byte where it counts; `offline.test.mjs` has Python unpack the whole site.
    #[test]
    fn an_archive_has_its_files_and_its_directory() {
        let mut archive = Archive::default();
        archive.add("a.txt", &[b'a'; 100]).unwrap();
        archive.add("zh/b.bin", &[7]).unwrap();
        let bytes = archive.finish().unwrap();
        let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        let end = bytes.len() - 22;
        assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
        assert_eq!(bytes[end + 10..end + 12], [2, 0], "two files");
        let (length, start) = (word(end + 12), word(end + 16));
        assert_eq!(start + length, end);
        assert_eq!(&bytes[start..start + 4], b"PK\x01\x02");
        let second = word(start + 46 + 16 + 42);
        assert_eq!(&bytes[second..second + 4], b"PK\x03\x04");
        assert_eq!(&bytes[second + 30..second + 49], b"third-pass/zh/b.bin");
        assert_eq!(bytes[second + 49], 7, "one byte is stored as it is");
        assert!(start < 150, "a hundred equal bytes are packed: {start}");
    }
}
