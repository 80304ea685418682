//! The reader's own file of weights: read in pieces, held to the net, or refused in words.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Uint8Array;
use leptos::prelude::*;
use nets::{CifarResNet, found::usual_names};
use tensor::{Layout, read_safetensors_for};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, File, FileList, HtmlInputElement};

use crate::browser::engine::{Net, ThirdPass, engine, get};
use crate::widget::{
    own_weights::{CIFAR, Given, OwnWeights, Words, words},
    runner::Task,
    told::told,
};

/// The most bytes that are read: as many as the module takes.
const MOST: f64 = 256.0 * 1024.0 * 1024.0;
/// The bytes that are looked through at a time: between two pieces the page lives, and a reader may stop.
const PIECE: usize = 4 << 20;

/// Makes the net of this name from a file's bytes; says in words what does not fit.
type Open = fn(ThirdPass, &'static str, Uint8Array) -> Task<Net>;

fn named(engine: ThirdPass, spec: &'static str, file: Uint8Array) -> Task<Net> {
    // The engine knows which tensors the net has, and says which do not fit.
    Box::pin(async move { Net::open(&engine, spec, file).await })
}

/// The CIFAR ResNet that a file's tensors are the weights of, however deep it is.
fn found(engine: ThirdPass, _: &'static str, file: Uint8Array) -> Task<Net> {
    Box::pin(async move {
        let read = read_safetensors_for(usize::MAX, &file.to_vec());
        let (tensors, _) = read.map_err(|e| e.to_string())?;
        let net = CifarResNet::found(&usual_names(tensors)).map_err(|e| e.to_string())?;
        Net::open_as(&engine, &net.options(), file).await
    })
}

/// The files of one widget.
pub(crate) struct OwnFiles {
    view: OwnWeights,
    t: &'static Words,
    uses: Uses,
    open: Open,
    taken: RefCell<Option<Rc<Taken>>>,
    /// How many files were taken.
    count: Cell<u64>,
    /// Which reading is wished for; one that is another's ends.
    wanted: Cell<u64>,
}

/// What the control is for.
pub(crate) struct Uses {
    /// The name of the net of the present state.
    pub(crate) spec: Box<dyn Fn() -> &'static str>,
    /// Where nets are made.
    pub(crate) engine: Box<dyn Fn() -> Task<ThirdPass>>,
    /// Told when other weights are in use.
    pub(crate) changed: Box<dyn Fn()>,
}

impl Uses {
    /// For nets in the page's engine.
    fn shared(
        view: OwnWeights,
        spec: impl Fn() -> &'static str + 'static,
        changed: impl Fn() + 'static,
    ) -> Self {
        let engine = move || -> Task<ThirdPass> {
            let backend = view.frame.link.with_untracked(|l| l.view.backend.word());
            Box::pin(engine(backend))
        };
        Self { spec: Box::new(spec), engine: Box::new(engine), changed: Box::new(changed) }
    }
}

/// A file whose weights a net has taken.
pub(crate) struct Taken {
    file: File,
    t: &'static Words,
    /// Of which net.
    pub(crate) spec: &'static str,
    open: Open,
    /// Another number, another file; never 0.
    pub(crate) number: u64,
    /// The net that was made to see whether the file fits.
    opened: RefCell<Option<Net>>,
}

impl OwnFiles {
    /// None is taken; answers the control. Nets are made in the page's engine.
    pub(crate) fn new(
        view: OwnWeights,
        spec: impl Fn() -> &'static str + 'static,
        changed: impl Fn() + 'static,
    ) -> Rc<Self> {
        Self::made(view, Uses::shared(view, spec, changed))
    }

    /// As [`Self::new`], for CIFAR ResNets of any depth.
    pub(crate) fn of_cifar(view: OwnWeights, changed: impl Fn() + 'static) -> Rc<Self> {
        Self::opened(view, Uses::shared(view, || CIFAR, changed), found)
    }

    /// As [`Self::new`], wherever nets are made.
    pub(crate) fn made(view: OwnWeights, uses: Uses) -> Rc<Self> {
        Self::opened(view, uses, named)
    }

    fn opened(view: OwnWeights, uses: Uses, open: Open) -> Rc<Self> {
        let this = Rc::new(Self {
            view,
            t: words(view.frame.lang),
            uses,
            open,
            taken: RefCell::default(),
            count: Cell::new(0),
            wanted: Cell::new(0),
        });
        let stored = StoredValue::new_local(Rc::clone(&this));
        view.answer(Callback::new(move |given| stored.get_value().answer(given)));
        this
    }

    /// The reader's file, if one of this net is in use.
    pub(crate) fn taken(&self, spec: &str) -> Option<Rc<Taken>> {
        self.taken.borrow().as_ref().filter(|taken| taken.spec == spec).cloned()
    }

    /// Weights of another net are no longer in use: says that there is no file.
    pub(crate) fn forget_others(&self, spec: &str) {
        if self.taken.borrow().as_ref().is_some_and(|taken| taken.spec != spec) {
            self.taken.replace(None);
            self.view.file.set(String::new());
        }
    }

    fn answer(self: Rc<Self>, given: Given) {
        match given {
            Given::File(event) => {
                let Some(file) = chosen(&event) else { return };
                forget(&event);
                spawn_local(async move { self.take(file).await });
            }
            Given::Stop => {
                self.next();
                self.view.reading.set(None);
                self.view.refused.set(self.t.stopped.to_owned());
            }
            Given::Back => self.change(None),
        }
    }

    /// Whatever is being read is not wanted any more; the number of the next.
    fn next(&self) -> u64 {
        self.wanted.set(self.wanted.get() + 1);
        self.wanted.get()
    }

    async fn take(&self, file: File) {
        let (mine, spec) = (self.next(), (self.uses.spec)());
        self.view.refused.set(String::new());
        let watch = |share: f64| {
            let wanted = self.wanted.get() == mine;
            if wanted {
                self.view.reading.set(Some(share));
            }
            wanted
        };
        let made = async {
            let bytes = read(&file, self.t, watch).await?;
            let engine = (self.uses.engine)().await?;
            (self.open)(engine, spec, bytes).await
        };
        let made = made.await;
        if self.wanted.get() != mine {
            return;
        }
        self.view.reading.set(None);
        match made {
            Ok(net) => {
                self.count.set(self.count.get() + 1);
                let opened = RefCell::new(Some(net));
                let (t, number, open) = (self.t, self.count.get(), self.open);
                self.change(Some(Rc::new(Taken { file, t, spec, open, number, opened })));
            }
            Err(error) => {
                let told = told(&error, self.view.frame.lang);
                // The engine's words name the tensors; they stand behind the sentence.
                let original = told.original.map(|words| format!(" ({words})")).unwrap_or_default();
                self.view.refused.set(format!("{}{}{original}", self.t.refused, told.sentence));
            }
        }
    }

    fn change(&self, taken: Option<Rc<Taken>>) {
        self.next();
        self.view.reading.set(None);
        self.view.refused.set(String::new());
        self.view.file.set(taken.as_ref().map(|taken| taken.file.name()).unwrap_or_default());
        self.taken.replace(taken);
        (self.uses.changed)();
    }
}

impl Taken {
    /// The file's bytes, read once more.
    pub(crate) async fn bytes(&self) -> Result<Uint8Array, String> {
        read(&self.file, self.t, |_| true).await
    }

    /// The net with its weights: the one that was made when the file was taken, else one more.
    pub(crate) async fn net(&self, engine: &ThirdPass) -> Result<Net, String> {
        // Taken in a statement of its own: nothing is borrowed while the file is read.
        let opened = self.opened.take();
        match opened {
            Some(net) => Ok(net),
            None => (self.open)(engine.clone(), self.spec, self.bytes().await?).await,
        }
    }
}

/// The bytes of a file of weights that are all finite numbers. `watch` is told what share has been
/// read, and says whether the rest is wanted.
pub(crate) async fn read(
    file: &File,
    t: &'static Words,
    watch: impl Fn(f64) -> bool,
) -> Result<Uint8Array, String> {
    if file.size() > MOST {
        return Err(t.too_big.to_owned());
    }
    let whole = file.size() as usize;
    let part = async |from: usize, to: usize| {
        let blob = file.slice_with_f64_and_f64(from as f64, to.min(whole) as f64);
        let blob = blob.map_err(|_| t.gone.to_owned())?;
        let buffer = JsFuture::from(blob.array_buffer()).await.map_err(|_| t.gone.to_owned())?;
        Ok::<_, String>(Uint8Array::new(&buffer))
    };
    let first = part(0, 8).await?.to_vec();
    if first.starts_with(b"PK\x03\x04") {
        return Err(t.pickled.to_owned());
    }
    let head = Layout::head(&first).map_err(|e| e.to_string())?;
    let head_bytes = part(0, head).await?;
    // How many tensors are too many, the engine says: it knows the net.
    let layout = Layout::read_for(usize::MAX, &head_bytes.to_vec(), whole);
    let layout = layout.map_err(|e| e.to_string())?;
    let share = |at: usize| at as f64 / whole as f64;
    if !watch(share(0)) {
        return Err(t.stopped.to_owned());
    }
    // In one piece: buffers of many would lie beside it until garbage is collected, as much again.
    let all = part(0, whole).await?;
    for at in (head..whole).step_by(PIECE) {
        if !watch(share(at)) {
            return Err(t.stopped.to_owned());
        }
        // A turn for the page.
        part(at, at + 1).await?;
        let piece = all.subarray(at as u32, whole.min(at + PIECE) as u32);
        if let Some(name) = layout.not_finite(at, &piece.to_vec()) {
            return Err(format!("{name}{}", t.not_numbers));
        }
    }
    Ok(all)
}

/// The file of a choice or a drop.
fn chosen(event: &Event) -> Option<File> {
    let from: JsValue = match get(event, "dataTransfer") {
        none if none.is_null() || none.is_undefined() => event.target()?.into(),
        dropped => dropped,
    };
    get(&from, "files").dyn_into::<FileList>().ok()?.get(0)
}

/// Forgets what was chosen, so that the same file can be chosen again.
fn forget(event: &Event) {
    if let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) {
        input.set_value("");
    }
}
