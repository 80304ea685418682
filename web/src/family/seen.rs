//! What a state says, worked out: the net, its counts, what is drawn of it.

use figures::{Flow, MapBox, Palette, Scene, boxes, flows};
use nets::family::{BlockShape, Count, ROWS, TABLE_1, counts, net_of, row_of, sums};
use nets::{Block, ResNet};
use ops::{Shortcut, StrideOn};
use share::State;

use crate::family::words::Words;

/// The width of the drawing before anything lives, in CSS pixels.
pub(crate) const POSTER: u32 = 640;

/// A net and its counts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen {
    pub(crate) net: ResNet,
    /// Its word in links.
    pub(crate) word: &'static str,
    /// The chosen row of table 1.
    pub(crate) stage: usize,
    /// The counts of the rows, or why there are none.
    pub(crate) counts: Result<[Count; 6], String>,
}

impl Seen {
    pub(crate) fn of(state: &State) -> Self {
        let net = net_of(|key| state.int(key), |key| state.word(key));
        Self {
            counts: counts(&net).map_err(|e| e.to_string()),
            word: state.word("net"),
            stage: row_of(state.word("stage")).unwrap_or(0),
            net,
        }
    }

    /// `ResNet-50`; an own net has no name but its layers.
    pub(crate) fn name(&self) -> String {
        format!("ResNet-{}", self.net.depth())
    }

    /// Parameters and multiply-adds, where they are counted.
    pub(crate) fn sums(&self) -> Option<[u64; 2]> {
        self.counts.as_ref().ok().map(|rows| sums(rows))
    }

    /// The figure of table 1 in billions, for a net that is in it.
    pub(crate) fn paper(&self) -> Option<f64> {
        let depth = self.net.depth();
        let found = TABLE_1.iter().find(|(d, _)| *d == depth && self.word != "own");
        found.map(|&(_, billions)| billions)
    }

    /// The name of the net in torchvision, if it is one of these without a change.
    pub(crate) fn torchvision(&self) -> Option<&'static str> {
        (self.word != "own" && ResNet::of_depth(self.net.depth()).as_ref() == Some(&self.net))
            .then_some(self.word)
    }

    /// The multiply-adds of the net as the other code, or the other option, has it.
    pub(crate) fn other(&self) -> Option<u64> {
        let net = match (self.net.block, self.net.stride_on, self.net.shortcut) {
            (Block::Bottleneck, StrideOn::Conv1, _) => {
                ResNet { stride_on: StrideOn::Conv2, ..self.net.clone() }
            }
            (Block::Bottleneck, ..) => ResNet { stride_on: StrideOn::Conv1, ..self.net.clone() },
            (_, _, Shortcut::Projection) => {
                ResNet { shortcut: Shortcut::ZeroPad, ..self.net.clone() }
            }
            _ => ResNet { shortcut: Shortcut::Projection, ..self.net.clone() },
        };
        counts(&net).ok().map(|rows| sums(&rows)[1])
    }

    /// The maps as boxes, and below them what the chosen stage is made of.
    pub(crate) fn scene(&self, t: &Words, width: u32, ink: &Palette) -> Scene {
        let one = |name: &str, channels: usize, side: usize| MapBox {
            name: name.to_owned(),
            said: shape(channels, side),
            channels,
            side,
        };
        let mut all = vec![one(t.picture, 3, 224)];
        if let Ok(rows) = &self.counts {
            let rows = ROWS.iter().zip(rows);
            all.extend(rows.map(|(row, count)| {
                let size = |axis: usize| count.out.get(axis).copied().unwrap_or(1);
                one(row.name, size(0), size(1))
            }));
        }
        let above = boxes(&all, Some(self.stage + 1), width, ink);
        above.above(flows(&self.flows(t), 3, width, ink))
    }

    fn flows(&self, t: &Words) -> Vec<Flow> {
        let width = self.net.width;
        match self.stage {
            0 => vec![Flow {
                title: "conv1".to_owned(),
                channels: vec![3, width],
                shapes: vec![shape(3, 224), shape(width, 112)],
                layers: vec![layer(7, 2, t)],
                around: None,
                end: "BN → ReLU".to_owned(),
            }],
            5 => {
                let last = self.net.blocks(3);
                let channels = last[0].convs.last().map_or(0, |conv| conv.channels);
                vec![Flow {
                    title: t.head.to_owned(),
                    channels: vec![channels, channels, self.net.classes],
                    shapes: vec![shape(channels, 7), shape(channels, 1), "1000".to_owned()],
                    layers: vec![t.average.to_owned(), "fc".to_owned()],
                    around: None,
                    end: String::new(),
                }]
            }
            stage => {
                let (blocks, n) = (self.net.blocks(stage - 1), self.net.layers[stage - 1]);
                let titles = [t.first_block.to_owned(), t.others(n - 1)];
                let both = blocks.iter().zip(titles);
                both.map(|(block, title)| self.flow(block, title, t)).collect()
            }
        }
    }

    fn flow(&self, block: &BlockShape, title: String, t: &Words) -> Flow {
        let channels: Vec<usize> =
            [block.input].into_iter().chain(block.convs.iter().map(|c| c.channels)).collect();
        let around = match (self.net.shortcut, block.changes) {
            (Shortcut::None, _) => None,
            (Shortcut::ZeroPad, true) => Some((t.zeros.to_owned(), true)),
            (_, true) => Some(("1×1".to_owned(), true)),
            _ => Some((t.identity.to_owned(), false)),
        };
        Flow {
            title,
            shapes: channels.iter().zip(block.sides()).map(|(&c, s)| shape(c, s)).collect(),
            layers: block.convs.iter().map(|c| layer(c.kernel, c.stride, t)).collect(),
            end: if around.is_some() { "+ → ReLU" } else { "ReLU" }.to_owned(),
            channels,
            around,
        }
    }
}

/// `64×56×56`; of a vector its length.
fn shape(channels: usize, side: usize) -> String {
    if side == 1 { channels.to_string() } else { format!("{channels}×{side}×{side}") }
}

fn layer(kernel: usize, stride: usize, t: &Words) -> String {
    let stride = if stride == 1 { String::new() } else { format!("{}{stride}", t.stride) };
    format!("{kernel}×{kernel}{stride}")
}
