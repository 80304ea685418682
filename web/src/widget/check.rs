//! "Check": the default state on both backends, held to what PyTorch gave for it.

use leptos::prelude::*;

use share::Lang;

use crate::{
    element::{Element, el},
    widget::{Frame, frame::Table, markup::table, numbers::thousands, told::told},
};

crate::wording::wording! {
    button: "核对", "Check";
    running: "正在两个后端上计算默认状态……", "Computing the default state on both backends…";
    all_pass: "通过：算了的都与PyTorch一致。", "PASS: all that was computed agrees with PyTorch.";
    some_fail: "不通过：有数值与PyTorch不一致。", "FAIL: some numbers do not agree with PyTorch.";
    none_ran: "两个后端都没有运行起来。", "Neither backend ran.";
    not_run: "没有核对成：", "Nothing was checked: ";
    what: "默认状态的每个数，与提交在仓库里的PyTorch结果（float64计算）逐个比较。",
        "Every number of the default state, compared one by one with PyTorch's answer (computed in float64) that lies in the repository.";
    backend: "后端", "Backend";
    adapter: "设备", "Device";
    tensor: "张量", "Tensor";
    count: "个数", "Numbers";
    largest: "最大差", "Largest difference";
    tolerance: "容差", "Tolerance";
    verdict: "结果", "Verdict";
    pass: "通过", "PASS";
    fail: "不通过", "FAIL";
    could_not: "未能运行", "could not run";
    wrong_size: "个数不符", "not as many numbers";
}

/// One tensor to be compared: of what name in the golden file, and how far it may be off.
#[cfg(target_arch = "wasm32")]
pub(crate) struct Compared<'a> {
    /// Its name in `web/assets/check/<widget>.safetensors`.
    pub(crate) name: &'static str,
    pub(crate) got: &'a [f32],
    /// Each number may be off by `.0 + .1·|want|`.
    pub(crate) tolerance: (f32, f32),
}

/// What one backend came to.
#[derive(Debug, Clone)]
pub(crate) struct Half {
    /// The backend's name on the page.
    pub(crate) backend: &'static str,
    /// What computed, or why nothing did.
    pub(crate) ran: Result<(String, Vec<Line>), String>,
}

/// One tensor, compared.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) name: &'static str,
    pub(crate) count: usize,
    pub(crate) tolerance: (f32, f32),
    /// `None`: not as many numbers as there should be.
    pub(crate) difference: Option<tensor::Difference>,
}

/// How a check stands.
#[derive(Debug, Clone, Default)]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "made in the browser"))]
pub(crate) enum Check {
    #[default]
    None,
    Running,
    /// Every backend in turn.
    Done(Vec<Half>),
    /// The golden could not be read.
    Failed(String),
}

impl Line {
    fn right(&self) -> bool {
        self.difference.is_some_and(tensor::Difference::within)
    }
}

impl Check {
    /// `none`, `running`, `pass`, `fail`; `absent` where no backend ran.
    fn word(&self) -> &'static str {
        let Self::Done(halves) = self else {
            return match self {
                Self::Running => "running",
                Self::Failed(_) => "fail",
                _ => "none",
            };
        };
        let mut ran = halves.iter().filter_map(|half| half.ran.as_ref().ok()).peekable();
        if ran.peek().is_none() {
            return "absent";
        }
        let right = ran.all(|(_, lines)| !lines.is_empty() && lines.iter().all(Line::right));
        if right { "pass" } else { "fail" }
    }
}

/// The result under the actions.
pub(crate) fn view(frame: Frame) -> Element {
    let (t, check) = (words(frame.lang), frame.shown.check);
    let said = move || {
        check.with(|check| match (check, check.word()) {
            (Check::None, _) => String::new(),
            (Check::Failed(words), _) => {
                format!("{}{}", t.not_run, told(words, frame.lang).sentence)
            }
            (_, "absent") => t.none_ran.to_owned(),
            (_, "running") => t.running.to_owned(),
            (_, "pass") => t.all_pass.to_owned(),
            _ => t.some_fail.to_owned(),
        })
    };
    let done = move || check.with(|check| matches!(check, Check::Done(_)));
    let cells = move || {
        check.with(|check| match check {
            Check::Done(halves) => compared(halves, frame.lang),
            _ => String::new(),
        })
    };
    let asked = move || check.with(|check| !matches!(check, Check::None));
    el("div")
        .class("check")
        .set("data-check", move || check.with(Check::word))
        .hidden(move || !asked())
        .with([
            el("p").class("said").set("role", "status").text(said),
            el("div")
                .class("table")
                .set("tabindex", "0")
                .hidden(move || !done())
                .with([el("table").html(cells)]),
            el("p").class("unit").hidden(move || !done()).text(t.what),
        ])
}

/// A row a tensor and backend.
fn compared(halves: &[Half], lang: Lang) -> String {
    let t = words(lang);
    let head = [t.backend, t.adapter, t.tensor, t.count, t.largest, t.tolerance, t.verdict];
    let (mut rows, mut classes) = (Vec::new(), Vec::new());
    for half in halves {
        match &half.ran {
            Ok((adapter, lines)) => {
                for line in lines {
                    rows.push(row(half.backend, adapter, line, t));
                    classes.push(if line.right() { "pass" } else { "fail" });
                }
            }
            Err(why) => {
                let why = told(why, lang).sentence;
                let mut row = vec![half.backend.to_owned(), why];
                row.resize(6, "–".to_owned());
                row.push(t.could_not.to_owned());
                rows.push(row);
                classes.push("absent");
            }
        }
    }
    let cells = Table { head: head.map(str::to_owned).to_vec(), rows };
    table(&cells, |at| classes[at])
}

fn row(backend: &str, adapter: &str, line: &Line, t: &'static Words) -> Vec<String> {
    let (fixed, share) = line.tolerance;
    let tolerance = match (fixed, share) {
        (0.0, 0.0) => "0".to_owned(),
        _ => format!("{fixed:e} + {share:e}·|{}|", line.name),
    };
    let largest = line.difference.map(|d| match d.largest {
        0.0 => "0".to_owned(),
        off => format!("{off:.1e}"),
    });
    vec![
        backend.to_owned(),
        adapter.to_owned(),
        line.name.to_owned(),
        thousands(line.count),
        largest.unwrap_or_else(|| t.wrong_size.to_owned()),
        tolerance,
        if line.right() { t.pass } else { t.fail }.to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half(off: &[f32]) -> Half {
        let lines = off.iter().map(|off| Line {
            name: "y",
            count: 1,
            tolerance: (1.0, 0.0),
            difference: tensor::Difference::of(&[*off], &[0.0], (1.0, 0.0)),
        });
        Half { backend: "cpu", ran: Ok(("a CPU".to_owned(), lines.collect())) }
    }

    fn absent() -> Half {
        Half { backend: "webgpu", ran: Err("no GPU".to_owned()) }
    }

    #[test]
    fn a_check_passes_only_if_something_was_computed_and_all_of_it_is_right() {
        for (halves, want) in [
            (vec![half(&[0.5, 1.0]), half(&[0.0])], "pass"),
            (vec![half(&[0.5]), absent()], "pass"),
            (vec![half(&[0.5]), half(&[1.5])], "fail"),
            (vec![half(&[f32::NAN])], "fail"),
            (vec![absent(), absent()], "absent"),
            (vec![half(&[])], "fail"),
        ] {
            assert_eq!(Check::Done(halves.clone()).word(), want, "{halves:?}");
        }
        assert_eq!(Check::Failed(String::new()).word(), "fail");
    }
}
