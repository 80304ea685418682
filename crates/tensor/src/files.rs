//! Safetensors files, read with hard caps and errors that name the tensor.

use std::{collections::BTreeMap, fmt::Debug, ops::Range};

use thiserror::Error;

use crate::header::{Entry, Header};
use crate::layout::{LENGTH, Layout};
use crate::values::Tensor;

/// The most bytes a header may have.
pub(crate) const HEADER_BYTES: u64 = 1 << 20;
/// The most tensors a file may hold, unless the net that it is read for has more: a CIFAR ResNet
/// of 1202 layers has 6,007.
pub(crate) const TENSORS: usize = 4096;

/// So many bytes are copied at a time: a whole number of numbers.
const PIECE: usize = 1 << 16;

/// A file that is there, perhaps not in this program's own memory: two copies of a large net are
/// more than a tab may have.
pub trait Bytes: Debug {
    /// How many there are.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Copies what lies at `from`, as many bytes as `to` takes; nobody asks beyond the end.
    fn copy(&self, from: usize, to: &mut [u8]);
}

impl<T: AsRef<[u8]> + Debug> Bytes for T {
    fn len(&self) -> usize {
        self.as_ref().len()
    }
    fn copy(&self, from: usize, to: &mut [u8]) {
        to.copy_from_slice(&self.as_ref()[from..from + to.len()]);
    }
}

/// What is wrong with a file of weights.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Not a safetensors file, or a damaged one.
    #[error("this is not a whole safetensors file: {0}")]
    Format(String),
    /// The header claims more than a file of weights needs.
    #[error("the header says {0} bytes; at most {HEADER_BYTES} are read")]
    Header(u64),
    /// Too many tensors.
    #[error("the file holds {count} tensors; at most {most} are read and written")]
    Count {
        /// How many it holds.
        count: usize,
        /// How many it may.
        most: usize,
    },
    /// Another number type.
    #[error("tensor {name} has the type {dtype}; only F32 is read")]
    Type {
        /// The tensor's name.
        name: String,
        /// The type found.
        dtype: String,
    },
}

/// Tensors by name, and the file's metadata.
pub type Contents = (BTreeMap<String, Tensor>, BTreeMap<String, String>);

/// Reads a safetensors file of `f32` tensors, and its metadata.
///
/// # Errors
/// Says what about the file is wrong; nothing is allocated on its word alone.
pub fn read_safetensors(bytes: &[u8]) -> Result<Contents, ReadError> {
    read_safetensors_for(0, bytes)
}

/// The same for a net of that many weights, which may be more than other files hold.
///
/// # Errors
/// As [`read_safetensors`].
pub fn read_safetensors_for(weights: usize, bytes: &[u8]) -> Result<Contents, ReadError> {
    read_safetensors_from(weights, &bytes)
}

/// The same for a file that lies anywhere.
///
/// # Errors
/// As [`read_safetensors`].
pub fn read_safetensors_from(weights: usize, file: &dyn Bytes) -> Result<Contents, ReadError> {
    let head = Layout::head(&taken(file, 0..file.len().min(LENGTH)))?;
    let head = taken(file, 0..head.min(file.len()));
    let layout = Layout::read_for(weights, &head, file.len())?;
    let mut tensors = BTreeMap::new();
    for place in layout.places {
        let mut values = Vec::with_capacity(place.bytes.len() / 4);
        for at in place.bytes.clone().step_by(PIECE) {
            let piece = taken(file, at..place.bytes.end.min(at + PIECE));
            values.extend(piece.as_chunks::<4>().0.iter().map(|&b| f32::from_le_bytes(b)));
        }
        let tensor =
            Tensor::new(&place.shape, values).map_err(|e| ReadError::Format(e.to_string()))?;
        tensors.insert(place.name, tensor);
    }
    Ok((tensors, layout.words))
}

fn taken(file: &dyn Bytes, range: Range<usize>) -> Vec<u8> {
    let mut bytes = vec![0; range.len()];
    file.copy(range.start, &mut bytes);
    bytes
}

