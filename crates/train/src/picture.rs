//! Pictures as bytes, and as PNG files.

use std::io::Cursor;

/// What is wrong with a picture's file.
#[derive(Debug)]
#[non_exhaustive]
pub struct PictureError(String);

impl PictureError {
    pub(crate) fn new(words: String) -> Self {
        Self(words)
    }
}

impl std::fmt::Display for PictureError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PictureError {}

/// Pixels row by row, 8 bits a channel; 3 channels are RGB, 4 are RGB and alpha, 1 is grey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// `[height, width, channels]`.
    pub shape: [usize; 3],
    /// As many as the shape's product.
    pub bytes: Vec<u8>,
}

impl Picture {
    /// A black or clear picture.
    #[must_use]
    pub fn new(shape: [usize; 3]) -> Self {
        Self { shape, bytes: vec![0; shape.iter().product()] }
    }

    /// The rectangle of `[height, width]` whose first pixel is at `[row, column]`.
    ///
    /// # Errors
    /// Where it is not all inside.
    pub fn cut(&self, at: [usize; 2], size: [usize; 2]) -> Result<Self, PictureError> {
        let [h, w, channels] = self.shape;
        if at[0] + size[0] > h || at[1] + size[1] > w {
            return Err(PictureError(format!("{size:?} at {at:?} is not inside {h}×{w} pixels")));
        }
        let row =
            |y: usize| &self.bytes[((at[0] + y) * w + at[1]) * channels..][..size[1] * channels];
        let bytes = (0..size[0]).flat_map(row).copied().collect();
        Ok(Self { shape: [size[0], size[1], channels], bytes })
    }

    /// Writes a picture of as many channels over this one, its first pixel at `[row, column]`.
    ///
    /// # Errors
    /// Where it is not all inside.
    pub fn paste(&mut self, at: [usize; 2], other: &Self) -> Result<(), PictureError> {
        let [h, w, channels] = self.shape;
        let [rows, columns, theirs] = other.shape;
        if at[0] + rows > h || at[1] + columns > w || theirs != channels {
            let words = format!("{:?} at {at:?} does not go into {:?}", other.shape, self.shape);
            return Err(PictureError(words));
        }
        for (y, row) in other.bytes.chunks_exact(columns * channels).enumerate() {
            self.bytes[((at[0] + y) * w + at[1]) * channels..][..row.len()].copy_from_slice(row);
        }
        Ok(())
    }

    /// Reads a PNG file of 8 bits a channel.
    ///
    /// # Errors
    /// Where it is none.
    pub fn read_png(file: &[u8]) -> Result<Self, PictureError> {
        let bad = |e: png::DecodingError| PictureError(format!("not a PNG that is read here: {e}"));
        let mut reader = png::Decoder::new(Cursor::new(file)).read_info().map_err(bad)?;
        let size = reader.output_buffer_size();
        let mut bytes = vec![0; size.ok_or_else(|| PictureError("too large a PNG".into()))?];
        let info = reader.next_frame(&mut bytes).map_err(bad)?;
        if info.bit_depth != png::BitDepth::Eight {
            return Err(PictureError("a PNG of other than 8 bits a channel".into()));
        }
        let shape = [info.height as usize, info.width as usize, info.color_type.samples()];
        Ok(Self { shape, bytes })
    }

    /// Writes a PNG file, as small as it gets.
    ///
    /// # Errors
    /// Where it has no pixels or a number of channels that PNG does not have.
    pub fn write_png(&self) -> Result<Vec<u8>, PictureError> {
        let [h, w, channels] = self.shape;
        let (Ok(width), Ok(height)) = (u32::try_from(w), u32::try_from(h)) else {
            return Err(PictureError(format!("{h}×{w} pixels are too many")));
        };
        let color = match channels {
            1 => png::ColorType::Grayscale,
            3 => png::ColorType::Rgb,
            4 => png::ColorType::Rgba,
            _ => return Err(PictureError(format!("PNG has no {channels} channels"))),
        };
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(color);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        let written = encoder.write_header().and_then(|mut w| {
            w.write_image_data(&self.bytes)?;
            w.finish()
        });
        written.map_err(|e| PictureError(format!("cannot be written as PNG: {e}")))?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_read_as_written() {
        for channels in [1, 3, 4] {
            let mut picture = Picture::new([3, 5, channels]);
            picture.bytes.iter_mut().enumerate().for_each(|(i, b)| *b = (i * 37) as u8);
            let file = picture.write_png().unwrap();
            assert_eq!(Picture::read_png(&file).unwrap(), picture);
            assert!(Picture::read_png(&file[..file.len() / 2]).is_err());
        }
    }

    #[test]
    fn what_is_pasted_is_cut_out_again() {
        let mut sheet = Picture::new([4, 6, 3]);
        let mut part = Picture::new([2, 3, 3]);
        part.bytes.fill(9);
        sheet.paste([1, 2], &part).unwrap();
        assert_eq!(sheet.cut([1, 2], [2, 3]).unwrap(), part);
        assert_eq!(sheet.bytes.iter().filter(|b| **b == 9).count(), part.bytes.len());
        assert!(sheet.paste([3, 0], &part).is_err());
        assert!(sheet.cut([0, 4], [1, 3]).is_err());
    }
}
