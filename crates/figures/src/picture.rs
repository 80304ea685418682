//! Photographs and kernels between pixels and numbers.

/// The side of the shipped photographs; own pictures are scaled to it.
pub const SHIPPED_SIDE: usize = 256;

/// The centre crop of a 256×256 RGBA picture as `[1, 3, side, side]` in 0…1.
#[must_use]
pub fn picture_tensor(rgba: &[u8], side: usize) -> Vec<f32> {
    let side = side.min(SHIPPED_SIDE);
    let from = (SHIPPED_SIDE - side) / 2;
    let mut out = Vec::with_capacity(3 * side * side);
    for channel in 0..3 {
        for row in 0..side {
            for column in 0..side {
                let at = ((from + row) * SHIPPED_SIDE + from + column) * 4 + channel;
                out.push(f32::from(rgba.get(at).copied().unwrap_or(0)) / 255.0);
            }
        }
    }
    out
}

/// Pixels of values `[3, side, side]` in 0…1.
#[must_use]
pub fn tensor_pixels(values: &[f32], side: usize) -> Vec<u8> {
    let plane = side * side;
    let shade = |v: Option<&f32>| (v.copied().unwrap_or(0.0) * 255.0).round() as u8;
    let pixel = |i: usize| [0, 1, 2].map(|c| shade(values.get(c * plane + i)));
    (0..plane).map(pixel).flat_map(|[r, g, b]| [r, g, b, 255]).collect()
}

/// A kernel `[1, 3, k, k]` as an RGB picture: 0 is mid-grey, as AlexNet's figure 3 draws it.
#[must_use]
pub fn kernel_pixels(weights: &[f32], size: usize) -> Vec<u8> {
    let plane = size * size;
    let most = weights.iter().fold(1e-12_f32, |m, w| m.max(w.abs()));
    let shade = |w: f32| (127.5 + 127.5 * w / most).round() as u8;
    (0..plane)
        .flat_map(|i| {
            [shade(weights[i]), shade(weights[plane + i]), shade(weights[2 * plane + i]), 255]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crop_is_central_and_in_channel_order() {
        let mut rgba = vec![0; SHIPPED_SIDE * SHIPPED_SIDE * 4];
        let at = (14 * SHIPPED_SIDE + 14) * 4;
        rgba[at..at + 3].copy_from_slice(&[255, 51, 0]);
        let x = picture_tensor(&rgba, 227);
        assert_eq!(x.len(), 3 * 227 * 227);
        assert_eq!((x[0], x[227 * 227], x[2 * 227 * 227]), (1.0, 0.2, 0.0));
    }

    #[test]
    fn a_picture_comes_back_from_its_values() {
        let rgba: Vec<u8> = (0..SHIPPED_SIDE * SHIPPED_SIDE)
            .flat_map(|i| [(i % 251) as u8, (i % 241) as u8, (i % 239) as u8, 255])
            .collect();
        assert_eq!(tensor_pixels(&picture_tensor(&rgba, SHIPPED_SIDE), SHIPPED_SIDE), rgba);
    }

    #[test]
    fn zero_weights_are_mid_grey() {
        assert_eq!(kernel_pixels(&[0.0, 0.0, 0.0], 1), [128, 128, 128, 255]);
    }
}
