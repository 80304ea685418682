//! The PyTorch code that the page shows gives the numbers that the page shows.

use std::fs;

use nets::{
    filters::{Filter, filter, masked},
    blocks::{Block, CUT, Pair},
};
use ops::{Op, Options, Value};
use share::{State, WIDGETS, decode};
use tensor::{Tensor, read_safetensors};
use tests::{Tolerance, root, worst};

/// The pixels of a shipped photograph as the browser would give them.
fn rgba(name: &str) -> Vec<u8> {
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

/// The results of a widget's row, as the page computes them, and how far each may be off.
type Shown = Vec<(Tensor, Tolerance)>;

/// w, y
fn convolution(state: &State) -> Shown {
    let kind = Filter::of(state.word("kernel"));
    let size = state.int("size") as usize;
    let made = filter(kind, size, f64::from(state.int("angle")), state.int("seed") as u64);
    let w = masked(&made, ["r", "g", "b"].map(|c| ["rgb", c].contains(&state.word("channels"))));
    let side = state.int("side") as usize;
    let x = figures::picture_tensor(&rgba(state.word("picture")), side);
    let x = Tensor::new(&[1, 3, side, side], x).expect("a picture");
    let pair = |key: &str| [state.int(key) as usize; 2];
    let conv = ops::Conv2d {
        stride: pair("stride"),
        padding: pair("padding"),
        dilation: pair("dilation"),
        ..ops::Conv2d::default()
    };
    let y = conv.forward(&x, &w, None).expect("an output");
    vec![(w, Tolerance::of(1e-7)), (y, Tolerance::of(2e-5))]
}

/// An operation with one result.
fn one(name: &str, options: &[(&str, f64)], inputs: &[Option<&Tensor>]) -> Tensor {
    let options = options.iter().map(|(key, v)| ((*key).to_owned(), Value::Number(*v)));
    let op = Op::parse(name, &Options(options.collect())).expect("an operation");
    op.forward(inputs).expect("a result").remove(0)
}

/// y_basic, y_neck
fn bottleneck(state: &State) -> Shown {
    let pair = Pair::of(|key| state.int(key), |key| state.word(key));
    let x = figures::picture_tensor(&rgba(state.word("picture")), CUT);
    let x = Tensor::new(&[1, 3, CUT, CUT], x).expect("a picture");
    let x = one("avgPool2d", &[("kernel", pair.averaged() as f64)], &[Some(&x)]);
    let w = pair.stem_weight();
    let x = one("conv2d", &[("stride", 2.0), ("padding", 3.0)], &[Some(&x), Some(&w), None]);
    let x = one("batchNormTrain", &[], &[Some(&x), None, None, None, None]);
    let x = one("relu", &[], &[Some(&x)]);
    let window = [("kernel", 3.0), ("stride", 2.0), ("padding", 1.0)];
    let x = one("maxPool2d", &window, &[Some(&x)]);
    let y = |block: Block| {
        let x = one("slice", &[("axis", 1.0), ("end", block.input as f64)], &[Some(&x)]);
        let weights = block.weights(pair.seed);
        let weight = |name: &str| weights.iter().find(|(n, _)| n == name).map(|(_, w)| w);
        let inputs = block.arranged(|name| if name == "x" { Some(&x) } else { weight(name) });
        let made = block.op().and_then(|op| op.forward(&inputs)).expect("a block that fits");
        (made.into_iter().next().expect("y"), Tolerance::of_op(block.name()))
    };
    pair.blocks().map(y).into()
}

#[test]
fn shown_code_and_shown_numbers_agree() {
    let bytes = fs::read(root().join("tests/golden/snippets.safetensors")).expect("the goldens");
    let (tensors, _) = read_safetensors(&bytes).expect("a golden file");
    for widget in WIDGETS {
        let others = widget.executed.iter().map(|query| {
            let (link, warnings) = decode(query, widget);
            assert!(warnings.is_empty(), "{query}: {warnings:?}");
            (*query, link.state)
        });
        for (query, state) in [("default", State::reference(widget))].into_iter().chain(others) {
            let shown = match widget.name {
                "convolution" => convolution(&state),
                "bottleneck" => bottleneck(&state),
                other => panic!("nobody computes what {other} shows"),
            };
            assert_eq!(shown.len(), widget.results.len(), "{}", widget.name);
            for (result, (got, tolerance)) in widget.results.iter().zip(shown) {
                let name = format!("{}/{query}/{result}", widget.name);
                let off = worst(&name, &got, &tensors[&name], tolerance);
                assert!(off <= 1.0, "{name}: off by {off} tolerances");
            }
        }
    }
}

/// Every widget's code has been executed, and what "check" compares is that of the default state.
#[test]
fn every_widget_has_its_goldens() {
    let read = |path: &str| {
        let bytes = fs::read(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        read_safetensors(&bytes).unwrap_or_else(|e| panic!("{path}: {e}")).0
    };
    let all = read("tests/golden/snippets.safetensors");
    for widget in WIDGETS {
        let name = widget.name;
        assert!(!widget.results.is_empty() && widget.executed.len() >= 3, "{name}");
        let check = read(&format!("web/assets/check/{name}.safetensors"));
        assert_eq!(check.len(), widget.results.len(), "{name}");
        for result in widget.results {
            assert_eq!(check[*result], all[&format!("{name}/default/{result}")], "{name}");
            for query in widget.executed {
                assert!(all.contains_key(&format!("{name}/{query}/{result}")), "{name}?{query}");
            }
        }
    }
}