/// Writes tensors and metadata as a safetensors file; without a tensor, without metadata.
///
/// # Errors
/// Where a tensor cannot be written, or there are more than would be read.
pub fn write_safetensors(
    tensors: &BTreeMap<String, Tensor>,
    metadata: &BTreeMap<String, String>,
) -> Result<Vec<u8>, ReadError> {
    if tensors.len() > TENSORS {
        return Err(ReadError::Count { count: tensors.len(), most: TENSORS });
    }
    let mut header = Header::default();
    if !tensors.is_empty() {
        header.words.clone_from(metadata);
    }
    let mut end = 0;
    for (name, tensor) in tensors {
        let start = end;
        end += 4 * tensor.data().len();
        header.tensors.push(Entry {
            name: name.clone(),
            dtype: "F32".to_owned(),
            shape: tensor.shape().to_vec(),
            bytes: start..end,
        });
    }
    let header = header.write();
    let length = header.len() as u64;
    if length > HEADER_BYTES {
        return Err(ReadError::Header(length));
    }
    let mut file = [&length.to_le_bytes()[..], &header].concat();
    file.reserve(end);
    for tensor in tensors.values() {
        file.extend(tensor.data().iter().flat_map(|v| v.to_le_bytes()));
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use safetensors::{Dtype, tensor::TensorView};

    #[test]
    fn a_file_is_read_back_as_written() {
        let x = Tensor::from_fn(&[2, 2], |i| i as f32 / 3.0);
        let words = BTreeMap::from([("made".to_owned(), "here".to_owned())]);
        let tensors = BTreeMap::from([("x".to_owned(), x)]);
        let file = write_safetensors(&tensors, &words).unwrap();
        assert_eq!(read_safetensors(&file).unwrap(), (tensors, words));
    }

    #[test]
    fn words_of_any_kind_are_written_in_order() {
        let odd = ["\"quoted\"", "back\\slash", "line\nbreak\u{1}", "字", "", "{}:,"];
        let words: BTreeMap<String, String> =
            odd.iter().flat_map(|w| odd.map(|v| (format!("{w}{v}"), v.to_owned()))).collect();
        let tensors = BTreeMap::from([("x".to_owned(), Tensor::from_fn(&[3], |i| i as f32))]);
        let file = write_safetensors(&tensors, &words).unwrap();
        assert_eq!(read_safetensors(&file).unwrap(), (tensors.clone(), words.clone()));
        assert_eq!(file, write_safetensors(&tensors, &words).unwrap());
    }

    #[test]
    fn a_file_is_what_the_formats_own_crate_writes() {
        let tensors: BTreeMap<String, Tensor> = [("b", 3), ("a", 2), ("", 0), ("\"字\u{2}", 1)]
            .map(|(name, n)| (name.to_owned(), Tensor::from_fn(&[n, 2], |i| i as f32)))
            .into();
        let words = BTreeMap::from([("made".to_owned(), "\u{1}here".to_owned())]);
        let bytes = |t: &Tensor| t.data().iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<_>>();
        let data: Vec<_> = tensors.iter().map(|(n, t)| (n, t.shape().to_vec(), bytes(t))).collect();
        let views = data.iter().map(|(n, shape, data)| {
            (n.as_str(), TensorView::new(Dtype::F32, shape.clone(), data).unwrap())
        });
        let theirs = safetensors::serialize(views, Some(words.clone().into_iter().collect()));
        let theirs = theirs.unwrap();
        assert_eq!(write_safetensors(&tensors, &words).unwrap(), theirs);
        assert_eq!(read_safetensors(&theirs).unwrap(), (tensors, words));
    }

    /// Found by fuzzing.
    #[test]
    fn a_file_of_nothing_is_written_and_read() {
        let words = BTreeMap::from([("made".to_owned(), "here".to_owned())]);
        let file = write_safetensors(&BTreeMap::new(), &words).unwrap();
        assert_eq!(read_safetensors(&file).unwrap(), (BTreeMap::new(), BTreeMap::new()));
    }

    /// So many tensors and not one more; batches that were counted do not count.
    #[test]
    fn more_tensors_than_a_net_has_are_refused() {
        let named = |n: usize| -> BTreeMap<String, Tensor> {
            (0..n).map(|i| (format!("bn{i}.weight"), Tensor::from_fn(&[1], |_| 1.0))).collect()
        };
        let file = write_safetensors(&named(TENSORS), &BTreeMap::new()).unwrap();
        assert_eq!(read_safetensors(&file).unwrap().0.len(), TENSORS);
        let error = write_safetensors(&named(TENSORS + 1), &BTreeMap::new()).unwrap_err();
        assert!(matches!(error, ReadError::Count { count, .. } if count == TENSORS + 1));
        let bytes = 1.0_f32.to_le_bytes();
        let others = |more: usize, name: &str| {
            let one = || TensorView::new(Dtype::F32, vec![1], &bytes).unwrap();
            let names = (0..TENSORS).map(|i| format!("bn{i}.weight"));
            let all = names.chain((0..more).map(|i| format!("bn{i}.{name}")));
            safetensors::serialize(all.map(|n| (n, one())), None).unwrap()
        };
        assert!(read_safetensors(&others(9, "num_batches_tracked")).is_ok());
        let file = others(9, "bias");
        let error = read_safetensors(&file).unwrap_err().to_string();
        assert!(error.starts_with("the file holds 4105 tensors; at most 4096 are read"), "{error}");
        // Unless they are asked for.
        assert_eq!(read_safetensors_for(TENSORS + 9, &file).unwrap().0.len(), TENSORS + 9);
        let error = read_safetensors_for(TENSORS + 8, &file).unwrap_err().to_string();
        assert!(error.starts_with("the file holds 4105 tensors; at most 4104 are read"), "{error}");
    }

    #[test]
    fn damaged_and_hostile_files_are_refused() {
        let x = BTreeMap::from([("x".to_owned(), Tensor::from_fn(&[4], |i| i as f32))]);
        let whole = write_safetensors(&x, &BTreeMap::new()).unwrap();
        for cut in 0..whole.len() {
            assert!(read_safetensors(&whole[..cut]).is_err(), "cut at {cut}");
        }
        let mut huge = whole;
        huge[..8].copy_from_slice(&u64::MAX.to_le_bytes());
        assert!(matches!(read_safetensors(&huge), Err(ReadError::Header(_))));
    }
}
