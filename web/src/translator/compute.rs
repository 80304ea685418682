//! A sentence through the net: word by word, and every attention of it.

use std::rc::Rc;

use nets::{
    Site,
    decode::log_probabilities,
    transformer::{END, START},
};
use share::{
    Lang, State,
    widgets::translator::{LAYERS, heads_off},
};
use translation::{MOST_WORDS, Reading};

use crate::browser::{
    clock,
    engine::{Net, Tensor, ThirdPass, values},
    translator::Found,
};
use crate::translator::{look::Size, shipped::Source, words::words};
use crate::widget::held::Held;

/// The most words that are written, the end among them.
const MOST: usize = MOST_WORDS + 1;

/// What of the net is switched.
#[derive(Clone, PartialEq, Eq, Default)]
struct Switched {
    mask_off: bool,
    residual_off: bool,
    heads: Vec<usize>,
}

impl Switched {
    fn of(state: &State) -> Self {
        let off = |key: &str| state.word(key) == "off";
        Self { mask_off: off("causal"), residual_off: off("residual"), heads: heads_off(state) }
    }

    async fn open(&self, tp: &ThirdPass, source: &Source) -> Result<Net, String> {
        let on = [!self.mask_off, !self.residual_off];
        Net::translator(tp, &source.spec(), on, &self.heads, &source.net.weights).await
    }
}

/// The nets that stay in the worker: as trained, and as switched last.
#[derive(Default)]
pub(crate) struct Kept {
    whole: Option<Rc<Net>>,
    switched: Option<(Switched, Rc<Net>)>,
}

impl Kept {
    async fn whole(&mut self, tp: &ThirdPass, source: &Source) -> Result<Rc<Net>, String> {
        match &self.whole {
            Some(net) => Ok(Rc::clone(net)),
            None => {
                let net = Rc::new(Switched::default().open(tp, source).await?);
                Ok(Rc::clone(self.whole.insert(net)))
            }
        }
    }

    async fn switched(
        &mut self,
        tp: &ThirdPass,
        source: &Source,
        how: &Switched,
    ) -> Result<Rc<Net>, String> {
        match &self.switched {
            Some((of, net)) if of == how => Ok(Rc::clone(net)),
            _ => {
                let net = Rc::new(how.open(tp, source).await?);
                self.switched = Some((how.clone(), Rc::clone(&net)));
                Ok(net)
            }
        }
    }
}

/// What was written word by word.
pub(crate) struct Run {
    pub(crate) ids: Vec<usize>,
    /// The logits before each, one after the other.
    logits: Vec<f32>,
    pub(crate) encode_ms: f64,
    pub(crate) steps_ms: Vec<f64>,
}

impl Run {
    /// The sum of the words' logarithmic probabilities, of so many that there are.
    pub(crate) fn log_probability(&self, vocab: usize) -> f64 {
        let steps = self.logits.chunks(vocab.max(1)).zip(&self.ids);
        steps.map(|(row, &id)| log_probabilities(row).get(id).copied().unwrap_or_default()).sum()
    }
}

/// What one sentence came to.
pub(crate) struct Pass {
    pub(crate) source: Rc<Source>,
    pub(crate) read: Reading,
    /// The reference, in teacher forcing.
    pub(crate) reference: Option<Reading>,
    /// What the net writes by itself.
    pub(crate) free: Run,
    /// What the net as trained writes, where something is switched.
    pub(crate) plain: Option<Vec<usize>>,
    /// What is looked at: what the decoder reads, and the word behind each, the end too.
    pub(crate) fed: Vec<usize>,
    pub(crate) written: Vec<usize>,
    /// The logits before each of these, `[T, vocab]`.
    pub(crate) logits: Vec<f32>,
    /// Of every attention, in the order of [`Site::all`]: all heads' weights.
    pub(crate) weights: Vec<Vec<f32>>,
    /// Those of the cross-attentions, `[layers, heads, T, S]`.
    pub(crate) cross: Vec<f32>,
    /// `written` as numbers.
    pub(crate) numbers: Vec<f32>,
    /// The tensors of the products q·k, to be traced.
    pub(crate) scores: Vec<Held>,
    /// What beam search found; empty where it is not asked for.
    pub(crate) beams: Vec<Found>,
}

impl Pass {
    pub(crate) fn size(&self) -> Size {
        Size { read: self.read.words.len(), written: self.written.len() }
    }

    /// How many numbers a word has.
    pub(crate) fn width(&self) -> usize {
        self.source.spec().at("dModel").number() as usize
    }

