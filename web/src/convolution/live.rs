//! The widget in a browser: state → engine → pictures, and events → state.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use figures::{Range, SHIPPED_SIDE, kernel_pixels, pixels, ramp};
use leptos::prelude::*;
use share::{Lang, Link, State, decode, widgets::convolution::CONVOLUTION};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

use crate::browser::{address, canvas, file};
use crate::convolution::compute::{Held, Maps, products, sides};
use crate::convolution::view::{Actions, Canvases, Setup, Shown};
use crate::locales::{Words, words};

/// What lives as long as the widget, outside the signals.
struct Live {
    state: RwSignal<State>,
    /// As the note sets it.
    start: State,
    link: RwSignal<Link>,
    shown: Shown,
    canvases: Canvases,
    t: &'static Words,
    lang: Lang,
    root: String,
    embed: bool,
    held: RefCell<Held>,
    maps: RefCell<Maps>,
    /// The photograph's name and pixels; the number changes with it.
    picture: RefCell<(String, Rc<Vec<u8>>, u64)>,
    own: RefCell<Option<Rc<Vec<u8>>>>,
    busy: Cell<bool>,
    again: Cell<bool>,
    tracing: Cell<bool>,
}

type Shared = StoredValue<Rc<Live>, LocalStorage>;

/// Wakes the widget up.
pub(crate) fn start(setup: Setup) -> Actions {
    let Setup { state, link, shown, canvases, lang, root, embed, index, query } = setup;
    let live: Shared = StoredValue::new_local(Rc::new(Live {
        state,
        start: state.get_untracked(),
        link,
        shown,
        canvases,
        t: words(lang),
        lang,
        root,
        embed,
        held: RefCell::default(),
        maps: RefCell::default(),
        picture: RefCell::new((String::new(), Rc::default(), 0)),
        own: RefCell::default(),
        busy: Cell::new(false),
        again: Cell::new(false),
        tracing: Cell::new(false),
    }));
    let get = move || live.get_value();
    // The prerendered defaults are hydrated first; the link's state comes in an effect.
    Effect::new(move |first: Option<()>| {
        if first.is_none() {
            let live = get();
            take_address(&live, index);
            window_event_listener(leptos::ev::popstate, move |_| take_address(&get(), index));
            window_event_listener_untyped("third-pass:theme", move |_| paint(&get()));
        }
    });
    let wanted = Memo::new(move |_| {
        let mut s = state.get();
        // The selected cell needs no new forward.
        s.set("row", -1.0);
        s.set("column", -1.0);
        s
    });
    Effect::new(move |_| {
        // Reading, not only tracking: a memo that nobody reads never looks at its sources.
        wanted.with(|_| ());
        run(&get());
    });
    Effect::new(move |_| {
        state.track();
        select(&get());
    });
    let save = move |push: bool| {
        let live = get();
        let state = live.state.get_untracked();
        live.link.update(|l| l.state = state);
        address::write(&live.link.get_untracked(), live.embed, push);
    };
    Actions {
        changed: Callback::new(move |()| save(true)),
        retry: Callback::new(move |()| run(&get())),
        reset: Callback::new(move |()| {
            let (start, _) = decode(&query, &CONVOLUTION);
            state.set(start.state);
            save(true);
        }),
        copy_link: Callback::new(move |()| {
            save(false);
            let live = get();
            let text = address::link(&live.link.get_untracked(), live.embed);
            copy(live, text);
        }),
        copy_embed: Callback::new(move |()| {
            save(false);
            let live = get();
            let link = live.link.get_untracked();
            let url = address::embed_url(&link, &live.root, live.lang.folder());
            let title = CONVOLUTION.title.get(live.lang);
            let url = url.replace('&', "&amp;");
            let text = format!(
                "<iframe src=\"{url}\" title=\"{title}\" loading=\"lazy\" width=\"100%\" height=\"900\"></iframe>"
            );
            copy(live, text);
        }),
        csv: Callback::new(move |()| {
            let live = get();
            let maps = live.maps.borrow();
            let rows = maps.y.chunks(maps.sides[0].max(1));
            let row = |r: &[f32]| r.iter().map(f32::to_string).collect::<Vec<_>>().join(",");
            let text = rows.map(row).collect::<Vec<_>>().join("\n");
            address::save("convolution.csv", &text);
        }),
        file: Callback::new(move |e: leptos::ev::Event| {
            let input = e.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
            let chosen = input.and_then(|i| i.files()).and_then(|f| f.get(0));
            if let Some(chosen) = chosen {
                spawn_local(own_picture(get(), chosen));
            }
        }),
        key: Callback::new(move |e: leptos::ev::KeyboardEvent| {
            let step = match e.key().as_str() {
                "ArrowUp" => (-1, 0),
                "ArrowDown" => (1, 0),
                "ArrowLeft" => (0, -1),
                "ArrowRight" => (0, 1),
                _ => return,
            };
            e.prevent_default();
            let (row, column) = shown.cell.get_untracked();
            pick(&get(), row as i32 + step.0, column as i32 + step.1);
        }),
        point: Callback::new(move |(e, pressed): (leptos::ev::PointerEvent, bool)| {
            let live = get();
            let Some(map) = live.canvases.output.get_untracked() else { return };
            let place = map.get_bounding_client_rect();
            let side = live.maps.borrow().sides[0] as f64;
            let at = |v: i32, from: f64, size: f64| {
                ((f64::from(v) - from) / size.max(1.0) * side).floor() as i32
            };
            let row = at(e.client_y(), place.top(), place.height());
            let column = at(e.client_x(), place.left(), place.width());
            pick(&live, row, column);
            if pressed {
                save(false);
            }
        }),
    }
}

