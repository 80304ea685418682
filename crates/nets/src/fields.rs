//! Fields of a specification, read with the bounds that a net of ours has.

use ops::{OpError, Options};

/// The most channels or features of a layer.
pub(crate) const WIDTH: usize = 1 << 16;

/// A whole number from 1 to `most`.
pub(crate) fn size(
    options: &Options,
    net: &'static str,
    name: &str,
    left_out: usize,
    most: usize,
) -> Result<usize, OpError> {
    match options.positive(net, name)? {
        None => Ok(left_out),
        Some(n) if n <= most => Ok(n),
        Some(n) => Err(OpError::new(net, format!("{name} must be at most {most}, got {n}"))),
    }
}

/// A list of whole numbers from 1 to `most`, as many as `lengths` allows.
pub(crate) fn sizes(
    options: &Options,
    net: &'static str,
    name: &str,
    left_out: &[usize],
    lengths: std::ops::RangeInclusive<usize>,
    most: usize,
) -> Result<Vec<usize>, OpError> {
    let Some(given) = options.wholes(net, name)? else { return Ok(left_out.to_vec()) };
    let small = |&n: &i64| usize::try_from(n).ok().filter(|n| (1..=most).contains(n));
    let read: Option<Vec<usize>> = given.iter().map(small).collect();
    read.filter(|list| lengths.contains(&list.len())).ok_or_else(|| {
        let (from, to) = (lengths.start(), lengths.end());
        let many = if from == to { format!("{from}") } else { format!("{from} to {to}") };
        let words = format!("{name} must be {many} whole numbers from 1 to {most}, got {given:?}");
        OpError::new(net, words)
    })
}
