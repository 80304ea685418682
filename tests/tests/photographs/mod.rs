//! The shipped pictures, for the tests that look at one.
#![allow(dead_code, reason = "every test takes what it needs")]

use std::fs;

use tensor::Tensor;
use tests::root;

/// The pixels of a shipped photograph as the browser would give them.
pub(crate) fn rgba(name: &str) -> Vec<u8> {
    let path = root().join("web/assets/pictures").join(format!("{name}.png"));
    let mut reader =
        png::Decoder::new(std::io::BufReader::new(fs::File::open(path).expect("a file")))
            .read_info()
            .expect("a PNG");
    let mut rgb = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut rgb).expect("a picture");
    assert_eq!((info.color_type, info.width, info.height), (png::ColorType::Rgb, 256, 256));
    rgb.chunks(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect()
}

/// A picture of the small net's test as the net takes it: of a class, in a row of the sheet.
pub(crate) fn emoji(class: usize, row: usize) -> Tensor {
    let file = fs::File::open(root().join("web/assets/nets/emoji.png")).expect("the pictures");
    let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().expect("a PNG");
    let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut bytes).expect("pixels");
    assert_eq!((info.color_type, info.width), (png::ColorType::Rgb, 49 * 32));
    let (width, top, left) = (info.width as usize, row * 32, class * 32);
    let rgba = (0..32 * 32).flat_map(|i| {
        let at = ((top + i / 32) * width + left + i % 32) * 3;
        [bytes[at], bytes[at + 1], bytes[at + 2], 255]
    });
    let values = figures::centred(&rgba.collect::<Vec<_>>());
    Tensor::new(&[1, 3, 32, 32], values).expect("a picture")
}
