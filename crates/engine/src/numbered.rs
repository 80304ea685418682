//! Things by the caller's numbers.

/// A list in the order of the numbers. Callers count upwards, so what is new comes last; a map
/// for each kind of thing brings 4 kB of its own into the worker.
pub(crate) struct Numbered<T>(Vec<(u32, T)>);

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Numbered<T> {
    /// Where a number stands, or would.
    fn place(&self, id: u32) -> Result<usize, usize> {
        self.0.binary_search_by_key(&id, |(id, _)| *id)
    }

    pub(crate) fn get(&self, id: u32) -> Option<&T> {
        Some(&self.0[self.place(id).ok()?].1)
    }

    /// Puts a thing in the place of whatever has its number.
    pub(crate) fn insert(&mut self, id: u32, thing: T) {
        match self.place(id) {
            Ok(at) => self.0[at].1 = thing,
            Err(at) => self.0.insert(at, (id, thing)),
        }
    }

    pub(crate) fn remove(&mut self, id: u32) -> Option<T> {
        Some(self.0.remove(self.place(id).ok()?).1)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, thing)| thing)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_by_its_number_until_it_is_removed() {
        let mut all = Numbered::default();
        for id in [3, 1, 7, 1] {
            all.insert(id, 10 * id + all.len() as u32);
        }
        assert_eq!(all.values().copied().collect::<Vec<_>>(), [13, 30, 72]);
        assert_eq!((all.get(7), all.get(2)), (Some(&72), None));
        assert_eq!((all.remove(3), all.remove(3), all.len()), (Some(30), None, 2));
    }
}
