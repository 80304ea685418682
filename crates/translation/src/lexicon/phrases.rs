//! What is said as a whole.

/// A sentence that nothing is changed in.
#[derive(Debug, PartialEq, Eq)]
pub struct Phrase {
    /// English.
    pub english: &'static str,
    /// Chinese.
    pub chinese: &'static str,
    /// Whether it is a question.
    pub asks: bool,
}

const fn phrase(english: &'static str, chinese: &'static str) -> Phrase {
    Phrase { english, chinese, asks: false }
}

const fn question(english: &'static str, chinese: &'static str) -> Phrase {
    Phrase { english, chinese, asks: true }
}

/// All of them.
pub const PHRASES: &[Phrase] = &[
    phrase("hello", "你 好"),
    phrase("good morning", "早上 好"),
    phrase("good evening", "晚上 好"),
    phrase("good night", "晚安"),
    phrase("goodbye", "再见"),
    phrase("thank you", "谢谢 你"),
    phrase("i am sorry", "对不起"),
    phrase("happy birthday", "生日 快乐"),
    phrase("happy new year", "新年 快乐"),
    phrase("nice to meet you", "很 高兴 认识 你"),
    phrase("see you tomorrow", "明天 见"),
    question("how are you", "你 好 吗"),
    question("how old are you", "你 多 大 了"),
    question("what is your name", "你 叫 什么 名字"),
    question("what is his name", "他 叫 什么 名字"),
    question("what is her name", "她 叫 什么 名字"),
];