/// Reads the address; a link that names no widget is meant for the first of an embed page only.
fn take_address(live: &Rc<Live>, index: usize) {
    let query = address::query();
    let (mut link, warnings) = decode(&query, &CONVOLUTION);
    let ours = std::ptr::eq(link.state.widget(), &CONVOLUTION) && index == 0;
    if !ours {
        return;
    }
    if !(link.named || live.embed) {
        // The bare address, perhaps by the back button: as the note sets it.
        live.state.set(live.start.clone());
        return;
    }
    let mut remarks: Vec<String> = warnings.iter().map(|w| w.message(live.lang)).collect();
    if link.state.word("picture") == "own" && live.own.borrow().is_none() {
        link.state.choose("picture", "chelsea");
        remarks.push(live.t.no_own_picture.to_owned());
    }
    link.named = !live.embed;
    live.shown.remarks.set(remarks);
    live.state.set(link.state.clone());
    live.link.set(link);
}

fn copy(live: Rc<Live>, text: String) {
    spawn_local(async move {
        let done = address::copy(&text).await;
        let word = if done { live.t.copied } else { live.t.copy_failed };
        live.shown.copied.set((text, word));
    });
}

async fn own_picture(live: Rc<Live>, chosen: web_sys::File) {
    match file::own(&chosen).await {
        Ok(rgba) => {
            *live.own.borrow_mut() = Some(Rc::new(rgba));
            live.picture.borrow_mut().0.clear();
            if live.state.with_untracked(|s| s.word("picture") == "own") {
                run(&live);
            } else {
                live.state.update(|s| s.choose("picture", "own"));
            }
        }
        Err(refused) => {
            let words = match refused {
                file::Refused::NoPicture => live.t.bad_picture,
                file::Refused::TooLarge => live.t.huge_picture,
            };
            live.shown.remarks.set(vec![words.to_owned()]);
        }
    }
}

/// Computes the present state; while one forward is under way, only the latest wish is kept.
fn run(live: &Rc<Live>) {
    if live.busy.replace(true) {
        live.again.set(true);
        return;
    }
    let live = Rc::clone(live);
    spawn_local(async move {
        loop {
            live.again.set(false);
            once(&live).await;
            if !live.again.get() {
                break;
            }
        }
        live.busy.set(false);
    });
}

async fn once(live: &Rc<Live>) {
    let shown = live.shown;
    let first = shown.backend.with_untracked(String::is_empty);
    shown.phase.set(if first { "loading" } else { "running" });
    shown.error.set(String::new());
    let state = live.state.get_untracked();
    let backend = live.link.with_untracked(|l| l.view.backend.word());
    let made = match picture(live, &state).await {
        Ok((rgba, number)) => {
            // One forward at a time: `busy` keeps everyone else out.
            let mut held = live.held.take();
            let made = held.run(&state, backend, (&rgba, number)).await;
            live.held.replace(held);
            made
        }
        Err(words) => Err(words),
    };
    match made {
        Ok((maps, backend)) => {
            shown.sizes.set([state.int("side") as usize, maps.sides[0], maps.sides[1]]);
            shown.numbers.set(numbers(live, &state, &maps, &backend));
            *live.maps.borrow_mut() = maps;
            shown.backend.set(backend);
            select(live);
            paint(live);
            if !live.again.get() {
                shown.phase.set("ready");
            }
        }
        Err(words) => {
            shown.error.set(format!("{}{words}", live.t.failed));
            shown.phase.set("error");
        }
    }
}

/// The photograph of the state: its pixels and the number they go by.
async fn picture(live: &Rc<Live>, state: &State) -> Result<(Rc<Vec<u8>>, u64), String> {
    let name = state.word("picture");
    {
        let held = live.picture.borrow();
        if held.0 == name {
            return Ok((Rc::clone(&held.1), held.2));
        }
    }
    let own = live.own.borrow().clone();
    let rgba = match (name, own) {
        ("own", Some(rgba)) => rgba,
        (name, _) => {
            let name = if name == "own" { "chelsea" } else { name };
            let url = format!("{}assets/pictures/{name}.png", live.root);
            Rc::new(file::shipped(&url).await?)
        }
    };
    let mut held = live.picture.borrow_mut();
    *held = (name.to_owned(), Rc::clone(&rgba), held.2 + 1);
    Ok((rgba, held.2))
}

