//! The section: what the reader sees of every widget.

use leptos::prelude::*;
use share::State;

use crate::widget::{
    Act, Frame, check,
    controls::control,
    markup::{escaped, table},
    told::told,
    words::words,
};

/// What is a widget's own.
pub(crate) struct Parts {
    /// The picture.
    pub(crate) picture: AnyView,
    /// Controls beside those of the table.
    pub(crate) controls: AnyView,
    /// What stands under the line of numbers.
    pub(crate) below: AnyView,
    /// What to notice.
    pub(crate) caption: &'static str,
    /// Whether a key does nothing in a state, so that its control is not shown.
    pub(crate) unused: fn(&State, &str) -> bool,
    /// What the table of numbers is.
    pub(crate) data: &'static str,
}

impl Frame {
    /// The whole widget.
    pub(crate) fn view(self, parts: Parts) -> impl IntoView {
        let t = words(self.lang);
        let (shown, code) = (self.shown, self.table.snippet);
        let (index, embed) = (self.place.with_value(|p| p.index), self.embed());
        let anchor = if index == 0 { self.table.name.to_owned() } else { self.prefix() };
        let title = self.table.title.get(self.lang);
        // Below the note's h2; alone on an embed page, below its h1.
        let heading = if embed {
            view! { <h2 class="widget-title">{title}</h2> }.into_any()
        } else {
            view! { <h3 class="widget-title">{title}</h3> }.into_any()
        };
        let controls =
            self.table.keys.iter().map(|k| control(self, k, parts.unused)).collect_view();
        let status = move || match shown.phase.get() {
            "loading" => t.loading,
            "running" => t.running,
            "ready" => t.ready,
            _ => "",
        };
        let ask = move || self.link.with(|l| l.view.ask.clone());
        let remarks = move || {
            let items = shown.remarks.get();
            items.iter().map(|r| format!("<li>{}</li>", escaped(r))).collect::<String>()
        };
        let error = move || shown.error.with(|error| told(error, self.lang));
        let button = move |act: Act, words: &'static str| {
            view! { <button type="button" on:click=move |_| self.act(act)>{words}</button> }
        };
        view! {
            <section class="widget" id=anchor data-widget=self.table.name
                data-backend=move || shown.backend.get() data-state=move || shown.phase.get()>
                {heading}
                <p class="ask" hidden=move || ask().is_none()>{t.ask}{move || ask().unwrap_or_default()}</p>
                <p class="boot-error" data-boot-error hidden>{t.boot_error}</p>
                <div class="remarks" role="status" hidden=move || shown.remarks.with(Vec::is_empty)>
                    <ul inner_html=remarks></ul>
                    <button type="button" on:click=move |_| shown.remarks.set(Vec::new())>{t.dismiss}</button>
                </div>
                <div class="remarks error" role="alert" hidden=move || shown.error.with(String::is_empty)>
                    <p>{t.failed}{move || error().sentence}</p>
                    <details hidden=move || error().original.is_none()>
                        <summary>{t.original}</summary>
                        <p>{move || error().original}</p>
                    </details>
                    {button(Act::Retry, t.retry)}
                </div>
                {parts.picture}
                <div class="controls">{controls}{parts.controls}</div>
                <p class="numbers">{move || shown.numbers.get()}</p>
                <p class="visually-hidden" role="status">{status}</p>
                {parts.below}
                <p class="caption">{parts.caption}</p>
                <p class="actions">
                    {button(Act::Reset, t.reset)}
                    {button(Act::CopyLink, t.copy_link)}
                    {button(Act::CopyEmbed, t.embed)}
                    {button(Act::Csv, t.csv)}
                    {self.table.exports.contains(&"svg").then(|| button(Act::Svg, t.svg))}
                    {button(Act::Check, check::words(self.lang).button)}
                </p>
                {check::view(self)}
                <div class="copied" hidden=move || shown.copied.with(|c| c.0.is_empty())>
                    <textarea readonly rows="3" aria-label=t.copy_text prop:value=move || shown.copied.get().0></textarea>
                    <p role="status">{move || shown.copied.get().1}</p>
                </div>
                {details(self, parts.data)}
                <details>
                    <summary>{t.code}</summary>
                    <pre tabindex="0"><code class="snippet">{move || self.state.with(|s| code(s, self.lang))}</code></pre>
                </details>
                <noscript><p class="caption">{t.no_script}</p></noscript>
            </section>
        }
    }
}

/// The numbers as a table.
fn details(frame: Frame, what: &'static str) -> impl IntoView {
    let cells = move || frame.shown.data.with(|data| table(data, |_| ""));
    view! {
        <details>
            <summary>{what}</summary>
            <div class="table" tabindex="0"><table inner_html=cells></table></div>
        </details>
    }
}
