//! Which n-grams of a translation count, one by one: what BLEU's sums are made of.

/// An n-gram of a translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gram {
    /// Its words, set apart by spaces.
    pub words: String,
    /// How often it stands in the translation.
    pub here: usize,
    /// How often it stands in the reference that has it most often.
    pub most: usize,
}

/// What becomes of an n-gram at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It counts.
    Counted,
    /// It is in a reference, but there not so often: clipped.
    Clipped,
    /// It is in no reference.
    Absent,
}

impl Gram {
    /// How often it counts: no more often than in a reference.
    #[must_use]
    pub fn counted(&self) -> usize {
        self.here.min(self.most)
    }
}

/// The different n-grams of a translation, `n` at least 1, in the order of their first places.
#[must_use]
pub fn grams<S: AsRef<str>>(words: &[S], references: &[&[S]], n: usize) -> Vec<Gram> {
    let mut all: Vec<Gram> = Vec::new();
    for gram in windows(words, n) {
        match all.iter_mut().find(|known| known.words == gram) {
            Some(known) => known.here += 1,
            None => {
                let count = |r: &&[S]| windows(r, n).filter(|other| *other == gram).count();
                let most = references.iter().map(count).max().unwrap_or_default();
                all.push(Gram { words: gram, here: 1, most });
            }
        }
    }
    all
}

/// Every n-gram of a translation from left to right, and what becomes of it: of several alike the
/// first ones count.
#[must_use]
pub fn found<S: AsRef<str>>(words: &[S], references: &[&[S]], n: usize) -> Vec<(String, Found)> {
    let all = grams(words, references, n);
    let mut come = vec![0; all.len()];
    let of = |gram: String| {
        let Some(at) = all.iter().position(|known| known.words == gram) else {
            return (gram, Found::Absent);
        };
        come[at] += 1;
        let found = match all[at].most {
            0 => Found::Absent,
            most if come[at] <= most => Found::Counted,
            _ => Found::Clipped,
        };
        (gram, found)
    };
    windows(words, n).map(of).collect()
}

/// For each word of a reference, whether it is in an n-gram that the translation has too.
#[must_use]
pub fn covered<S: AsRef<str>>(reference: &[S], words: &[S], n: usize) -> Vec<bool> {
    let theirs: Vec<String> = windows(words, n).collect();
    let mut covered = vec![false; reference.len()];
    for (at, gram) in windows(reference, n).enumerate() {
        if theirs.contains(&gram) {
            covered[at..at + n].fill(true);
        }
    }
    covered
}

fn windows<'a, S: AsRef<str>>(words: &'a [S], n: usize) -> impl Iterator<Item = String> + 'a {
    words.windows(n.max(1)).map(|gram| {
        let gram: Vec<&str> = gram.iter().map(AsRef::as_ref).collect();
        gram.join(" ")
    })
}
