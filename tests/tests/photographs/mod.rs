//! The shipped pictures, for the tests that look at one.
#![allow(dead_code, reason = "every test takes what it needs")]

use std::{fs, io::BufReader};

use tensor::Tensor;
use tests::root;

/// The bytes of a PNG without alpha, and its width and height.
fn rgb(path: &str) -> (Vec<u8>, [usize; 2]) {
    let file = fs::File::open(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut reader = png::Decoder::new(BufReader::new(file)).read_info().expect("a PNG");
    let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut bytes).expect("pixels");
    assert_eq!(info.color_type, png::ColorType::Rgb, "{path}");
    (bytes, [info.width as usize, info.height as usize])
}

/// The pixels of a shipped photograph as the browser would give them.
pub(crate) fn rgba(name: &str) -> Vec<u8> {
    let (bytes, size) = rgb(&format!("web/assets/pictures/{name}.png"));
    assert_eq!(size, [256, 256]);
    bytes.chunks(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect()
}

/// A picture of the small AlexNet's test, as the net takes it.
pub(crate) fn emoji(kind: usize, row: usize) -> Tensor {
    let (bytes, [width, _]) = rgb("web/assets/nets/emoji.png");
    assert_eq!(width, 49 * 32);
    let rgba = (0..32 * 32).flat_map(|i| {
        let at = ((row * 32 + i / 32) * width + kind * 32 + i % 32) * 3;
        [bytes[at], bytes[at + 1], bytes[at + 2], 255]
    });
    let values = figures::centred(&rgba.collect::<Vec<_>>());
    Tensor::new(&[1, 3, 32, 32], values).expect("a picture")
}
