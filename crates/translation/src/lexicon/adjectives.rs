//! Adjectives.

use Attributive::{Bare, Compared, De, Hen, Never, Shi};

use super::Kind::{
    self, Animal, Boiled, Building, Clothes, Drink, Food, Furniture, Headwear, Height, Instrument,
    Kin, Machine, Opening, Person, Plant, Reading, Ridden, Room, Said, Shown, Sight, Sky, Sung,
    Tool, Transport, Vehicle,
};

/// How an adjective stands before a noun in Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attributive {
    /// Alone: 新书.
    Bare,
    /// With 的: 有趣的书.
    De,
    /// With 很 and 的, as most of one syllable: 很贵的书.
    Hen,
    /// With 的, and 是 … 的 behind a noun: 书是红色的.
    Shi,
    /// Not at all.
    Never,
    /// Not at all, and nothing is said to be so but by comparison.
    Compared,
}

/// An adjective.
#[derive(Debug, PartialEq, Eq)]
pub struct Adjective {
    /// English.
    pub english: &'static str,
    /// English, compared; empty where it takes "more".
    pub more: &'static str,
    /// Chinese.
    pub chinese: &'static str,
    /// How it stands before a noun.
    pub attributive: Attributive,
    /// Whether things are compared by it here.
    pub compares: bool,
    /// Of what it is said.
    pub of: &'static [Kind],
}

const fn graded(
    english: &'static str,
    more: &'static str,
    chinese: &'static str,
    attributive: Attributive,
    of: &'static [Kind],
) -> Adjective {
    Adjective { english, more, chinese, attributive, compares: true, of }
}

const fn plain(
    english: &'static str,
    chinese: &'static str,
    attributive: Attributive,
    of: &'static [Kind],
) -> Adjective {
    Adjective { english, more: "", chinese, attributive, compares: false, of }
}

const PEOPLE: &[Kind] = &[Person, Kin];
const THINGS: &[Kind] =
    &[Clothes, Furniture, Headwear, Opening, Tool, Machine, Instrument, Vehicle, Building, Room];
const SOLD: &[Kind] =
    &[Reading, Food, Clothes, Furniture, Headwear, Opening, Tool, Machine, Instrument, Vehicle];
const COLOURED: &[Kind] = &[Clothes, Headwear, Furniture, Opening, Tool, Vehicle, Plant];
const SIZED: &[Kind] =
    &[Animal, Food, Furniture, Opening, Tool, Plant, Vehicle, Transport, Building, Sight, Room];
const TOLD: &[Kind] = &[Reading, Shown, Said];

/// All of them. A word with two senses stands twice: an old book is 旧, an old man 老, and the older of two 大.
pub const ADJECTIVES: &[Adjective] = &[
    graded("big", "bigger", "大", Bare, SIZED),
    graded("small", "smaller", "小", Bare, SIZED),
    graded("long", "longer", "长", Hen, &[Clothes, Reading]),
    graded("short", "shorter", "短", Hen, &[Clothes, Reading]),
    graded("short", "shorter", "矮", Hen, PEOPLE),
    graded("tall", "taller", "高", Hen, &[Person, Kin, Height]),
    graded("heavy", "heavier", "重", Hen, &[Furniture, Opening, Tool, Machine]),
    graded("light", "lighter", "轻", Hen, &[Tool, Clothes]),
    graded("good", "better", "好", Bare, &[Person, Reading, Shown, Tool, Sung]),
    plain("bad", "坏", Bare, &[Person, Animal]),
    graded("new", "newer", "新", Bare, THINGS),
    plain("new", "新", Bare, &[Reading, Shown, Sung]),
    graded("old", "older", "旧", Bare, THINGS),
    plain("old", "旧", Bare, &[Reading]),
    plain("old", "老", Bare, &[Person, Animal]),
    graded("old", "older", "大", Compared, PEOPLE),
    graded("expensive", "", "贵", Hen, SOLD),
    graded("cheap", "cheaper", "便宜", De, SOLD),
    graded("beautiful", "", "漂亮", De, &[Person, Clothes, Headwear, Plant, Building, Sight]),
    graded("clean", "cleaner", "干净", De, &[Clothes, Room, Sight]),
    graded("dirty", "dirtier", "脏", Hen, &[Clothes, Room, Vehicle]),
    graded("young", "younger", "年轻", De, PEOPLE),
    graded("clever", "", "聪明", De, &[Person, Kin, Animal]),
    graded("strong", "stronger", "强壮", De, &[Person, Kin, Animal]),
    graded("busy", "busier", "忙", Hen, PEOPLE),
    graded("rich", "richer", "有钱", De, PEOPLE),
    graded("poor", "poorer", "穷", Hen, PEOPLE),
    graded("famous", "", "有名", De, &[Person, Sight, Reading, Shown, Sung]),
    plain("kind", "善良", De, PEOPLE),
    plain("friendly", "友好", De, &[Person, Kin, Animal]),
    plain("lazy", "懒", Hen, &[Person, Kin, Animal]),
    plain("quiet", "安静", De, &[Person, Room, Sight]),
    plain("happy", "高兴", De, PEOPLE),
    plain("sad", "难过", De, PEOPLE),
    plain("angry", "生气", De, PEOPLE),
    plain("tired", "累", Hen, &[Person, Kin, Animal]),
    plain("hungry", "饿", Hen, &[Person, Kin, Animal]),
    graded("fast", "faster", "快", Hen, &[Vehicle, Transport, Ridden]),
    graded("slow", "slower", "慢", Hen, &[Vehicle, Transport]),
    plain("sweet", "甜", Hen, &[Food]),
    plain("fresh", "新鲜", De, &[Food]),
    plain("delicious", "好吃", De, &[Food, Boiled]),
    plain("hot", "热", Never, &[Drink, Sky]),
    plain("cold", "冷", Never, &[Sky]),
    plain("warm", "暖和", Never, &[Sky]),
    graded("interesting", "", "有趣", De, TOLD),
    graded("difficult", "", "难", Hen, &[Said, Reading]),
    graded("easy", "easier", "容易", De, &[Said]),
    graded("important", "", "重要", De, &[Said]),
    graded("useful", "", "有用", De, &[Tool, Reading, Machine]),
    plain("red", "红色", Shi, COLOURED),
    plain("blue", "蓝色", Shi, COLOURED),
    plain("green", "绿色", Shi, COLOURED),
    plain("yellow", "黄色", Shi, COLOURED),
    plain("white", "白色", Shi, &[Clothes, Headwear, Furniture, Opening, Vehicle, Plant, Animal]),
    plain("black", "黑色", Shi, &[Clothes, Headwear, Furniture, Opening, Vehicle, Animal]),
];

impl Adjective {
    /// Whether something can be said to be so, without another beside it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.attributive != Compared
    }

    /// Whether it stands before nouns.
    #[must_use]
    pub fn is_attributive(&self) -> bool {
        !matches!(self.attributive, Compared | Never)
    }

    /// Whether it is said of one of these kinds.
    #[must_use]
    pub fn is_of(&self, kinds: &[Kind]) -> bool {
        kinds.iter().any(|kind| self.of.contains(kind))
    }
}
