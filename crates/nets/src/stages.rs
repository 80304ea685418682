//! The layers of the small AlexNet as a page shows them: how many maps of which size, in which
//! window each cell looks, and which layers cross the two columns.

/// One layer of the small AlexNet between the picture and the logits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// Its name, which `keep` knows.
    pub name: &'static str,
    /// Maps; a linear layer's features are maps of one cell.
    pub maps: usize,
    /// Cells along a side of each.
    pub side: usize,
    /// Kernel, stride and padding; a linear layer's kernel is all that it reads.
    pub window: [i32; 3],
    /// Whether each map reads all those of both columns (the paper's figure 2). A normalization
    /// reads two neighbours on either side, so only the maps at the border do of the other.
    pub crosses: bool,
}

/// Every cell by itself.
const EACH: [i32; 3] = [1, 1, 0];
/// Section 3.4: the windows overlap.
const POOL: [i32; 3] = [3, 2, 0];

const fn stage(name: &'static str, [maps, side]: [usize; 2], window: [i32; 3]) -> Stage {
    Stage { name, maps, side, window, crosses: false }
}

const fn crossing(name: &'static str, shape: [usize; 2], window: [i32; 3]) -> Stage {
    Stage { crosses: true, ..stage(name, shape, window) }
}

/// The layers in their order; the logits of fc8 follow.
pub static STAGES: [Stage; 19] = [
    stage("conv1", [16, 32], [5, 1, 2]),
    stage("relu1", [16, 32], EACH),
    stage("norm1", [16, 32], EACH),
    stage("pool1", [16, 15], POOL),
    stage("conv2", [48, 15], [5, 1, 2]),
    stage("relu2", [48, 15], EACH),
    stage("norm2", [48, 15], EACH),
    stage("pool2", [48, 7], POOL),
    crossing("conv3", [64, 7], [3, 1, 1]),
    stage("relu3", [64, 7], EACH),
    stage("conv4", [64, 7], [3, 1, 1]),
    stage("relu4", [64, 7], EACH),
    stage("conv5", [48, 7], [3, 1, 1]),
    stage("relu5", [48, 7], EACH),
    stage("pool5", [48, 3], POOL),
    crossing("fc6", [224, 1], [3, 1, 0]),
    stage("relu6", [224, 1], EACH),
    crossing("fc7", [224, 1], EACH),
    stage("relu7", [224, 1], EACH),
];

/// The place of a layer in [`STAGES`].
#[must_use]
pub fn stage_of(name: &str) -> Option<usize> {
    STAGES.iter().position(|stage| stage.name == name)
}
