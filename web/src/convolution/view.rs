//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::prelude::*;
use share::{
    Lang, Link, State, View, decode,
    widgets::convolution::{CONVOLUTION, snippet},
};

use crate::convolution::controls::control;
use crate::locales::words;

/// What the widget shows besides its pictures; the browser part fills it in.
#[derive(Clone, Copy)]
pub(crate) struct Shown {
    /// `idle`, `loading`, `running`, `ready`, `error`.
    pub(crate) phase: RwSignal<&'static str>,
    /// The backend that computed, empty before.
    pub(crate) backend: RwSignal<String>,
    /// The line of numbers.
    pub(crate) numbers: RwSignal<String>,
    /// What went wrong, or what a link got wrong.
    pub(crate) remarks: RwSignal<Vec<String>>,
    /// Whether the remark is an error that a second try may mend.
    pub(crate) error: RwSignal<String>,
    /// Width and height of input, output and pooled map.
    pub(crate) sizes: RwSignal<[usize; 3]>,
    /// The selected output cell: row, column.
    pub(crate) cell: RwSignal<(usize, usize)>,
    /// The numbers at the two ends of the output's and the rectified colours.
    pub(crate) ends: RwSignal<[String; 4]>,
    /// How the selected number adds up, in a line a channel, and the sum.
    pub(crate) sums: RwSignal<Vec<String>>,
    /// Every product: channel, row, column, input, weight, product.
    pub(crate) terms: RwSignal<Vec<[String; 6]>>,
    /// A text to copy by hand, with a word on how copying went.
    pub(crate) copied: RwSignal<(String, &'static str)>,
}

/// The canvases.
#[derive(Clone, Copy)]
pub(crate) struct Canvases {
    pub(crate) input: NodeRef<leptos::html::Canvas>,
    pub(crate) kernel: NodeRef<leptos::html::Canvas>,
    pub(crate) output: NodeRef<leptos::html::Canvas>,
    pub(crate) relu: NodeRef<leptos::html::Canvas>,
    pub(crate) pooled: NodeRef<leptos::html::Canvas>,
    pub(crate) signed: NodeRef<leptos::html::Canvas>,
    pub(crate) positive: NodeRef<leptos::html::Canvas>,
    pub(crate) histogram: NodeRef<leptos::html::Canvas>,
}

/// One kernel over one photograph. `query` is the note's setting of it, `root`
/// the way to the site's root, `index` its place among its kind on the page.
#[island]
pub fn Convolution(
    query: String,
    lang: String,
    root: String,
    embed: bool,
    index: usize,
) -> impl IntoView {
    let lang = Lang::of(&lang);
    let t = words(lang);
    let (start, _) = decode(&query, &CONVOLUTION);
    let state = RwSignal::new(start.state.clone());
    let link = RwSignal::new(Link { named: !embed, state: start.state, view: View::default() });
    let shown = Shown {
        phase: RwSignal::new("idle"),
        backend: RwSignal::new(String::new()),
        numbers: RwSignal::new(String::new()),
        remarks: RwSignal::new(Vec::new()),
        error: RwSignal::new(String::new()),
        sizes: RwSignal::new([227, 55, 27]),
        cell: RwSignal::new((27, 27)),
        ends: RwSignal::new(Default::default()),
        sums: RwSignal::new(Vec::new()),
        terms: RwSignal::new(Vec::new()),
        copied: RwSignal::new((String::new(), "")),
    };
    let canvases = Canvases {
        input: NodeRef::new(),
        kernel: NodeRef::new(),
        output: NodeRef::new(),
        relu: NodeRef::new(),
        pooled: NodeRef::new(),
        signed: NodeRef::new(),
        positive: NodeRef::new(),
        histogram: NodeRef::new(),
    };
    let prefix = format!("convolution{index}");
    let acts = actions(Setup { state, link, shown, canvases, lang, root, embed, index, query });
    let changed = acts.changed;
    let keys = CONVOLUTION.keys.iter();
    let controls =
        keys.map(|k| control(k, lang, prefix.clone(), state, link, changed)).collect_view();
    let box_of = move |i: usize| {
        let side = shown.sizes.get()[i].max(1);
        format!("0 0 {side} {side}")
    };
    let field = move || {
        let (row, column) = shown.cell.get();
        let s = state.get();
        figures::receptive_field(
            row as i32,
            column as i32,
            s.int("size"),
            s.int("stride"),
            s.int("padding"),
            s.int("dilation"),
        )
    };
    let title_id = format!("{prefix}-title");
    let file_id = format!("{prefix}-file");
    let status = move || match shown.phase.get() {
        "loading" => t.loading,
        "running" => t.running,
        "ready" => t.ready,
        _ => "",
    };
    let anchor = if index == 0 { "convolution".to_owned() } else { prefix };
    let title = CONVOLUTION.title.get(lang);
    // Below the note's h2; alone on an embed page, below its h1.
    let heading = if embed {
        view! { <h2 class="widget-title" id=title_id>{title}</h2> }.into_any()
    } else {
        view! { <h3 class="widget-title" id=title_id>{title}</h3> }.into_any()
    };
    view! {
        <section class="widget" id=anchor data-widget="convolution"
            data-backend=move || shown.backend.get() data-state=move || shown.phase.get()>
            {heading}
            <p class="boot-error" data-boot-error hidden>{t.boot_error}</p>
            <div class="remarks" role="status" hidden=move || shown.remarks.with(Vec::is_empty)>
                <ul>{move || shown.remarks.get().into_iter().map(|r| view! { <li>{r}</li> }).collect_view()}</ul>
                <button type="button" on:click=move |_| shown.remarks.set(Vec::new())>{t.dismiss}</button>
            </div>
            <div class="remarks error" role="alert" hidden=move || shown.error.with(String::is_empty)>
                <p>{move || shown.error.get()}</p>
                <button type="button" on:click=move |_| acts.retry.run(())>{t.retry}</button>
            </div>
            <div class="maps">
                <figure>
                    <div class="map">
                        <canvas node_ref=canvases.input role="img" aria-label=t.input width="227" height="227"></canvas>
                        <svg viewBox=move || box_of(0) aria-hidden="true">
                            <rect class="chosen" x=move || field().left y=move || field().top
                                width=move || field().side height=move || field().side></rect>
                        </svg>
                    </div>
                    <figcaption class="c-input">{t.input}</figcaption>
                </figure>
                <figure class="small">
                    <div class="map"><canvas node_ref=canvases.kernel role="img" aria-label=t.kernel width="11" height="11"></canvas></div>
                    <figcaption class="c-weight">{t.kernel}</figcaption>
                </figure>
                <figure>
                    <div class="map pick" tabindex="0" role="group" aria-label=t.keys_hint
                        on:keydown=move |e| acts.key.run(e)
                        on:pointerdown=move |e| acts.point.run((e, true))
                        on:pointermove=move |e| acts.point.run((e, false))>
                        <canvas node_ref=canvases.output role="img" aria-label=t.output width="55" height="55"></canvas>
                        <svg viewBox=move || box_of(1) aria-hidden="true">
                            <rect class="chosen" x=move || shown.cell.get().1 y=move || shown.cell.get().0
                                width="1" height="1"></rect>
                        </svg>
                    </div>
                    <figcaption class="c-output">{t.output}</figcaption>
                    <p class="legend">
                        <span>{move || shown.ends.get()[0].clone()}</span>
                        <canvas node_ref=canvases.signed aria-hidden="true" width="64" height="1"></canvas>
                        <span>{move || shown.ends.get()[1].clone()}</span>
                    </p>
                </figure>
                <figure>
                    <div class="map"><canvas node_ref=canvases.relu role="img" aria-label=t.relu width="55" height="55"></canvas></div>
                    <figcaption>{t.relu}</figcaption>
                    <p class="legend">
                        <span>{move || shown.ends.get()[2].clone()}</span>
                        <canvas node_ref=canvases.positive aria-hidden="true" width="64" height="1"></canvas>
                        <span>{move || shown.ends.get()[3].clone()}</span>
                    </p>
                </figure>
                <figure>
                    <div class="map"><canvas node_ref=canvases.pooled role="img" aria-label=t.pooled width="27" height="27"></canvas></div>
                    <figcaption>{t.pooled}</figcaption>
                </figure>
            </div>
            <div class="controls">
                {controls}
                <div class="control">
                    <label for=file_id.clone()>{t.own_picture}</label>
                    <input type="file" id=file_id accept="image/*" on:change=move |e| acts.file.run(e) />
                    <span class="unit">{t.own_note}</span>
                </div>
            </div>
            <p class="numbers">{move || shown.numbers.get()}</p>
            <p class="visually-hidden" role="status">{status}</p>
            <p class="sums" aria-live="off">{move || {
                shown.sums.get().into_iter().map(|s| view! { <span>{s}</span> }).collect_view()
            }}</p>
            <figure class="chart">
                <canvas node_ref=canvases.histogram role="img" aria-label=t.histogram width="480" height="120"></canvas>
                <figcaption>{t.histogram}</figcaption>
            </figure>
            <p class="caption">{t.caption}</p>
            <p class="actions">
                <button type="button" on:click=move |_| acts.reset.run(())>{t.reset}</button>
                <button type="button" on:click=move |_| acts.copy_link.run(())>{t.copy_link}</button>
                <button type="button" on:click=move |_| acts.copy_embed.run(())>{t.embed}</button>
                <button type="button" on:click=move |_| acts.csv.run(())>{t.csv}</button>
            </p>
            <div class="copied" hidden=move || shown.copied.with(|c| c.0.is_empty())>
                <textarea readonly rows="3" aria-label=t.copy_link prop:value=move || shown.copied.get().0></textarea>
                <p role="status">{move || shown.copied.get().1}</p>
            </div>
            <details>
                <summary>{t.table}</summary>
                <div class="table" tabindex="0">
                    <table>
                        <thead><tr>
                            <th scope="col">{t.channel}</th><th scope="col">"u"</th><th scope="col">"v"</th>
                            <th scope="col">{t.x_value}</th><th scope="col">{t.weight}</th><th scope="col">{t.product}</th>
                        </tr></thead>
                        <tbody>{move || shown.terms.get().into_iter().map(|row| view! {
                            <tr>{row.into_iter().map(|c| view! { <td>{c}</td> }).collect_view()}</tr>
                        }).collect_view()}</tbody>
                    </table>
                </div>
            </details>
            <details>
                <summary>{t.code}</summary>
                <pre tabindex="0"><code class="snippet">{move || state.with(snippet)}</code></pre>
            </details>
            <noscript><p class="caption">{t.no_script}</p></noscript>
        </section>
    }
}

/// What the widget is made of.
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "read in the browser only"))]
pub(crate) struct Setup {
    pub(crate) state: RwSignal<State>,
    pub(crate) link: RwSignal<Link>,
    pub(crate) shown: Shown,
    pub(crate) canvases: Canvases,
    pub(crate) lang: Lang,
    pub(crate) root: String,
    pub(crate) embed: bool,
    pub(crate) index: usize,
    pub(crate) query: String,
}

/// What its parts call.
#[derive(Clone, Copy)]
pub(crate) struct Actions {
    pub(crate) changed: Callback<()>,
    pub(crate) retry: Callback<()>,
    pub(crate) reset: Callback<()>,
    pub(crate) copy_link: Callback<()>,
    pub(crate) copy_embed: Callback<()>,
    pub(crate) csv: Callback<()>,
    pub(crate) file: Callback<leptos::ev::Event>,
    pub(crate) key: Callback<leptos::ev::KeyboardEvent>,
    pub(crate) point: Callback<(leptos::ev::PointerEvent, bool)>,
}

#[cfg(target_arch = "wasm32")]
fn actions(setup: Setup) -> Actions {
    crate::convolution::live::start(setup)
}

/// Without a browser nothing happens.
#[cfg(not(target_arch = "wasm32"))]
fn actions(_setup: Setup) -> Actions {
    let nothing = Callback::new(|()| ());
    Actions {
        changed: nothing,
        retry: nothing,
        reset: nothing,
        copy_link: nothing,
        copy_embed: nothing,
        csv: nothing,
        file: Callback::new(|_| ()),
        key: Callback::new(|_| ()),
        point: Callback::new(|_| ()),
    }
}
