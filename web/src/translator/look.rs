//! What the widget shows beside the frame, and what is looked at.

use leptos::{html::Canvas, prelude::*};
use nets::Site;
use share::{
    State,
    widgets::translator::{HEADS, LAYERS},
};

use crate::translator::align::Drawn;
use crate::widget::Frame;

/// How many attentions there are.
pub(crate) const SITES: usize = 3 * LAYERS;

/// The words of a link, in the order of [`Site::all`].
pub(crate) const WORDS: [&str; SITES] = ["enc1", "enc2", "self1", "cross1", "self2", "cross2"];

/// What is looked at, kept inside what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// The attention's number, in the order of [`Site::all`].
    pub(crate) at: usize,
    pub(crate) site: Site,
    pub(crate) head: usize,
    pub(crate) row: usize,
    pub(crate) column: usize,
}

/// How many words are read, and how many are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) read: usize,
    pub(crate) written: usize,
}

impl Size {
    /// Rows and columns of an attention.
    pub(crate) fn of(self, site: Site) -> [usize; 2] {
        match site {
            Site::Encoder(_) => [self.read; 2],
            Site::Decoder(_) => [self.written; 2],
            Site::Cross(_) => [self.written, self.read],
        }
    }
}

/// What a state looks at.
pub(crate) fn chosen(state: &State, size: Size) -> Chosen {
    let at = WORDS.iter().position(|word| *word == state.word("site")).unwrap_or(SITES - 1);
    let site = Site::all(LAYERS).nth(at).unwrap_or(Site::Cross(LAYERS - 1));
    let [rows, columns] = size.of(site);
    let inside = |key: &str, count: usize| (state.int(key) as usize).min(count.saturating_sub(1));
    let (row, column) = (inside("row", rows), inside("column", columns));
    Chosen { at, site, head: (state.int("head") as usize).clamp(1, HEADS) - 1, row, column }
}

/// How many words are shown as written, and whose probabilities.
pub(crate) fn shown(state: &State, size: Size) -> [usize; 2] {
    let (step, chosen) = (state.int("step") as usize, chosen(state, size));
    let last = size.written.saturating_sub(1);
    match (step, chosen.site) {
        (0, Site::Encoder(_)) => [size.written, 0],
        (0, _) => [size.written, chosen.row.min(last)],
        (step, _) => [step.min(size.written), (step - 1).min(last)],
    }
}

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// Every head of every attention.
    pub(crate) maps: [NodeRef<Canvas>; SITES * HEADS],
    pub(crate) large: NodeRef<Canvas>,
    pub(crate) ramp: NodeRef<Canvas>,
    pub(crate) curve: NodeRef<Canvas>,
    pub(crate) size: RwSignal<Size>,
    pub(crate) drawn: RwSignal<Drawn>,
    /// What the decoder reads: the start and the words before.
    pub(crate) fed: RwSignal<Vec<String>>,
    /// What is said of the whole: the translation, and that of the net as trained.
    pub(crate) results: RwSignal<String>,
    pub(crate) crossing: RwSignal<String>,
    pub(crate) stepped: RwSignal<String>,
    pub(crate) bars: RwSignal<String>,
    /// What is wrong or missing in what the reader wrote.
    pub(crate) said: RwSignal<Vec<String>>,
    pub(crate) sums: RwSignal<Vec<String>>,
    /// Tables as markup.
    pub(crate) steps: RwSignal<String>,
    pub(crate) beams: RwSignal<String>,
    pub(crate) card: RwSignal<String>,
    draws: StoredValue<Option<Callback<()>>>,
}

impl Look {
    /// Nothing computed: what is read of the frame's state.
    pub(crate) fn new(frame: Frame) -> Self {
        let words = frame.state.with_untracked(|state| {
            translation::Reading::english(state.text("text", frame.lang), |_| Some(0)).words
        });
        let size = Size { read: words.len(), written: words.len() + 1 };
        let sources = words.into_iter().map(|word| (word.text, true)).collect();
        let text = || RwSignal::new(String::new());
        Self {
            maps: std::array::from_fn(|_| NodeRef::new()),
            large: NodeRef::new(),
            ramp: NodeRef::new(),
            curve: NodeRef::new(),
            size: RwSignal::new(size),
            drawn: RwSignal::new(Drawn { sources, ..Drawn::default() }),
            fed: RwSignal::new(Vec::new()),
            results: text(),
            crossing: text(),
            stepped: text(),
            bars: text(),
            said: RwSignal::new(Vec::new()),
            sums: RwSignal::new(Vec::new()),
            steps: text(),
            beams: text(),
            card: text(),
            draws: StoredValue::new(None),
        }
    }

    /// Draws the card's curve once it is in sight.
    pub(crate) fn draw_curve(self) {
        if let Some(draws) = self.draws.get_value() {
            draws.run(());
        }
    }

    #[cfg(target_arch = "wasm32")]
    pub(crate) fn answer(self, draws: Callback<()>) {
        self.draws.set_value(Some(draws));
    }

    pub(crate) fn chosen(self, frame: Frame) -> Chosen {
        frame.state.with(|state| chosen(state, self.size.get()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::{decode, widgets::translator::TRANSLATOR};

    fn state(query: &str) -> State {
        decode(query, &TRANSLATOR).0.state
    }

    const SIZE: Size = Size { read: 10, written: 11 };

    #[test]
    fn what_is_looked_at_is_there() {
        let at = |query: &str| chosen(&state(query), SIZE);
        assert_eq!(at("").site, Site::Cross(1));
        assert_eq!(
            (at("site=enc2&row=20").site, at("site=enc2&row=20").row),
            (Site::Encoder(1), 9)
        );
        assert_eq!(at("site=self1&row=20&column=20&head=1").column, 10);
        let few = chosen(&state("row=5"), Size { read: 0, written: 0 });
        assert_eq!((few.row, few.column), (0, 0));
        for (number, word) in WORDS.iter().enumerate() {
            assert_eq!(at(&format!("site={word}")).at, number);
        }
    }

    #[test]
    fn a_step_shows_what_is_written_so_far() {
        let shown = |query: &str| shown(&state(query), SIZE);
        assert_eq!(shown("row=4"), [11, 4]);
        assert_eq!(shown("site=enc1&row=4"), [11, 0]);
        assert_eq!(shown("step=3&row=7"), [3, 2]);
        assert_eq!(shown("step=21"), [11, 10]);
    }
}