fn numbers(live: &Live, state: &State, maps: &Maps, backend: &str) -> String {
    let t = live.t;
    let [side, _] = maps.sides;
    let parameters = 3 * state.int("size") as usize * state.int("size") as usize;
    let on = if backend == "webgpu" { t.on_gpu } else { t.on_cpu };
    format!(
        "{} [1, 1, {side}, {side}] · {} {} · {} {} · {} {:.1} ms · {on}",
        t.numbers_shape,
        t.numbers_params,
        thousands(parameters),
        t.numbers_macs,
        thousands(parameters * side * side),
        t.numbers_time,
        maps.time_ms,
    )
}

fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, d) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(d);
    }
    out
}

fn paint(live: &Rc<Live>) {
    let (maps, held, c) = (live.maps.borrow(), live.picture.borrow(), live.canvases);
    if maps.y.is_empty() {
        return;
    }
    let dark = canvas::dark();
    let side = live.state.with_untracked(|s| s.int("side") as usize);
    let from = (SHIPPED_SIDE - side) / 2;
    let crop: Vec<u8> = (0..side)
        .flat_map(|row| {
            let at = ((from + row) * SHIPPED_SIDE + from) * 4;
            held.1[at..at + side * 4].iter().copied()
        })
        .collect();
    let show = |node: NodeRef<leptos::html::Canvas>, rgba: &[u8], width: usize| {
        if let Some(node) = node.get_untracked() {
            canvas::show(&node, rgba, width);
        }
    };
    show(c.input, &crop, side);
    let kernel = (maps.weights.len() / 3).isqrt();
    show(c.kernel, &kernel_pixels(&maps.weights, kernel), kernel);
    let (range, above) = (Range::of(&maps.y), Range::of(&maps.relu));
    show(c.output, &pixels(&maps.y, range, dark), maps.sides[0]);
    show(c.relu, &pixels(&maps.relu, above, dark), maps.sides[0]);
    if maps.sides[1] > 0 {
        show(c.pooled, &pixels(&maps.pooled, above, dark), maps.sides[1]);
    }
    show(c.signed, &ramp(range, dark, 64), 64);
    show(c.positive, &ramp(above, dark, 64), 64);
    let (low, high) = range.ends();
    let text = |v: f32| format!("{v:.3}");
    live.shown.ends.set([text(low), text(high), text(above.ends().0), text(above.ends().1)]);
    if let Some(node) = c.histogram.get_untracked() {
        canvas::chart(&node, &maps.y);
    }
}

/// Moves the selection to a cell, kept inside the output.
fn pick(live: &Rc<Live>, row: i32, column: i32) {
    let last = live.maps.borrow().sides[0] as i32 - 1;
    if last < 0 {
        return;
    }
    let (row, column) = (row.clamp(0, last), column.clamp(0, last));
    if live.shown.cell.get_untracked() != (row as usize, column as usize) {
        live.state.update(|s| {
            s.set("row", f64::from(row));
            s.set("column", f64::from(column));
        });
    }
}

/// Shows the selected cell and asks for its terms.
fn select(live: &Rc<Live>) {
    let state = live.state.get_untracked();
    let [side, _] = sides(&state);
    let place = |key: &str| match state.int(key) {
        -1 => side / 2,
        at => (at as usize).min(side.saturating_sub(1)),
    };
    let cell = (place("row"), place("column"));
    if live.shown.cell.get_untracked() != cell {
        live.shown.cell.set(cell);
    }
    if live.maps.borrow().y.is_empty() || live.tracing.replace(true) {
        return;
    }
    let live = Rc::clone(live);
    spawn_local(async move {
        loop {
            let cell = live.shown.cell.get_untracked();
            let traced = live.held.borrow().traced();
            if let Some(traced) = traced
                && let Ok(found) = products(traced, cell).await
            {
                explain(&live, cell, &found);
            }
            if live.shown.cell.get_untracked() == cell {
                break;
            }
        }
        live.tracing.set(false);
    });
}

fn explain(live: &Live, (row, column): (usize, usize), found: &[crate::browser::engine::Product]) {
    let t = live.t;
    let mut lines = Vec::new();
    let mut sum = 0.0;
    for channel in 0..3 {
        let part: f64 = found.iter().filter(|p| p.channel == channel).map(|p| p.x * p.w).sum();
        sum += part;
        lines.push(format!("{} {}: {part:+.4}", t.channel, ["R", "G", "B"][channel]));
    }
    let head =
        format!("{} y[0, 0, {row}, {column}] = {sum:.4} · {}", t.selected, t.sum_of_products);
    lines.insert(0, head);
    live.shown.sums.set(lines);
    let rows = found.iter().map(|p| {
        [
            ["R", "G", "B"][p.channel.min(2)].to_owned(),
            p.row.to_string(),
            p.column.to_string(),
            format!("{:.4}", p.x),
            format!("{:.4}", p.w),
            format!("{:.5}", p.x * p.w),
        ]
    });
    live.shown.terms.set(rows.collect());
}
