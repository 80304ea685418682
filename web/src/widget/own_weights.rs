//! The control for the reader's own file of weights. [`weights`](crate::widget::weights) is its
//! live half.

use leptos::{
    ev::{Event, MouseEvent},
    prelude::*,
};

use crate::element::{Element, el};
use crate::widget::Frame;

crate::wording::wording! {
    summary: "换上自己的权重", "Your own weights";
    choose_1: "选择或拖入", "Choose or drop a safetensors file of the net ";
    choose_2: "的safetensors文件", "";
    stays: "文件只在本页内使用，不会上传，也不会写进链接。",
        "The file stays in this page: it is not uploaded, and not in the link.";
    using_own: "现在用的权重：", "Weights in use: ";
    refused: "没有换权重，仍用原来的：", "The weights were not changed, those before are still in use: ";
    reading: "正在读文件", "Reading the file";
    stop: "停下", "Stop";
    stopped: "读到一半停下了。", "Reading was stopped half-way.";
    too_big: "文件超过256 MB，比任何一个能载入的网络都大。",
        "The file has more than 256 MB, which is more than any net that can be loaded.";
    not_numbers: "里有不是有限数的值（NaN或无穷）。", " holds a value that is no finite number (NaN or infinity).";
    pickled: "这是PyTorch自己的格式（.pth，其实是zip），不是safetensors；下面的PyTorch代码里写了怎样转换。",
        "This is PyTorch’s own format (.pth, a zip file), not safetensors; the PyTorch code below says how to convert it.";
    gone: "文件读不出来了：可能已被移走、改动或没有权限。",
        "The file can no longer be read: it may have been moved or changed, or access is denied.";
}

/// What CIFAR ResNets of any depth are called; which one it is, a file says.
pub(crate) const CIFAR: &str = "CIFAR ResNet";

/// The signals of the control.
#[derive(Clone, Copy)]
pub(crate) struct OwnWeights {
    pub(crate) frame: Frame,
    /// The name of the file in use; empty for the weights that the widget has without one.
    pub(crate) file: RwSignal<String>,
    /// Why a file was not taken.
    pub(crate) refused: RwSignal<String>,
    /// What share of a file has been read, while one is.
    pub(crate) reading: RwSignal<Option<f64>>,
    asks: StoredValue<Option<Callback<Given>>>,
}

/// What the reader does with it.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "answered in the browser"))]
pub(crate) enum Given {
    /// A file is chosen or dropped.
    File(Event),
    /// What is being read is not wanted.
    Stop,
    /// Back to the weights without a file.
    Back,
}

/// What the control says of the weights that the widget has without a file.
#[derive(Clone, Copy)]
pub(crate) struct Without {
    /// That they are in use.
    pub(crate) using: &'static str,
    /// The button that brings them back.
    pub(crate) back: &'static str,
}

impl OwnWeights {
    pub(crate) fn new(frame: Frame) -> Self {
        Self {
            frame,
            file: RwSignal::new(String::new()),
            refused: RwSignal::new(String::new()),
            reading: RwSignal::new(None),
            asks: StoredValue::new(None),
        }
    }

    /// Says who answers what the reader does.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn answer(self, asks: Callback<Given>) {
        self.asks.set_value(Some(asks));
    }

    fn ask(self, given: Given) {
        if let Some(asks) = self.asks.get_value() {
            asks.run(given);
        }
    }

    /// What is dragged over may be dropped; dropped, it is a file.
    fn dropped(self, event: Event, done: bool) {
        event.prevent_default();
        if done {
            self.ask(Given::File(event));
        }
    }

    fn button(self, words: &'static str, given: Given) -> Element {
        let press = move |_: MouseEvent| self.ask(given.clone());
        el("button").set("type", "button").on("click", press).text(words)
    }

    /// The control; `spec` is the name of the net in the present state.
    pub(crate) fn view(
        self,
        spec: impl Fn() -> &'static str + 'static,
        without: Without,
    ) -> Element {
        let t = words(self.frame.lang);
        let id = format!("{}-weights", self.frame.prefix());
        let own = move || self.file.with(|name| !name.is_empty());
        let using = move || match self.file.get() {
            name if name.is_empty() => without.using.to_owned(),
            name => format!("{}{name}", t.using_own),
        };
        let choose = move || format!("{}{}{}", t.choose_1, spec(), t.choose_2);
        let reading = move || self.reading.get().is_some();
        el("details")
            .class("own-weights")
            .on("dragover", move |e: Event| self.dropped(e, false))
            .on("drop", move |e: Event| self.dropped(e, true))
            .with([
                el("summary").text(t.summary),
                el("div").class("drop").with([
                    el("label").set("for", id.clone()).text(choose),
                    el("input")
                        .set("type", "file")
                        .set("id", id)
                        .set("accept", ".safetensors")
                        .on("change", move |e: Event| self.ask(Given::File(e))),
                ]),
                el("p").class("unit").text(t.stays),
                el("div").class("reading").hidden(move || !reading()).with([
                    el("progress")
                        .set("max", "1")
                        .set("aria-label", t.reading)
                        .property("value", move || self.reading.get().unwrap_or(0.0).to_string()),
                    self.button(t.stop, Given::Stop),
                ]),
                el("p").class("using").set("role", "status").text(using),
                el("p")
                    .class("remarks error")
                    .set("role", "alert")
                    .hidden(move || self.refused.with(String::is_empty))
                    .text(move || self.refused.get()),
                self.button(without.back, Given::Back).hidden(move || !own()),
            ])
    }
}
