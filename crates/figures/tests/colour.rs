//! The scales of colours, as they look to eyes that lack one of the three kinds of cones.

use figures::{Range, ramp};

/// What full protanopia, deuteranopia and tritanopia make of linear RGB: Machado, Oliveira and
/// Fernandes 2009, severity 1; first, eyes with all three.
const EYES: [(&str, [[f64; 3]; 3]); 4] = [
    ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// A pixel in CIELAB (D65), as such eyes see it.
fn lab(pixel: &[u8], eyes: &[[f64; 3]; 3]) -> [f64; 3] {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    let dot = |row: &[f64; 3], v: [f64; 3]| row[0] * v[0] + row[1] * v[1] + row[2] * v[2];
    let rgb = [linear(pixel[0]), linear(pixel[1]), linear(pixel[2])];
    let seen = [0, 1, 2].map(|i| dot(&eyes[i], rgb).clamp(0.0, 1.0));
    let [x, y, z] = [
        dot(&[0.412_456, 0.357_576, 0.180_438], seen) / 0.950_47,
        dot(&[0.212_673, 0.715_152, 0.072_175], seen),
        dot(&[0.019_334, 0.119_192, 0.950_304], seen) / 1.088_83,
    ]
    .map(|t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn apart(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

/// A scale of so many steps, from its low end to its high one.
fn scale(range: Range, dark: bool, steps: usize, eyes: &[[f64; 3]; 3]) -> Vec<[f64; 3]> {
    ramp(range, dark, steps).chunks_exact(4).map(|pixel| lab(pixel, eyes)).collect()
}

#[test]
fn more_is_lighter_or_darker_all_the_way_to_any_eyes() {
    for (name, eyes) in &EYES {
        for dark in [false, true] {
            for range in [Range::Positive(1.0), Range::Share] {
                let light: Vec<f64> = scale(range, dark, 33, eyes).iter().map(|c| c[0]).collect();
                let rises = light.windows(2).all(|two| two[1] > two[0]);
                let falls = light.windows(2).all(|two| two[1] < two[0]);
                assert!(rises || falls, "{range:?}, dark {dark}, {name}: {light:?}");
                let span = (light[32] - light[0]).abs();
                assert!(span > 55.0, "{range:?}, dark {dark}, {name}: lightness spans {span}");
            }
        }
    }
}

#[test]
fn below_and_above_zero_are_told_apart_by_any_eyes() {
    for (name, eyes) in &EYES {
        for dark in [false, true] {
            let scale = scale(Range::Signed(1.0), dark, 33, eyes);
            let contrast: Vec<f64> = scale.iter().map(|c| (c[0] - scale[16][0]).abs()).collect();
            let away = |mut side: Vec<f64>| {
                side.dedup();
                side.windows(2).all(|two| two[1] > two[0])
            };
            let (low, high) =
                (contrast[..=16].iter().rev().copied().collect(), contrast[16..].to_vec());
            assert!(away(low) && away(high), "dark {dark}, {name}: {contrast:?}");
            // From a quarter of the way out the two sides differ plainly; 2.3 is just noticeable.
            for at in 4..=16 {
                let far = apart(scale[16 - at], scale[16 + at]);
                assert!(far > 10.0, "dark {dark}, {name}: {at}/16 on either side differ by {far}");
            }
        }
    }
}
