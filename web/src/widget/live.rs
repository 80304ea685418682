//! A widget in a browser: state → engine → picture, and acts → state.

use std::rc::Rc;

use leptos::prelude::*;
use share::{Link, State, View, decode_own, encode};
use wasm_bindgen::JsCast;

use crate::browser::{address, canvas, engine::NOTICE, secure};
use crate::widget::{
    Act, Frame, checking,
    history::History,
    latest::Latest,
    runner::{Run, Runner, STOPPED},
    subject::Subject,
    words::{Words, words},
};

/// What lives as long as the widget, outside the signals.
struct Live {
    frame: Frame,
    run: Rc<dyn Run>,
    forward: Rc<Latest>,
    history: Rc<History>,
    /// As the note sets it.
    start: State,
    t: &'static Words,
}

impl Frame {
    /// Wakes the widget up: computes its state, now and whenever it changes.
    pub(crate) fn live<S: Subject>(self, subject: S) {
        start(self, Rc::new(Runner::new(self.table, subject)));
    }
}

fn start(frame: Frame, run: Rc<dyn Run>) {
    let looked_at = run.looked_at();
    let live = StoredValue::new_local(Rc::new(Live {
        frame,
        run,
        forward: Rc::default(),
        history: Rc::new(History::new(frame)),
        start: frame.state.get_untracked(),
        t: words(frame.lang),
    }));
    let get = move || live.get_value();
    // The prerendered settings are hydrated first; the link's state comes in an effect.
    Effect::new(move |first: Option<()>| {
        if first.is_none() {
            take_address(&get());
            window_event_listener(leptos::ev::popstate, move |_| take_address(&get()));
            window_event_listener_untyped(NOTICE, move |event| notice(&get(), &event));
            window_event_listener_untyped("third-pass:theme", move |_| {
                get().run.draw(canvas::dark());
            });
            window_event_listener_untyped("third-pass:set", move |event| asked(&get(), &event));
        }
    });
    // After the link's state is there, so that nobody hears of another.
    Effect::new(move |_| {
        let state = frame.link.with(|link| link.state.clone());
        let alone = Link { named: false, state, view: View::default() };
        frame.shown.query.set(Some(encode(&alone)));
    });
    let wanted = Memo::new(move |_| {
        // A choice of what to look at needs no new forward.
        let mut state = frame.state.get();
        looked_at.iter().for_each(|key| state.forget(key));
        state
    });
    Effect::new(move |_| {
        // Reading, not only tracking: a memo that nobody reads never looks at its sources.
        wanted.with(|_| ());
        forward(&get(), false);
    });
    Effect::new(move |_| frame.state.with(|state| get().run.look(state)));
    frame.answer(Callback::new(move |act| answer(&get(), act)));
}

fn answer(live: &Rc<Live>, act: Act) {
    let frame = live.frame;
    match act {
        Act::Changed => live.history.save(true),
        Act::Noted => live.history.save(false),
        Act::Retry => forward(live, true),
        Act::Stop => live.run.stop(),
        Act::Reset => {
            frame.state.set(live.start.clone());
            live.history.save(true);
        }
        Act::Share => {
            live.history.save(false);
            let root = frame.place.with_value(|p| p.root.clone());
            let (link, frame_url) = frame.link.with_untracked(|l| {
                let own = address::link(l, frame.embed());
                (own, address::embed_url(l, &root, frame.lang.folder()))
            });
            let whole = if link.1 && frame_url.1 { "whole" } else { "" };
            let csv = live.run.csv();
            address::share([&frame.anchor(), &link.0, &frame_url.0, whole, &csv]);
        }
        Act::Check => checking::start(frame, Rc::clone(&live.run)),
        Act::Csv => address::save(&format!("{}.csv", frame.table.name), &live.run.csv()),
        Act::Svg => address::save(&format!("{}.svg", frame.table.name), &live.run.svg()),
    }
}

/// The device or the worker was lost under a widget that has computed: the reader is told.
fn notice(live: &Live, event: &web_sys::Event) {
    let shown = live.frame.shown;
    if shown.backend.with_untracked(String::is_empty) {
        return;
    }
    let what = event.dyn_ref::<web_sys::CustomEvent>().and_then(|e| e.detail().as_string());
    let words = match what.as_deref() {
        Some("device-replaced") => live.t.device_replaced,
        Some("device-gone") => live.t.device_gone,
        _ => live.t.worker_replaced,
    };
    shown.remarks.update(|all| {
        if !all.iter().any(|r| r == words) {
            all.push(words.to_owned());
        }
    });
}