    /// The logit of a word in the step that wrote this one.
    pub(crate) fn logit(&self, step: usize, id: usize) -> f32 {
        let at = step * self.source.words.len() + id;
        self.logits.get(at).copied().unwrap_or(f32::NEG_INFINITY)
    }

    /// The logarithmic probabilities of the step that wrote this word.
    pub(crate) fn log_probabilities(&self, step: usize) -> Vec<f64> {
        let vocab = self.source.words.len();
        log_probabilities(self.logits.get(step * vocab..(step + 1) * vocab).unwrap_or_default())
    }
}

/// Ids of one sequence, `[1, T]`.
fn upload(tp: &ThirdPass, ids: &[usize]) -> Result<Held, String> {
    let row: Vec<f32> = ids.iter().map(|&id| id as f32).collect();
    tp.upload(&row, &[1, ids.len()]).map(Held::from)
}

/// The likeliest word each time; one message and one submit a word.
async fn greedy(tp: &ThirdPass, net: &Net, src: &Held) -> Result<Run, String> {
    let mut at = clock();
    let mut lap = || {
        let began = std::mem::replace(&mut at, clock());
        at - began
    };
    let memory = net.encode(src)?;
    values(memory.ask()).await?;
    let mut run = Run { ids: vec![], logits: vec![], encode_ms: lap(), steps_ms: vec![] };
    let mut fed = vec![START];
    while run.ids.len() < MOST && run.ids.last() != Some(&END) {
        let tgt = upload(tp, &fed)?;
        let row = values(net.decode_step([&memory, src, &tgt])?.ask()).await?;
        let better = |best: usize, at: usize| if row[at] > row[best] { at } else { best };
        let id = (0..row.len()).fold(0, better);
        run.ids.push(id);
        fed.push(id);
        run.logits.extend(row);
        run.steps_ms.push(lap());
    }
    Ok(run)
}

pub(crate) async fn run(
    tp: &ThirdPass,
    state: &State,
    lang: Lang,
    source: Rc<Source>,
    kept: &mut Kept,
) -> Result<Pass, String> {
    let t = words(lang);
    let read = Reading::english(state.text("text", lang), |word| source.english(word));
    if read.words.is_empty() {
        return Err(t.no_word.to_owned());
    }
    let forced = state.word("mode") == "forced";
    let reference = forced
        .then(|| Reading::chinese(state.text("reference", lang), |word| source.chinese(word)));
    if reference.as_ref().is_some_and(|reference| reference.words.is_empty()) {
        return Err(t.no_reference.to_owned());
    }
    let how = Switched::of(state);
    let src = upload(tp, &read.ids())?;
    let (net, plain) = if how == Switched::default() {
        (kept.whole(tp, &source).await?, None)
    } else {
        let whole = kept.whole(tp, &source).await?;
        let plain = greedy(tp, &whole, &src).await?.ids;
        (kept.switched(tp, &source, &how).await?, Some(plain))
    };
    let free = greedy(tp, &net, &src).await?;
    let written = match &reference {
        Some(reference) => [&reference.ids()[..], &[END]].concat(),
        None => free.ids.clone(),
    };
    let fed = [&[START], &written[..written.len().saturating_sub(1)]].concat();
    let tgt = upload(tp, &fed)?;
    let names = |kept: fn(Site) -> String| Site::all(LAYERS).map(kept);
    let keep: Vec<String> = names(Site::weights).chain(names(Site::scores)).collect();
    let (y, mut made) = net.run_pair([&src, &tgt], &keep)?;
    let scores = made.split_off(made.len() / 2);
    // Asked for in one turn: they come in one message.
    let asked: Vec<_> = [&y].into_iter().chain(&made).map(|held| Tensor::ask(held)).collect();
    let mut got = Vec::new();
    for promise in asked {
        got.push(values(promise).await?);
    }
    let whole = got.remove(0);
    let logits = if forced { whole } else { free.logits.clone() };
    let width = state.int("beam") as usize;
    let beams = match width {
        1 => Vec::new(),
        _ => net.beam(&src, [width, MOST], f64::from(state.int("alpha")) / 100.0).await?,
    };
    let cross = Site::all(LAYERS).zip(&got).filter(|(site, _)| matches!(site, Site::Cross(_)));
    Ok(Pass {
        cross: cross.flat_map(|(_, weights)| weights.iter().copied()).collect(),
        numbers: written.iter().map(|&id| id as f32).collect(),
        source,
        read,
        reference,
        free,
        plain,
        fed,
        written,
        logits,
        weights: got,
        scores,
        beams,
    })
}
