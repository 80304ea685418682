//! One picture: an emoji at a place on a ground, in a tone.
//!
//! Additions, products, quotients and roundings alone, so that a picture has the same bytes
//! on every machine.

use crate::picture::Picture;

/// Samples of the emoji in a pixel, along each axis.
const SAMPLES: usize = 2;

/// Where an emoji stands, in pixels of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Its middle, `[down, right]`.
    pub middle: [f32; 2],
    /// Its height and width.
    pub size: [f32; 2],
    /// The tangent of half the angle by which it is turned.
    pub turn: f32,
    /// Whether left and right are swapped.
    pub flip: bool,
}

/// What is behind it; colours are red, green and blue from 0 to 255.
#[derive(Debug, Clone, PartialEq)]
pub enum Ground {
    /// One colour.
    Plain([f32; 3]),
    /// From one colour to another along a direction `[down, right]`, each from −1 to 1.
    Gradient([[f32; 3]; 2], [f32; 2]),
    /// Two colours by turns, each as many pixels wide, across a direction.
    Stripes([[f32; 3]; 2], [f32; 2], f32),
    /// 4×4 colours, row by row, and what is between them.
    Clouds(Box<[[f32; 3]; 16]>),
}

/// What is done to all colours in the end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tone {
    /// What each channel is multiplied by.
    pub gain: [f32; 3],
    /// What is added.
    pub offset: f32,
    /// How far towards grey, from 0 to 1.
    pub grey: f32,
}

impl Tone {
    /// Colours as they are.
    pub const NONE: Self = Self { gain: [1.0; 3], offset: 0.0, grey: 0.0 };
}

/// What a picture is made of, but for the emoji.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Where the emoji stands.
    pub place: Place,
    /// What is behind it.
    pub ground: Ground,
    /// What is done to all colours.
    pub tone: Tone,
}

/// The picture `[side, side, 3]` of an emoji `[n, n, 4]` in a scene.
#[must_use]
pub fn paint(emoji: &Picture, scene: &Scene, side: usize) -> Picture {
    let mut picture = Picture::new([side, side, 3]);
    for (at, pixel) in picture.bytes.chunks_exact_mut(3).enumerate() {
        let [row, column] = [at / side, at % side].map(|i| i as f32);
        let [r, g, b, cover] = scene.place.sample(emoji, [row, column]);
        let behind = scene.ground.colour([row + 0.5, column + 0.5], side as f32);
        let colour = [r, g, b].map(|c| c * 255.0);
        let mixed = [0, 1, 2].map(|c| colour[c] + (1.0 - cover) * behind[c]);
        for (byte, v) in pixel.iter_mut().zip(scene.tone.apply(mixed)) {
            *byte = (v + 0.5).clamp(0.0, 255.0) as u8;
        }
    }
    picture
}

impl Place {
    /// The mean of the emoji in a pixel, colours multiplied by the cover, from 0 to 1.
    fn sample(&self, emoji: &Picture, [row, column]: [f32; 2]) -> [f32; 4] {
        let square = self.turn * self.turn;
        let (cos, sin) = ((1.0 - square) / (1.0 + square), 2.0 * self.turn / (1.0 + square));
        let mut sum = [0.0; 4];
        for i in 0..SAMPLES * SAMPLES {
            let step = |n: usize| (n as f32 + 0.5) / SAMPLES as f32;
            let y = row + step(i / SAMPLES) - self.middle[0];
            let x = column + step(i % SAMPLES) - self.middle[1];
            let v = (cos * y - sin * x) / self.size[0] + 0.5;
            let u = (sin * y + cos * x) / self.size[1] + 0.5;
            let u = if self.flip { 1.0 - u } else { u };
            let [h, w, _] = emoji.shape;
            let near = between(emoji, [v * h as f32, u * w as f32]);
            for (sum, near) in sum.iter_mut().zip(near) {
                *sum += near;
            }
        }
        sum.map(|s| s / (SAMPLES * SAMPLES) as f32)
    }
}

/// The emoji between its pixels' middles; clear outside.
fn between(emoji: &Picture, at: [f32; 2]) -> [f32; 4] {
    let [h, w, _] = emoji.shape;
    let low = at.map(|v| (v - 0.5).floor());
    let part = [at[0] - 0.5 - low[0], at[1] - 0.5 - low[1]];
    let mut sum = [0.0; 4];
    for (dy, dx) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let (y, x) = (low[0] as i32 + dy, low[1] as i32 + dx);
        if y < 0 || x < 0 || y as usize >= h || x as usize >= w {
            continue;
        }
        let share = |d: i32, part: f32| if d == 0 { 1.0 - part } else { part };
        let weight = share(dy, part[0]) * share(dx, part[1]);
        let p = &emoji.bytes[(y as usize * w + x as usize) * 4..][..4];
        let cover = weight * f32::from(p[3]) / 255.0;
        for c in 0..3 {
            sum[c] += cover * f32::from(p[c]) / 255.0;
        }
        sum[3] += cover;
    }
    sum
}

