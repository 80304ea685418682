//! The PyTorch code that the page shows gives the numbers that the page shows.

use std::fs;

use nets::filters::{Filter, filter, masked, painted};
use share::{Lang, State, WIDGETS, cells, decode, widgets::convolution::CONVOLUTION};
use tensor::{Tensor, read_safetensors};
use tests::{Tolerance, root, worst};

mod photographs;

use photographs::rgba;

fn weights(state: &State) -> Tensor {
    let kind = Filter::of(state.word("kernel"));
    let size = state.int("size") as usize;
    let made = match state.word("kernel") {
        "painted" => painted(&cells(state.text("cells", Lang::En), size)),
        _ => filter(kind, size, f64::from(state.int("angle")), state.int("seed") as u64),
    };
    masked(&made, ["r", "g", "b"].map(|c| ["rgb", c].contains(&state.word("channels"))))
}

#[test]
fn shown_code_and_shown_numbers_agree() {
    let bytes = fs::read(root().join("tests/golden/snippets.safetensors")).expect("the goldens");
    let (tensors, _) = read_safetensors(&bytes).expect("a golden file");
    let mut ran = 0;
    for (name, want) in tensors.iter() {
        let query = name.strip_prefix("convolution/").and_then(|rest| rest.strip_suffix("/y"));
        let Some(query) = query else { continue };
        let (link, warnings) = decode(if query == "default" { "" } else { query }, &CONVOLUTION);
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        let state = link.state;
        let w = weights(&state);
        let off =
            worst(query, &w, &tensors[&format!("convolution/{query}/w")], Tolerance::of(1e-7));
        assert!(off <= 1.0, "{query}: weights off by {off} × 1e-7");
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
        let off = worst(query, &y, want, Tolerance::of(2e-5));
        assert!(off <= 1.0, "{query}: off by {off} tolerances");
        ran += 1;
    }
    assert_eq!(ran, 1 + CONVOLUTION.executed.len());
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
