//! Orders and maps that bring little code: in a module for the browser every type that is sorted,
//! or collected into a map, which sorts it first, has a sort of 6 kB for itself.

use std::{cmp::Ordering, collections::BTreeMap};

/// The numbers below `count` in the order of `compare`; equal ones as they come.
pub fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| compare(a, b));
    order
}

/// A map of pairs, put in one after the other; of equal keys the last one's value stays.
pub fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(pairs);
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ones_stay_as_they_come_and_the_last_value_stays() {
        let sizes = [3, 1, 2, 1];
        assert_eq!(order(4, &|a, b| sizes[a].cmp(&sizes[b])), [1, 3, 2, 0]);
        assert_eq!(map([("b", 1), ("a", 2), ("b", 3)]), BTreeMap::from([("a", 2), ("b", 3)]));
    }
}
