//! The layers that the page shows are those of the net, and a cell sees what its field says.

use nets::{AlexNet, Net, STAGES, Spec};
use ops::OpError;
use tensor::{Tensor, random::SplitMix64, read_safetensors};

fn net() -> Net {
    Net::new(Spec::AlexNet(AlexNet::small())).expect("a net")
}

#[test]
fn the_stages_are_the_layers_of_the_net() {
    let layers = net().layers().expect("layers");
    let shown = layers.iter().filter(|l| l.name != "fc8");
    let shown: Vec<_> = shown.map(|l| (l.name.as_str(), l.out.clone())).collect();
    let want: Vec<_> = STAGES
        .iter()
        .map(|s| (s.name, if s.side == 1 { vec![s.maps] } else { vec![s.maps, s.side, s.side] }))
        .collect();
    assert_eq!(shown, want);
}

/// What crosses the columns has weights for all maps before it, what does not for half.
#[test]
fn the_stages_cross_where_the_net_is_not_cut() {
    let layers = net().layers().expect("layers");
    let mut crossing = Vec::new();
    for (before, stage) in STAGES.iter().zip(&STAGES[1..]) {
        let layer = layers.iter().find(|l| l.name == stage.name).expect("a layer");
        let parameters = layer.cost.parameters as usize;
        if parameters == 0 {
            assert!(!stage.crosses, "{}", stage.name);
            continue;
        }
        let kernel = (stage.window[0] * stage.window[0]) as usize;
        let read = (parameters - stage.maps) / stage.maps / kernel;
        assert_eq!(read * if stage.crosses { 1 } else { 2 }, before.maps, "{}", stage.name);
        crossing.extend(stage.crosses.then_some(stage.name));
    }
    assert_eq!(crossing, ["conv3", "fc6", "fc7"]);
}

/// The rows and columns of the picture that a cell sees, cut at its edges.
fn field(stage: usize, at: i32) -> [i32; 2] {
    let (mut first, mut side) = (at, 1);
    for stage in STAGES[..=stage].iter().rev() {
        let [kernel, stride, padding] = stage.window;
        (first, side) = (first * stride - padding, (side - 1) * stride + kernel);
    }
    [first.max(0), (first + side).min(32)]
}

/// All maps' cells that change where one pixel of the picture does.
#[test]
fn a_cell_changes_with_the_pixels_of_its_field_and_no_others() -> Result<(), OpError> {
    let net = net();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/assets/nets/alexnet.safetensors");
    let (tensors, _) = read_safetensors(&std::fs::read(file).expect("weights")).expect("weights");
    let (net, weights) = net.read(tensors)?;
    let mut rng = SplitMix64::new(5);
    let picture: Vec<f32> = (0..3 * 32 * 32).map(|_| rng.normal() as f32).collect();
    let names: Vec<&str> = STAGES.iter().map(|s| s.name).collect();
    let run = |values: Vec<f32>| {
        let x = Tensor::new(&[1, 3, 32, 32], values).expect("a picture");
        net.run(&weights, &[&x], &names)
    };
    let before = run(picture.clone())?;
    for (row, column) in [(0, 0), (13, 20), (31, 16)] {
        let mut other = picture.clone();
        for channel in 0..3 {
            other[channel * 1024 + (row * 32 + column) as usize] += 40.0;
        }
        let after = run(other)?;
        for (at, stage) in STAGES.iter().enumerate() {
            let (was, is) = (before[1 + at].data(), after[1 + at].data());
            let plane = stage.side * stage.side;
            for cell in 0..plane {
                let (y, x) = ((cell / stage.side) as i32, (cell % stage.side) as i32);
                let inside = |cell: i32, pixel: i32| {
                    let [first, end] = field(at, cell);
                    first <= pixel && pixel < end
                };
                let seen = inside(y, row) && inside(x, column);
                let changed =
                    (0..stage.maps).any(|m| was[m * plane + cell] != is[m * plane + cell]);
                assert!(
                    seen || !changed,
                    "{} at {y}, {x} changed with {row}, {column}",
                    stage.name
                );
                // Further on a maximum or a ReLU may hide the change.
                if ["conv1", "pool1", "conv2"].contains(&stage.name) {
                    assert!(changed || !seen, "{} at {y}, {x} is blind", stage.name);
                }
            }
        }
    }
    Ok(())
}
