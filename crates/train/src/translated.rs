//! What a net makes of sentences.

use nets::{Ask, Net, Part};
use ops::OpError;
use tensor::Tensor;
use translation::{END, LONGEST, PAD, Pair, START, Vocabulary};

/// How many sentences are translated together.
const AT_ONCE: usize = 100;

/// Whether the decoder reads the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crossed {
    /// As it was trained.
    Whole,
    /// Cross-attention adds nothing: its last projection is 0 in every layer.
    Ablated,
}

/// The likeliest word each time, of each sentence, without the end.
///
/// # Errors
/// Where the weights are not those of the net.
pub fn translations(
    net: &Net,
    weights: &[Tensor],
    pairs: &[Pair],
    crossed: Crossed,
) -> Result<Vec<Vec<&'static str>>, OpError> {
    let vocabulary = Vocabulary::new();
    let read: Vec<Vec<usize>> =
        pairs.iter().map(|pair| vocabulary.ids(pair.english.iter().copied())).collect();
    let written = written(net, weights, &read, crossed)?;
    let words = |ids: Vec<usize>| ids.into_iter().map(|id| vocabulary.word(id)).collect();
    Ok(written.into_iter().map(words).collect())
}

/// As [`translations`], of numbers to numbers.
///
/// # Errors
/// Where the weights are not those of the net.
pub fn written(
    net: &Net,
    weights: &[Tensor],
    read: &[Vec<usize>],
    crossed: Crossed,
) -> Result<Vec<Vec<usize>>, OpError> {
    let ablates = |name: &str| crossed == Crossed::Ablated && name.ends_with("cross.wo");
    let zeros = |t: &Tensor| Tensor::from_fn(t.shape(), |_| 0.0);
    let weights: Vec<Tensor> = weights
        .iter()
        .zip(net.weights())
        .map(|(t, w)| if ablates(&w.name) { zeros(t) } else { t.clone() })
        .collect();
    let mut all = Vec::new();
    for read in read.chunks(AT_ONCE) {
        let made = greedy(net, &weights, read)?.into_iter();
        all.extend(made.map(|ids| {
            ids.into_iter().skip(1).take_while(|&id| id != END).collect::<Vec<usize>>()
        }));
    }
    Ok(all)
}

/// The numbers that are written, the start before them.
fn greedy(net: &Net, weights: &[Tensor], read: &[Vec<usize>]) -> Result<Vec<Vec<usize>>, OpError> {
    let longest = read.iter().map(Vec::len).max().unwrap_or(1);
    let source = rows(read, longest);
    let shapes = [source.shape()];
    let encode = net.program(&Ask { part: Part::Encode, inputs: &shapes, ..Ask::default() })?;
    let memory = encode.forward(&[&source], weights)?.remove(0);
    let mut written = vec![vec![START]; read.len()];
    for length in 1..=LONGEST + 1 {
        if written.iter().all(|ids| ids.contains(&END)) {
            break;
        }
        let target = rows(&written, length);
        let shapes = [memory.shape(), source.shape(), target.shape()];
        let ask = Ask { part: Part::DecodeStep, inputs: &shapes, ..Ask::default() };
        let logits = net.program(&ask)?.forward(&[&memory, &source, &target], weights)?.remove(0);
        let classes = logits.shape()[1];
        for (ids, row) in written.iter_mut().zip(logits.data().chunks_exact(classes)) {
            ids.push(if ids.contains(&END) { PAD } else { likeliest(row) });
        }
    }
    Ok(written)
}

/// Of equal ones the first.
fn likeliest(row: &[f32]) -> usize {
    let better = |best: usize, at: usize| if row[at] > row[best] { at } else { best };
    (0..row.len()).fold(0, better)
}

/// Rows of one length, padded.
fn rows(ids: &[Vec<usize>], length: usize) -> Tensor {
    Tensor::from_fn(&[ids.len(), length], |at| {
        ids[at / length].get(at % length).copied().unwrap_or(PAD) as f32
    })
}
