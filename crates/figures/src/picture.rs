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

/// ImageNet's means of red, green and blue in 0…1, and their deviations, by which torchvision's
/// nets want pictures divided.
pub const IMAGENET: [[f32; 3]; 2] = [[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]];

/// [`picture_tensor`], every channel less its mean, over its deviation.
#[must_use]
pub fn normalized(rgba: &[u8], side: usize, [means, deviations]: [[f32; 3]; 2]) -> Vec<f32> {
    let values = picture_tensor(rgba, side);
    let plane = (values.len() / 3).max(1);
    let channels = values.chunks(plane).zip(means.into_iter().zip(deviations));
    channels.flat_map(|(plane, (mean, off))| plane.iter().map(move |v| (v - mean) / off)).collect()
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

/// A square RGBA picture as the shipped nets take it, `[1, 3, side, side]`: (byte − 128) / 64.
#[must_use]
pub fn centred(rgba: &[u8]) -> Vec<f32> {
    let channel =
        |c: usize| rgba.iter().skip(c).step_by(4).map(|&byte| (f32::from(byte) - 128.0) / 64.0);
    (0..3).flat_map(channel).collect()
}

/// A square RGBA picture as a net takes it that was trained on colours in 0…1 less `mean`, over
/// `std`, `[1, 3, side, side]`.
#[must_use]
pub fn standardized(rgba: &[u8], mean: [f32; 3], std: [f32; 3]) -> Vec<f32> {
    let channel = |c: usize| {
        let bytes = rgba.iter().skip(c).step_by(4);
        bytes.map(move |&byte| (f32::from(byte) / 255.0 - mean[c]) / std[c])
    };
    (0..3).flat_map(channel).collect()
}

/// A square RGBA picture, each side an `n`th: every pixel the rounded mean of `n`×`n`, as
/// PIL's `reduce` has it.
#[must_use]
pub fn shrunk(rgba: &[u8], side: usize, n: usize) -> Vec<u8> {
    let (n, small) = (n.max(1), side / n.max(1));
    let mean = |i: usize| {
        let (pixel, channel) = (i / 4, i % 4);
        let (top, left) = (pixel / small * n, pixel % small * n);
        let at = |k: usize| ((top + k / n) * side + left + k % n) * 4 + channel;
        let sum: usize =
            (0..n * n).map(|k| usize::from(rgba.get(at(k)).copied().unwrap_or(0))).sum();
        ((sum + n * n / 2) / (n * n)) as u8
    };
    (0..small * small * 4).map(mean).collect()
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
    fn a_channel_is_normalized_by_its_own_numbers() {
        let white = vec![255; SHIPPED_SIDE * SHIPPED_SIDE * 4];
        let x = normalized(&white, 2, [[0.0, 0.5, 1.0], [1.0, 0.5, 0.25]]);
        assert_eq!(x, [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(normalized(&[], 1, IMAGENET).len(), 3);
    }

    #[test]
    fn a_picture_comes_back_from_its_values() {
        let rgba: Vec<u8> = (0..SHIPPED_SIDE * SHIPPED_SIDE)
            .flat_map(|i| [(i % 251) as u8, (i % 241) as u8, (i % 239) as u8, 255])
            .collect();
        assert_eq!(tensor_pixels(&picture_tensor(&rgba, SHIPPED_SIDE), SHIPPED_SIDE), rgba);
    }

    /// Figures of PIL's `reduce(2)`.
    #[test]
    fn a_shrunk_pixel_is_a_rounded_mean() {
        let rgba: Vec<u8> =
            (0..16).flat_map(|i| [i * 9, 255 - i, if i < 8 { 1 } else { 0 }, 255]).collect();
        let small = shrunk(&rgba, 4, 2);
        assert_eq!(small[..4], [23, 253, 1, 255]);
        assert_eq!(small[12..], [113, 243, 0, 255]);
        assert!(shrunk(&[], 0, 8).is_empty());
    }

    #[test]
    fn what_the_nets_take_is_centred_channel_by_channel() {
        assert_eq!(
            centred(&[0, 128, 192, 255, 64, 128, 255, 9]),
            [-2.0, -1.0, 0.0, 0.0, 1.0, 1.984_375]
        );
    }

    #[test]
    fn each_colour_is_normalized_by_its_own_numbers() {
        let got = standardized(&[255, 0, 51, 255], [0.5, 0.0, 0.2], [0.5, 1.0, 2.0]);
        assert_eq!(got, [1.0, 0.0, 0.0]);
    }

    #[test]
    fn zero_weights_are_mid_grey() {
        assert_eq!(kernel_pixels(&[0.0, 0.0, 0.0], 1), [128, 128, 128, 255]);
    }
}
