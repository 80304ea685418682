//! Scenes drawn by lot: of the tests, and wilder ones to train on.

use tensor::random::SplitMix64;

use super::scene::{Ground, Place, Scene, Tone};

/// From 0 to n − 1.
pub(super) fn below(rng: &mut SplitMix64, n: usize) -> usize {
    (rng.uniform() * n as f64) as usize
}

fn within(rng: &mut SplitMix64, from: f32, to: f32) -> f32 {
    from + (to - from) * rng.uniform() as f32
}

/// A scene of a test: a size, a shift and a ground; the emoji is whole, and as it was drawn.
pub(super) fn tested(rng: &mut SplitMix64, side: usize) -> Scene {
    let side = side as f32;
    let size = side * within(rng, 0.65, 1.0);
    let room = (side - size) / 2.0;
    let middle = [0; 2].map(|_| side / 2.0 + within(rng, -room, room));
    let place = Place { middle, size: [size; 2], turn: 0.0, flip: false };
    Scene { place, ground: ground(rng), tone: Tone::NONE }
}

/// A scene to train on: also turned, flipped, stretched, cut off a little and toned
/// (AlexNet, section 4.1, shifts, flips and changes colours).
pub(super) fn trained(rng: &mut SplitMix64, side: usize) -> Scene {
    let side = side as f32;
    let size = side * within(rng, 0.65, 1.05);
    let stretch = within(rng, 0.9, 1.0);
    let size = if rng.uniform() < 0.5 { [size, size * stretch] } else { [size * stretch, size] };
    let middle = size.map(|size| {
        let room = (side - size).abs() / 2.0 + side * 0.03;
        side / 2.0 + within(rng, -room, room)
    });
    // At most 11 degrees either way.
    let place = Place { middle, size, turn: within(rng, -0.1, 0.1), flip: rng.uniform() < 0.5 };
    let ground = ground(rng);
    let tone = Tone {
        gain: [0; 3].map(|_| within(rng, 0.75, 1.25)),
        offset: within(rng, -30.0, 30.0),
        grey: within(rng, -0.5, 0.7).max(0.0),
    };
    Scene { place, ground, tone }
}

fn ground(rng: &mut SplitMix64) -> Ground {
    let kind = below(rng, 4);
    let colour = |rng: &mut SplitMix64| [0; 3].map(|_| within(rng, 0.0, 255.0));
    match kind {
        0 => Ground::Plain(colour(rng)),
        1 => Ground::Gradient([colour(rng), colour(rng)], way(rng)),
        2 => {
            let width = within(rng, 2.0, 8.0);
            Ground::Stripes([colour(rng), colour(rng)], way(rng), width)
        }
        _ => Ground::Clouds(Box::new([0; 16].map(|_| colour(rng)))),
    }
}

fn way(rng: &mut SplitMix64) -> [f32; 2] {
    [within(rng, -1.0, 1.0), within(rng, -1.0, 1.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is tested is whole; what is trained on may be cut, by a tenth at most.
    #[test]
    fn emoji_stand_inside_their_pictures() {
        let mut rng = SplitMix64::new(3);
        for _ in 0..1000 {
            for (scene, over) in [(tested(&mut rng, 32), 0.001), (trained(&mut rng, 32), 3.0)] {
                let Place { middle, size, .. } = scene.place;
                for (middle, size) in middle.iter().zip(size) {
                    assert!(size >= 18.0, "{size}");
                    let outside = (size / 2.0 - middle).max(middle + size / 2.0 - 32.0);
                    assert!(outside <= over, "{:?} is {outside} outside", scene.place);
                }
            }
        }
    }

    #[test]
    fn the_same_seed_draws_the_same_and_another_does_not() {
        let drawn = |seed| {
            let mut rng = SplitMix64::new(seed);
            (0..20).map(|_| trained(&mut rng, 32)).collect::<Vec<_>>()
        };
        assert_eq!(drawn(1), drawn(1));
        assert_ne!(drawn(1), drawn(2));
        let kinds = |kind: fn(&Ground) -> bool| drawn(1).iter().any(|scene| kind(&scene.ground));
        assert!(kinds(|g| matches!(g, Ground::Plain(_))));
        assert!(kinds(|g| matches!(g, Ground::Clouds(_))));
    }
}
