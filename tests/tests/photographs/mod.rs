//! The shipped photographs, for the tests that look at one.

use std::fs;

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
