//! The control for the reader's own picture, and for a small copy of it in the link.

use leptos::{ev::Event, prelude::*};

use crate::{
    element::{Element, el},
    widget::{Frame, numbers::thousands},
};

crate::wording::wording! {
    choose: "选择自己的图片", "Choose your own picture";
    stays: "图片只在本页内使用，不会上传，也不会写进链接。",
        "It stays in this page: it is not uploaded, and not in the link.";
    carry: "在链接里放一份小图（不超过64×64像素）", "Put a small copy (64×64 pixels at most) in the link";
    carried: "字节的小图已放进链接，拿到链接的人都能看到；图片本身仍不上传。",
        "bytes of a small copy are in the link, for whoever has the link; the picture itself is not uploaded.";
    is_small: "这是链接里附带的小图（不超过64×64像素），已放大显示，不是原图。",
        "This is the small copy (64×64 pixels at most) that the link carries, scaled up, not the picture itself.";
    bad: "这个文件不是浏览器能打开的图片，仍显示原来的图片。",
        "This file is no picture that the browser can open; the picture before it is still shown.";
    huge: "图片太大（超过6400万像素），没有打开；请先缩小再试。",
        "This picture is too large (over 64 million pixels) and was not opened; please make it smaller first.";
    absent: "链接里说用的是对方自己的图片，但没有把图片带来；先显示自带的照片。",
        "The link was made with its sender's own picture but does not bring it; a photograph of this site is shown instead.";
    unreadable: "链接里附带的小图打不开；先显示自带的照片。",
        "The small copy that the link carries cannot be opened; a photograph of this site is shown instead.";
    none_yet: "还没有选择自己的图片，仍显示原来的照片。",
        "No picture of your own has been chosen yet; the photograph before it is still shown.";
    no_copy: "这个浏览器做不出小图，链接里没有附带图片。",
        "This browser could not make a small copy; the link carries no picture.";
}

/// The signals of the control. For a widget whose table has a choice `picture` with the word `own`.
#[derive(Clone, Copy)]
pub(crate) struct OwnPicture {
    pub(crate) frame: Frame,
    pub(crate) open: RwSignal<Open>,
    acts: StoredValue<Option<Callback<Given>>>,
}

/// What is open of the reader's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "set in the browser"))]
pub(crate) enum Open {
    None,
    /// A file of the reader's.
    File,
    /// The small copy that a link brought.
    Copy,
}

/// What the reader does with it.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "answered in the browser"))]
pub(crate) enum Given {
    /// A file is chosen.
    File(Event),
    /// Whether the link is to carry a small copy.
    Carry(bool),
}

impl OwnPicture {
    pub(crate) fn new(frame: Frame) -> Self {
        Self { frame, open: RwSignal::new(Open::None), acts: StoredValue::new(None) }
    }

    /// Says who answers what the reader does.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn answer(self, acts: Callback<Given>) {
        self.acts.set_value(Some(acts));
    }

    fn give(self, given: Given) {
        if let Some(acts) = self.acts.get_value() {
            acts.run(given);
        }
    }

    pub(crate) fn view(self) -> Vec<Element> {
        let (frame, t) = (self.frame, words(self.frame.lang));
        let prefix = frame.prefix();
        let (file_id, carry_id) = (format!("{prefix}-file"), format!("{prefix}-carry"));
        let bytes = move || frame.link.with(|l| l.view.picture.as_ref().map(|p| p.file().len()));
        let shown = move || {
            self.open.get() != Open::None && frame.state.with(|s| s.word("picture") == "own")
        };
        // A copy that is in the link goes where the link goes.
        let said = move || match bytes().filter(|_| shown()) {
            Some(bytes) => format!("{} {}", thousands(bytes), t.carried),
            None => t.stays.to_owned(),
        };
        let carry = move |e: Event| self.give(Given::Carry(event_target_checked(&e)));
        vec![
            el("div")
                .class("control")
                .set("data-key", "file")
                .hidden(move || frame.hidden("picture"))
                .with([
                    el("label").set("for", file_id.clone()).text(t.choose),
                    el("input")
                        .set("type", "file")
                        .set("id", file_id)
                        .set("accept", "image/*")
                        .set("disabled", move || frame.locked("picture"))
                        .on("change", move |e: Event| self.give(Given::File(e))),
                    el("span").class("unit").text(said),
                ]),
            el("div").class("control carry").hidden(move || !shown()).with([
                el("p")
                    .class("unit")
                    .hidden(move || self.open.get() != Open::Copy)
                    .text(t.is_small),
                el("input")
                    .set("type", "checkbox")
                    .set("id", carry_id.clone())
                    .property("checked", move || bytes().is_some())
                    .on("change", carry),
                el("label").set("for", carry_id).text(t.carry),
            ]),
        ]
    }
}
