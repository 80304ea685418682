//! The signals of a widget, and what its parts may ask of it.

use leptos::prelude::*;
use share::{Lang, Link, State, View, Widget, decode_own};

use crate::widget::{check::Check, place::Place};

/// A widget's signals. `Copy`, so that every closure may have it.
#[derive(Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) table: &'static Widget,
    pub(crate) lang: Lang,
    /// What is wished for; the picture follows.
    pub(crate) state: RwSignal<State>,
    /// What the link says beside the state, and the state as it was last written there.
    pub(crate) link: RwSignal<Link>,
    pub(crate) shown: Shown,
    pub(crate) place: StoredValue<Place>,
    acts: StoredValue<Option<Callback<Act>>>,
}

/// What a widget says besides its pictures; the live half fills it in.
#[derive(Clone, Copy)]
pub(crate) struct Shown {
    /// `idle`, `loading`, `running`, `ready`, `error`.
    pub(crate) phase: RwSignal<&'static str>,
    /// The backend that computed; empty before.
    pub(crate) backend: RwSignal<String>,
    /// The state as a query, once the widget is awake: `data-query`, for who frames the page.
    pub(crate) query: RwSignal<Option<String>>,
    /// The line of numbers.
    pub(crate) numbers: RwSignal<String>,
    /// What a link, or something that the reader gave, got wrong.
    pub(crate) remarks: RwSignal<Vec<String>>,
    /// Why nothing was computed; empty if all is well.
    pub(crate) error: RwSignal<String>,
    /// The numbers as a table.
    pub(crate) data: RwSignal<Table>,
    /// How the two backends compare with PyTorch.
    pub(crate) check: RwSignal<Check>,
}

/// Numbers as text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// What a part of a widget asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// The state has changed for good, as when a drag ends: a step that Back undoes.
    Changed,
    /// The state has changed in something small: the address follows, without a step.
    Noted,
    /// Compute once more; or at last, where a widget waits for it.
    Retry,
    /// What is being computed is not wanted, where a widget has a worker of its own for it.
    Stop,
    /// As the note sets it.
    Reset,
    /// Open the dialog with links, codes, pictures and data of the state (`share.js`).
    Share,
    Csv,
    Svg,
    Check,
}

impl Frame {
    /// The signals of a widget as the note sets it.
    pub(crate) fn new(table: &'static Widget) -> Self {
        let place = Place::given();
        let start = decode_own(&place.query, table);
        let state = start.map_or_else(|| State::of(table), |(link, _)| link.state);
        let link = Link { named: !place.embed, state: state.clone(), view: View::default() };
        Self {
            table,
            lang: Lang::of(&place.lang),
            state: RwSignal::new(state),
            link: RwSignal::new(link),
            shown: Shown {
                phase: RwSignal::new("idle"),
                backend: RwSignal::new(String::new()),
                query: RwSignal::new(None),
                numbers: RwSignal::new(String::new()),
                remarks: RwSignal::new(Vec::new()),
                error: RwSignal::new(String::new()),
                data: RwSignal::new(Table::default()),
                check: RwSignal::new(Check::None),
            },
            place: StoredValue::new(place),
            acts: StoredValue::new(None),
        }
    }

    /// Asks for something; natively, where nothing lives, nothing happens.
    pub(crate) fn act(self, act: Act) {
        if let Some(acts) = self.acts.get_value() {
            acts.run(act);
        }
    }

    /// Says who answers [`Self::act`].
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn answer(self, acts: Callback<Act>) {
        self.acts.set_value(Some(acts));
    }

    /// What is unique to this widget on its page: the first letters of its elements' ids.
    pub(crate) fn prefix(self) -> String {
        format!("{}{}", self.table.name, self.place.with_value(|p| p.index))
    }

    /// The id of its section.
    pub(crate) fn anchor(self) -> String {
        match self.place.with_value(|p| p.index) {
            0 => self.table.name.to_owned(),
            _ => self.prefix(),
        }
    }

    /// Whether it is alone on an embed page.
    pub(crate) fn embed(self) -> bool {
        self.place.with_value(|p| p.embed)
    }

    /// Whether the link hides this control.
    pub(crate) fn hidden(self, key: &str) -> bool {
        self.link.with(|l| l.view.hide.contains(&key))
    }

    /// Whether the link fixes this control.
    pub(crate) fn locked(self, key: &str) -> bool {
        self.link.with(|l| l.view.lock.contains(&key))
    }
}
