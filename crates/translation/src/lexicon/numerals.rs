//! Numerals and what is counted in time.

/// A whole number from one on.
#[derive(Debug, PartialEq, Eq)]
pub struct Numeral {
    /// English.
    pub english: &'static str,
    /// Chinese before a measure word: 两, not 二.
    pub chinese: &'static str,
}

const fn numeral(english: &'static str, chinese: &'static str) -> Numeral {
    Numeral { english, chinese }
}

/// One first.
pub const NUMERALS: &[Numeral] = &[
    numeral("one", "一"),
    numeral("two", "两"),
    numeral("three", "三"),
    numeral("four", "四"),
    numeral("five", "五"),
    numeral("six", "六"),
    numeral("seven", "七"),
    numeral("eight", "八"),
    numeral("nine", "九"),
    numeral("ten", "十"),
    numeral("eleven", "十一"),
    numeral("twelve", "十二"),
    numeral("twenty", "二十"),
    numeral("fifty", "五十"),
];

/// What is counted between now and then.
#[derive(Debug, PartialEq, Eq)]
pub struct Unit {
    /// English, one.
    pub one: &'static str,
    /// English, more.
    pub many: &'static str,
    /// Chinese, with its measure word where it has one.
    pub chinese: &'static str,
}

/// Days to years.
pub const UNITS: &[Unit] = &[
    Unit { one: "day", many: "days", chinese: "天" },
    Unit { one: "week", many: "weeks", chinese: "个 星期" },
    Unit { one: "month", many: "months", chinese: "个 月" },
    Unit { one: "year", many: "years", chinese: "年" },
];
