//! What went wrong, in the reader's language. The engine and the browser speak English.

use share::{Lang, Text};

/// A sentence for the reader, and the words it stands for where those are another language's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) sentence: String,
    pub(crate) original: Option<String>,
}

/// What an error of a missing WebGPU says, beside a word from every layer below it.
const NO_WEBGPU: Text = Text {
    zh: "这个浏览器或这台机器没有可用的WebGPU。",
    en: "There is no WebGPU here, in this browser or on this machine.",
};

/// The same where the page itself is the reason.
const OVER_HTTP: Text = Text {
    zh: "这一页经http打开，浏览器只在https（或本机）下开放WebGPU。",
    en: "This page came over plain http; browsers offer WebGPU over https or on the machine itself.",
};

/// What is known of an error by some of its words, in Chinese.
const KNOWN: &[(&[&str], &str)] = &[
    (&["device was lost", "device is lost", "was lost twice"], "GPU设备丢失，没有接着算成。"),
    (
        &["could not be loaded", "Failed to fetch", "NetworkError", "Load failed", ": 404"],
        "需要的文件没有下载成功：可能断网了，也可能网站正在更新。",
    ),
    (&["worker did not start"], "计算线程没能启动。"),
    (
        &["worker stopped", "worker was stopped", "with the worker", "engine has been closed"],
        "计算线程中途停了，它保存的数据也没有了。",
    ),
    (&["larger than the padded input"], "卷积核（连同空洞）比填充后的输入还大，没有地方可放。"),
    (&["cannot be added to"], "两个形状不同的张量不能逐个相加。"),
    (&["has an axis of size 0"], "有一个维度的大小是0，没有数可以算。"),
    (&["heads = "], "头数（heads）除不尽投影输出的维数，分不成一样宽的头。"),
    (&[" channels of x ["], "组数（groups）除不尽通道数，分不成一样大的组。"),
    (&["not a whole safetensors file"], "这不是一个完整的safetensors文件，可能只下载了一半。"),
    (&["the weights do not fit"], "这是另一个网络的权重：张量的名字或形状对不上。"),
    (&["only F32 is read", "at most"], "这个safetensors文件读不了：太大，或者数的类型不是F32。"),
    (&["it diverges"], "损失已经不是一个数。学习率对这个网络可能太大。"),
    (&["memory", "allocation"], "内存不够。"),
];

/// The error in the reader's language.
pub(crate) fn told(error: &str, lang: Lang) -> Told {
    if error.contains("no WebGPU") {
        let why = if error.contains("plain http") { OVER_HTTP } else { NO_WEBGPU };
        return Told { sentence: why.get(lang).to_owned(), original: Some(error.to_owned()) };
    }
    let written = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    if lang == Lang::En || error.contains(written) {
        return Told { sentence: error.to_owned(), original: None };
    }
    let known = KNOWN.iter().find(|(words, _)| words.iter().any(|word| error.contains(word)));
    let sentence = match (known, error.split_once(": ")) {
        (Some((_, sentence)), _) => (*sentence).to_owned(),
        (None, Some((op, _))) if is_name(op) => format!("运算{op}的参数不合要求。"),
        _ => "出了没有料到的错误。".to_owned(),
    };
    Told { sentence, original: Some(error.to_owned()) }
}

/// Whether it is an operation's name, as `conv2d` is and `third-pass` is not.
fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase()) && word.chars().all(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(error: &str, start: &str) {
        let told = told(error, Lang::Zh);
        assert!(told.sentence.starts_with(start), "{}", told.sentence);
        assert_eq!(told.original.as_deref(), Some(error));
    }

    #[test]
    fn a_chinese_reader_is_told_in_chinese() {
        check("open: there is no WebGPU here: no adapter", "这个浏览器");
        check("open: there is no WebGPU here: this page came over plain http", "这一页经http");
        check("third-pass: the engine could not be loaded (404 for x)", "需要的文件");
        check("TypeError: Failed to fetch", "需要的文件");
        check("third-pass: the worker stopped: Uncaught", "计算线程中途");
        check("conv2d: x was lost with the worker that held it", "计算线程中途");
        check("third-pass: the worker did not start", "计算线程没能");
        check(
            "conv2d: the kernel 9×9 with dilation [1, 1] is larger than the padded input: x",
            "卷积核",
        );
        check("bottleneck: the shortcut's result [1, 2] cannot be added to [1, 3]", "两个形状不同");
        check("basicBlock: conv1.weight has an axis of size 0: [0, 3, 1, 1]", "有一个维度");
        check(
            "multiHeadAttention: heads = 3 does not divide the 8 outputs of wq [8, 8]",
            "头数（heads）除不尽",
        );
        check(
            "groupNorm: groups = 3 does not divide the 8 channels of x [4, 8, 6]",
            "组数（groups）除不尽",
        );
        check(
            "alexnet: the weights do not fit: conv1.weight is [64, 3, 11, 11], this net needs [16, 3, 5, 5]",
            "这是另一个网络",
        );
        check("this is not a whole safetensors file: HeaderTooSmall", "这不是一个完整");
        check("tensor a has the type F16; only F32 is read", "这个safetensors文件");
        check("train: it diverges: the loss of step 2 is NaN; a smaller rate may help", "损失已经");
        check("softmax: axis must be below 2", "运算softmax的参数");
        check("third-pass: something else", "出了没有料到");
        check("", "出了没有料到");
    }

    #[test]
    fn what_is_in_the_reader_s_language_stays() {
        assert_eq!(told("open: there is no WebGPU here: a, b, c", Lang::En).sentence, NO_WEBGPU.en);
        for (words, lang) in [("图片打不开。", Lang::Zh), ("conv2d: no", Lang::En)] {
            assert_eq!(told(words, lang), Told { sentence: words.to_owned(), original: None });
        }
    }
}
