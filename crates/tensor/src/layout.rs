//! What the first bytes of a safetensors file say of the rest: a file can be judged, and read
//! piece by piece, before all of it is in memory.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    files::{HEADER_BYTES, ReadError, TENSORS},
    header::{Entry, Header},
};

/// The bytes that hold the header's length.
pub(crate) const LENGTH: usize = 8;

/// One tensor's place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its bytes, counted from the file's first.
    pub bytes: Range<usize>,
}

/// Where the weights of a safetensors file lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The weights as they lie behind each other.
    pub places: Vec<Place>,
    /// The file's words about itself.
    pub words: BTreeMap<String, String>,
}

impl Layout {
    /// How many of a file's first bytes [`Layout::read`] needs, by the first eight of them.
    ///
    /// # Errors
    /// Where there are less than eight, or the header would be larger than any.
    pub fn head(bytes: &[u8]) -> Result<usize, ReadError> {
        let Some(first) = bytes.first_chunk::<LENGTH>() else {
            return Err(ReadError::Format("it has less than 8 bytes".to_owned()));
        };
        let header = u64::from_le_bytes(*first);
        match usize::try_from(header) {
            Ok(length) if header <= HEADER_BYTES => Ok(LENGTH + length),
            _ => Err(ReadError::Header(header)),
        }
    }

    /// The layout of a file of `whole` bytes that begins with these.
    ///
    /// # Errors
    /// Says what about the file is wrong.
    pub fn read(bytes: &[u8], whole: usize) -> Result<Self, ReadError> {
        Self::read_for(0, bytes, whole)
    }

    /// The same for a net of that many weights, which may be more than other files hold.
    ///
    /// # Errors
    /// As [`Layout::read`].
    pub fn read_for(weights: usize, bytes: &[u8], whole: usize) -> Result<Self, ReadError> {
        let data = Self::head(bytes)?;
        let cut = || ReadError::Format("it ends before its tensors do".to_owned());
        let header = bytes.get(LENGTH..data).ok_or_else(cut)?;
        let Header { tensors, words } = Header::read(header).map_err(ReadError::Format)?;
        match data.checked_add(tensors.last().map_or(0, |entry| entry.bytes.end)) {
            Some(end) if end == whole => {}
            Some(end) if end < whole => {
                let words = format!("{} bytes follow its last tensor", whole - end);
                return Err(ReadError::Format(words));
            }
            _ => return Err(cut()),
        }
        let mut places = Vec::new();
        for Entry { name, dtype, shape, bytes } in tensors {
            if !is_weight(&name) {
                continue;
            }
            if dtype != "F32" {
                return Err(ReadError::Type { name, dtype });
            }
            places.push(Place { name, shape, bytes: data + bytes.start..data + bytes.end });
        }
        let (count, most) = (places.len(), weights.max(TENSORS));
        if count > most {
            return Err(ReadError::Count { count, most });
        }
        Ok(Self { places, words })
    }

    /// The first weight with a NaN or an infinity in this piece of the file, which begins at the
    /// file's byte `at`; of a number that is cut by the piece's ends nothing is said.
    #[must_use]
    pub fn not_finite(&self, at: usize, piece: &[u8]) -> Option<&str> {
        let end = at + piece.len();
        let here = |place: &&Place| place.bytes.start < end && place.bytes.end > at;
        let bad = |place: &&Place| {
            // The weight's first whole number at or behind the piece's beginning.
            let from = match at.checked_sub(place.bytes.start) {
                Some(past) => place.bytes.start + past.next_multiple_of(4),
                None => place.bytes.start,
            };
            let numbers = piece.get(from - at..place.bytes.end.min(end) - at).unwrap_or_default();
            numbers.as_chunks::<4>().0.iter().any(|&b| !f32::from_le_bytes(b).is_finite())
        };
        self.places.iter().filter(here).find(bad).map(|place| place.name.as_str())
    }
}

/// PyTorch's state dicts count their batches in 64-bit numbers; that is no weight.
fn is_weight(name: &str) -> bool {
    !name.ends_with("num_batches_tracked")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Tensor, write_safetensors};

    fn file(bad: Option<usize>) -> Vec<u8> {
        let number = |i: usize| if bad == Some(i) { f32::NAN } else { i as f32 };
        let tensors = BTreeMap::from([
            ("a".to_owned(), Tensor::from_fn(&[2, 3], number)),
            ("b".to_owned(), Tensor::from_fn(&[5], |i| number(i + 6))),
        ]);
        write_safetensors(&tensors, &BTreeMap::new()).unwrap()
    }

    #[test]
    fn the_head_says_where_everything_lies() {
        let file = file(None);
        let head = Layout::head(&file).unwrap();
        let layout = Layout::read(&file[..head], file.len()).unwrap();
        let places: Vec<_> =
            layout.places.iter().map(|p| (&*p.name, &*p.shape, p.bytes.len())).collect();
        assert_eq!(places, [("a", &[2, 3][..], 24), ("b", &[5][..], 20)]);
        assert_eq!(layout.places[1].bytes.end, file.len());
    }

    #[test]
    fn half_a_file_is_known_by_its_head() {
        let file = file(None);
        let head = Layout::head(&file).unwrap();
        for whole in [0, head, file.len() - 1] {
            let error = Layout::read(&file[..head], whole).unwrap_err().to_string();
            assert!(error.starts_with("this is not a whole safetensors file"), "{error}");
        }
        let error = Layout::read(&file, file.len() + 3).unwrap_err().to_string();
        assert!(error.ends_with("3 bytes follow its last tensor"), "{error}");
        assert!(Layout::read(&file[..head - 1], file.len()).is_err());
        assert!(Layout::head(&file[..7]).is_err());
    }

    #[test]
    fn a_number_that_is_none_is_found_wherever_the_file_is_cut() {
        for bad in 0..11 {
            let (file, name) = (file(Some(bad)), if bad < 6 { "a" } else { "b" });
            let layout = Layout::read(&file, file.len()).unwrap();
            // Pieces that begin and end with whole numbers of either tensor.
            for piece in [4, 8, 12, 40, file.len()] {
                let pieces = file.chunks(piece).enumerate();
                let found: Vec<_> =
                    pieces.filter_map(|(i, part)| layout.not_finite(i * piece, part)).collect();
                assert_eq!(found, [name], "{bad}, cut every {piece} bytes");
            }
        }
        let file = file(None);
        let layout = Layout::read(&file, file.len()).unwrap();
        assert_eq!(layout.not_finite(0, &file), None);
        assert_eq!(layout.not_finite(3, &file[3..]), None, "in the middle of a number");
    }
}
