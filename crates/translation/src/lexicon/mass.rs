//! What is not counted but in cups and bowls.

use super::Kind::{
    self, Batted, Board, Boiled, Bowed, Drink, Food, Heard, Kicked, Language, Plucked, Shown,
    Subject,
};

/// What a portion comes in.
#[derive(Debug, PartialEq, Eq)]
pub struct Vessel {
    /// English, one.
    pub one: &'static str,
    /// English, more.
    pub many: &'static str,
    /// The measure word.
    pub chinese: &'static str,
}

/// A noun that is not counted.
#[derive(Debug, PartialEq, Eq)]
pub struct Mass {
    /// English.
    pub english: &'static str,
    /// Chinese.
    pub chinese: &'static str,
    /// What a portion of it comes in.
    pub vessels: &'static [Vessel],
    /// What it is.
    pub kinds: &'static [Kind],
}

const CUP: Vessel = Vessel { one: "cup", many: "cups", chinese: "杯" };
const BOTTLE: Vessel = Vessel { one: "bottle", many: "bottles", chinese: "瓶" };
const BOWL: Vessel = Vessel { one: "bowl", many: "bowls", chinese: "碗" };
const PIECE: Vessel = Vessel { one: "piece", many: "pieces", chinese: "块" };

const fn mass(
    english: &'static str,
    chinese: &'static str,
    vessels: &'static [Vessel],
    kinds: &'static [Kind],
) -> Mass {
    Mass { english, chinese, vessels, kinds }
}

/// All of them. An instrument that is played, and not bought, is one of them: 弹钢琴.
pub const MASSES: &[Mass] = &[
    mass("water", "水", &[CUP, BOTTLE], &[Drink]),
    mass("tea", "茶", &[CUP], &[Drink]),
    mass("coffee", "咖啡", &[CUP], &[Drink]),
    mass("milk", "牛奶", &[CUP, BOTTLE], &[Drink]),
    mass("juice", "果汁", &[CUP, BOTTLE], &[Drink]),
    mass("beer", "啤酒", &[CUP, BOTTLE], &[Drink]),
    mass("rice", "米饭", &[BOWL], &[Food, Boiled]),
    mass("bread", "面包", &[PIECE], &[Food]),
    mass("meat", "肉", &[PIECE], &[Food]),
    mass("chocolate", "巧克力", &[PIECE], &[Food]),
    mass("fruit", "水果", &[], &[Food]),
    mass("chinese", "中文", &[], &[Language]),
    mass("english", "英语", &[], &[Language]),
    mass("french", "法语", &[], &[Language]),
    mass("japanese", "日语", &[], &[Language]),
    mass("history", "历史", &[], &[Subject]),
    mass("mathematics", "数学", &[], &[Subject]),
    mass("music", "音乐", &[], &[Subject, Heard]),
    mass("football", "足球", &[], &[Kicked]),
    mass("basketball", "篮球", &[], &[Batted]),
    mass("tennis", "网球", &[], &[Batted]),
    mass("chess", "象棋", &[], &[Board]),
    mass("the guitar", "吉他", &[], &[Plucked]),
    mass("the piano", "钢琴", &[], &[Plucked]),
    mass("the violin", "小提琴", &[], &[Bowed]),
    mass("television", "电视", &[], &[Shown]),
];

impl Mass {
    /// Whether it is one of these kinds.
    #[must_use]
    pub fn is(&self, kinds: &[Kind]) -> bool {
        self.kinds.iter().any(|kind| kinds.contains(kind))
    }
}
