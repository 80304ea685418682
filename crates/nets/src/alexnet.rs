//! AlexNet as in the paper: two columns, 227×227 input (Krizhevsky, Sutskever,
//! Hinton, NIPS 2012, section 3.5 and figure 2).

use ops::{Conv2d, Cost, Linear, Op};

/// A layer with weights, or a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Its name.
    pub name: &'static str,
    /// The shape of its output, without the batch.
    pub out: Vec<usize>,
    /// What it costs for one picture.
    pub cost: Cost,
}

/// The layers with weights and the pools, from the picture to the 1000 logits.
#[must_use]
pub fn layers() -> Vec<Layer> {
    let mut shape = vec![3_usize, 227, 227];
    let mut layers = Vec::new();
    let convolutions = [
        ("conv1", 96, 11, 4, 0, 1, Some("pool1")),
        ("conv2", 256, 5, 1, 2, 2, Some("pool2")),
        ("conv3", 384, 3, 1, 1, 1, None),
        ("conv4", 384, 3, 1, 1, 2, None),
        ("conv5", 256, 3, 1, 1, 2, Some("pool5")),
    ];
    for (name, out, kernel, stride, padding, groups, pool) in convolutions {
        let op = Conv2d {
            stride: [stride, stride],
            padding: [padding, padding],
            groups,
            ..Conv2d::default()
        };
        let x = [1, shape[0], shape[1], shape[2]];
        let w = [out, shape[0] / groups, kernel, kernel];
        let made = op.out_shape(&x, &w, Some(&[out]));
        let (Ok(made), Ok(cost)) = (made, op.cost(&x, &w, Some(&[out]))) else { break };
        shape = made[1..].to_vec();
        layers.push(Layer { name, out: shape.clone(), cost });
        if let Some(name) = pool {
            // Overlapping: 3×3, stride 2 (section 3.4).
            shape = vec![shape[0], (shape[1] - 3) / 2 + 1, (shape[2] - 3) / 2 + 1];
            layers.push(Layer { name, out: shape.clone(), cost: Cost::default() });
        }
    }
    let mut inputs: usize = shape.iter().product();
    for (name, outputs) in [("fc6", 4096), ("fc7", 4096), ("fc8", 1000)] {
        let fc = Op::from(Linear::default());
        let shapes: [&[usize]; 3] = [&[1, inputs], &[outputs, inputs], &[outputs]];
        let Ok(cost) = fc.cost(&shapes.map(Some)) else { break };
        layers.push(Layer { name, out: vec![outputs], cost });
        inputs = outputs;
    }
    layers
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sums that the note gives, against the layers.
    #[test]
    fn the_layers_add_up() {
        let all = layers();
        let sum = |of: &dyn Fn(&Layer) -> u64, kind: &str| -> u64 {
            all.iter().filter(|l| l.name.starts_with(kind)).map(of).sum()
        };
        let parameters = |l: &Layer| l.cost.parameters;
        let multiply_adds = |l: &Layer| l.cost.multiply_adds;
        assert_eq!(sum(&parameters, ""), 60_965_224);
        assert_eq!(sum(&parameters, "conv"), 2_334_080);
        assert_eq!(sum(&parameters, "fc"), 58_631_144);
        assert_eq!(sum(&multiply_adds, ""), 724_406_816);
        assert_eq!(sum(&multiply_adds, "conv"), 665_784_864);
    }
}
