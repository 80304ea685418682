//! When and how often.

use Tense::{Future, Habit, Now, Past, Whenever};

/// What a time is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// It is over.
    Past,
    /// It is the moment.
    Now,
    /// It is to come.
    Future,
    /// It comes again and again.
    Habit,
    /// It is over or to come.
    Whenever,
}

/// A time.
#[derive(Debug, PartialEq, Eq)]
pub struct Time {
    /// English.
    pub english: &'static str,
    /// Chinese.
    pub chinese: &'static str,
    /// What it is of.
    pub tense: Tense,
}

const fn time(tense: Tense, english: &'static str, chinese: &'static str) -> Time {
    Time { english, chinese, tense }
}

/// All of them.
pub const TIMES: &[Time] = &[
    time(Past, "yesterday", "昨天"),
    time(Past, "yesterday morning", "昨天 早上"),
    time(Past, "last night", "昨天 晚上"),
    time(Past, "last week", "上周"),
    time(Past, "last month", "上个月"),
    time(Past, "last year", "去年"),
    time(Past, "this morning", "今天 早上"),
    time(Now, "now", "现在"),
    time(Now, "today", "今天"),
    time(Future, "tonight", "今天 晚上"),
    time(Future, "tomorrow", "明天"),
    time(Future, "tomorrow morning", "明天 早上"),
    time(Future, "next week", "下周"),
    time(Future, "next month", "下个月"),
    time(Future, "next year", "明年"),
    time(Habit, "every day", "每天"),
    time(Habit, "every morning", "每天 早上"),
    time(Habit, "every evening", "每天 晚上"),
    time(Habit, "every week", "每周"),
    time(Habit, "every year", "每年"),
    time(Habit, "in the morning", "早上"),
    time(Habit, "in the afternoon", "下午"),
    time(Habit, "in the evening", "晚上"),
    time(Habit, "at night", "夜里"),
    time(Habit, "in spring", "春天"),
    time(Habit, "in summer", "夏天"),
    time(Habit, "in autumn", "秋天"),
    time(Habit, "in winter", "冬天"),
    time(Whenever, "on monday", "星期一"),
    time(Whenever, "on tuesday", "星期二"),
    time(Whenever, "on wednesday", "星期三"),
    time(Whenever, "on thursday", "星期四"),
    time(Whenever, "on friday", "星期五"),
    time(Whenever, "on saturday", "星期六"),
    time(Whenever, "on sunday", "星期天"),
];

/// How often; it stands before the verb in both languages.
#[derive(Debug, PartialEq, Eq)]
pub struct Frequency {
    /// English.
    pub english: &'static str,
    /// Chinese.
    pub chinese: &'static str,
}

/// All of them.
pub const FREQUENCIES: &[Frequency] = &[
    Frequency { english: "often", chinese: "经常" },
    Frequency { english: "always", chinese: "总是" },
    Frequency { english: "usually", chinese: "通常" },
    Frequency { english: "sometimes", chinese: "有时候" },
    Frequency { english: "never", chinese: "从不" },
];
