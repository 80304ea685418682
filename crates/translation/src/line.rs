//! Words in a row.

/// Words in a row, as they are said.
#[derive(Debug, Default)]
pub(crate) struct Line(pub(crate) Vec<&'static str>);

impl Line {
    /// Says the words of an entry, which are set apart by spaces; none of an empty one.
    pub(crate) fn say(&mut self, words: &'static str) {
        self.0.extend(words.split_whitespace());
    }

    /// Says the words where it is so.
    pub(crate) fn say_if(&mut self, so: bool, words: &'static str) {
        if so {
            self.say(words);
        }
    }

    /// Puts "a" or "an" at a place, by the word that is there.
    pub(crate) fn article(&mut self, at: usize) {
        // By sound, not by letter.
        let consonant = ["useful", "university", "european"];
        let vowel = self.0.get(at).is_some_and(|next| {
            next.starts_with(['a', 'e', 'i', 'o', 'u']) && !consonant.contains(next)
        });
        self.0.insert(at.min(self.0.len()), if vowel { "an" } else { "a" });
    }
}