impl Ground {
    fn colour(&self, at: [f32; 2], side: f32) -> [f32; 3] {
        let mix = |a: [f32; 3], b: [f32; 3], t: f32| [0, 1, 2].map(|c| a[c] + (b[c] - a[c]) * t);
        // From −1 to 1 in the picture.
        let along = |way: &[f32; 2]| {
            (way[0] * (2.0 * at[0] / side - 1.0) + way[1] * (2.0 * at[1] / side - 1.0)) / 2.0
        };
        match self {
            Self::Plain(colour) => *colour,
            Self::Gradient([a, b], way) => mix(*a, *b, (along(way) + 1.0) / 2.0),
            Self::Stripes(colours, way, width) => {
                let band = ((along(way) + 1.0) * side / width).floor();
                colours[usize::from(band % 2.0 >= 1.0)]
            }
            Self::Clouds(colours) => {
                let [y, x] = at.map(|v| v / side * 3.0);
                let (i, j) = ((y as usize).min(2), (x as usize).min(2));
                let (s, t) = (y - i as f32, x - j as f32);
                let row = |i: usize| mix(colours[i * 4 + j], colours[i * 4 + j + 1], t);
                mix(row(i), row(i + 1), s)
            }
        }
    }
}

impl Tone {
    fn apply(&self, colour: [f32; 3]) -> [f32; 3] {
        let mean = (colour[0] + colour[1] + colour[2]) / 3.0;
        [0, 1, 2].map(|c| {
            let v = colour[c] + (mean - colour[c]) * self.grey;
            v * self.gain[c] + self.offset
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Picture {
        let mut emoji = Picture::new([4, 4, 4]);
        for (i, p) in emoji.bytes.chunks_exact_mut(4).enumerate() {
            // Red on the left, blue on the right.
            p.copy_from_slice(if i % 4 < 2 { &[255, 0, 0, 255] } else { &[0, 0, 255, 255] });
        }
        emoji
    }

    fn scene(place: Place) -> Scene {
        Scene { place, ground: Ground::Plain([0.0, 200.0, 0.0]), tone: Tone::NONE }
    }

    const MIDDLE: Place = Place { middle: [8.0, 8.0], size: [8.0, 8.0], turn: 0.0, flip: false };

    fn pixel(picture: &Picture, y: usize, x: usize) -> &[u8] {
        &picture.bytes[(y * picture.shape[1] + x) * 3..][..3]
    }

    #[test]
    fn the_emoji_stands_where_its_place_says() {
        let picture = paint(&square(), &scene(MIDDLE), 16);
        assert_eq!(pixel(&picture, 0, 0), [0, 200, 0]);
        assert_eq!(pixel(&picture, 8, 6), [255, 0, 0]);
        assert_eq!(pixel(&picture, 8, 10), [0, 0, 255]);
        let flipped = paint(&square(), &scene(Place { flip: true, ..MIDDLE }), 16);
        assert_eq!(pixel(&flipped, 8, 6), [0, 0, 255]);
        // A quarter turn: left is now above or below.
        let turned = paint(&square(), &scene(Place { turn: 1.0, ..MIDDLE }), 16);
        assert_ne!(pixel(&turned, 6, 8), pixel(&turned, 10, 8));
        let moved = paint(&square(), &scene(Place { middle: [4.0, 8.0], ..MIDDLE }), 16);
        assert_eq!(pixel(&moved, 2, 6), [255, 0, 0]);
        assert_eq!(pixel(&moved, 12, 6), [0, 200, 0]);
    }

    #[test]
    fn grounds_and_tones_have_the_colours_that_they_name() {
        let clear = Picture::new([4, 4, 4]);
        let (dark, light) = ([0.0; 3], [200.0; 3]);
        let on = |ground| paint(&clear, &Scene { ground, ..scene(MIDDLE) }, 16);
        let gradient = on(Ground::Gradient([dark, light], [0.0, 1.0]));
        assert!(pixel(&gradient, 3, 0)[0] < 60 && pixel(&gradient, 3, 15)[0] > 140);
        let stripes = on(Ground::Stripes([dark, light], [1.0, 0.0], 2.0));
        assert_eq!(pixel(&stripes, 0, 0), pixel(&stripes, 0, 9));
        assert!(stripes.bytes.contains(&0) && stripes.bytes.contains(&200));
        let mut colours = [dark; 16];
        colours[5] = light;
        let clouds = on(Ground::Clouds(Box::new(colours)));
        assert!(pixel(&clouds, 5, 5)[0] > 180 && pixel(&clouds, 15, 15)[0] == 0);
        let grey = Tone { grey: 1.0, ..Tone::NONE };
        let picture = paint(&clear, &Scene { tone: grey, ..scene(MIDDLE) }, 2);
        assert_eq!(pixel(&picture, 0, 0), [67, 67, 67]);
    }
}