/// Takes the state that the page around the frame asks for (`framed.js`).
fn asked(live: &Live, event: &web_sys::Event) {
    let frame = live.frame;
    let detail = event.dyn_ref::<web_sys::CustomEvent>().and_then(|e| e.detail().as_string());
    let Some(query) = detail.filter(|_| frame.embed()) else { return };
    // Another widget's state is not this one's; what is locked here is for the reader's hands.
    let Some((link, warnings)) = decode_own(&query, frame.table) else { return };
    frame.shown.remarks.set(warnings.iter().map(|w| w.message(frame.lang)).collect());
    frame.state.set(link.state);
    live.history.save(false);
}

/// Reads the address, or what this entry of the history remembers of the widget.
/// A link means the first of its kind on the page.
fn take_address(live: &Live) {
    let (frame, table) = (live.frame, live.frame.table);
    let remembered = live.history.remembered();
    if let Some((mut link, _)) = remembered.and_then(|query| decode_own(&query, table)) {
        link.named = !frame.embed();
        live.run.adopt(&mut link);
        frame.state.set(link.state.clone());
        frame.link.set(link);
        return;
    }
    let first = frame.place.with_value(|p| p.index) == 0;
    let given = decode_own(&address::query(), table);
    let ours = given.filter(|(link, _)| first && (link.named || frame.embed()));
    let Some((mut link, warnings)) = ours else {
        // Another's address, or the bare one, perhaps by the back button.
        frame.state.set(live.start.clone());
        return;
    };
    let mut remarks: Vec<String> = warnings.iter().map(|w| w.message(frame.lang)).collect();
    remarks.extend(live.run.adopt(&mut link));
    link.named = !frame.embed();
    frame.shown.remarks.set(remarks);
    frame.state.set(link.state.clone());
    frame.link.set(link);
    live.history.keep();
}

/// Computes the present state; in a widget that waits, only if it is asked to.
fn forward(live: &Rc<Live>, asked: bool) {
    let shown = live.frame.shown;
    let waits = !asked && live.frame.state.with_untracked(|state| live.run.wait(state));
    if waits {
        // What runs is of another state.
        if matches!(shown.phase.get_untracked(), "loading" | "running") {
            live.run.stop();
        }
        return rest(live);
    }
    let this = Rc::clone(live);
    live.forward.ask(async move { once(&this).await });
}

/// Shows what is known before anything is computed.
fn rest(live: &Live) {
    let shown = live.frame.shown;
    shown.error.set(String::new());
    shown.numbers.set(String::new());
    shown.phase.set("idle");
    live.run.draw(canvas::dark());
}

async fn once(live: &Live) {
    let (frame, shown) = (live.frame, live.frame.shown);
    let first = shown.backend.with_untracked(String::is_empty);
    shown.phase.set(if first { "loading" } else { "running" });
    shown.error.set(String::new());
    let state = frame.state.get_untracked();
    let backend = frame.link.with_untracked(|l| l.view.backend.word());
    let made = Rc::clone(&live.run).run(state, backend).await;
    match made {
        Ok(done) => {
            let on = match done.backend.as_str() {
                // A program on the CPU plays the graphics device: slow, and no measure of WebGPU.
                "webgpu" if done.adapter.contains("software") => live.t.on_software,
                "webgpu" => live.t.on_gpu,
                // Asked for or not: over http nothing else was to be had.
                _ if !secure() => live.t.on_cpu_http,
                _ => live.t.on_cpu,
            };
            let numbers =
                format!("{} · {} {:.1} ms · {on}", done.summary, live.t.time, done.time_ms);
            live.run.draw(canvas::dark());
            frame.state.with_untracked(|state| live.run.look(state));
            shown.numbers.set(numbers);
            shown.backend.set(done.backend);
            // A picture of an older wish is shown, so that a drag is seen, but is no result.
            if !live.forward.stale() {
                shown.phase.set("ready");
            }
        }
        // What went wrong with an older wish is no longer of interest.
        Err(_) if live.forward.stale() => {}
        Err(words) if words == STOPPED => {
            live.run.wait(&frame.state.get_untracked());
            rest(live);
        }
        Err(words) => {
            shown.error.set(words);
            shown.phase.set("error");
        }
    }
}
