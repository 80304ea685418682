//! Nouns that are counted, and the entries of living beings.

use super::Kind::{self, Animal, Had, Person, Ridden};
use super::things::THINGS;

/// A noun that is counted.
#[derive(Debug, PartialEq, Eq)]
pub struct Noun {
    /// English, one.
    pub one: &'static str,
    /// English, more.
    pub many: &'static str,
    /// Chinese.
    pub chinese: &'static str,
    /// The measure word between a numeral and it.
    pub measure: &'static str,
    /// What it is.
    pub kinds: &'static [Kind],
}

pub(super) const fn noun(
    one: &'static str,
    many: &'static str,
    chinese: &'static str,
    measure: &'static str,
    kinds: &'static [Kind],
) -> Noun {
    Noun { one, many, chinese, measure, kinds }
}

impl Noun {
    /// Whether it is one of these kinds.
    #[must_use]
    pub fn is(&self, kinds: &[Kind]) -> bool {
        self.kinds.iter().any(|kind| kinds.contains(kind))
    }
}

/// All of them but relatives: living beings, then things.
pub const NOUNS: &[&[Noun]] = &[BEINGS, THINGS];

const BEINGS: &[Noun] = &[
    noun("teacher", "teachers", "老师", "位", &[Person, Had]),
    noun("student", "students", "学生", "个", &[Person, Had]),
    noun("doctor", "doctors", "医生", "位", &[Person, Had]),
    noun("nurse", "nurses", "护士", "位", &[Person]),
    noun("boy", "boys", "男孩", "个", &[Person]),
    noun("girl", "girls", "女孩", "个", &[Person]),
    noun("man", "men", "男人", "个", &[Person]),
    noun("woman", "women", "女人", "个", &[Person]),
    noun("child", "children", "孩子", "个", &[Person, Had]),
    noun("farmer", "farmers", "农民", "个", &[Person]),
    noun("worker", "workers", "工人", "个", &[Person]),
    noun("driver", "drivers", "司机", "位", &[Person, Had]),
    noun("singer", "singers", "歌手", "位", &[Person]),
    noun("chef", "chefs", "厨师", "位", &[Person]),
    noun("writer", "writers", "作家", "位", &[Person]),
    noun("painter", "painters", "画家", "位", &[Person]),
    noun("lawyer", "lawyers", "律师", "位", &[Person, Had]),
    noun("friend", "friends", "朋友", "个", &[Person, Had]),
    noun("neighbor", "neighbors", "邻居", "个", &[Person, Had]),
    noun("waiter", "waiters", "服务员", "个", &[Person]),
    noun("soldier", "soldiers", "士兵", "名", &[Person]),
    noun("scientist", "scientists", "科学家", "位", &[Person]),
    noun("actor", "actors", "演员", "位", &[Person]),
    noun("engineer", "engineers", "工程师", "位", &[Person]),
    noun("guest", "guests", "客人", "位", &[Person, Had]),
    noun("cat", "cats", "猫", "只", &[Animal]),
    noun("dog", "dogs", "狗", "只", &[Animal]),
    noun("bird", "birds", "鸟", "只", &[Animal]),
    noun("fish", "fish", "鱼", "条", &[Animal]),
    noun("horse", "horses", "马", "匹", &[Animal, Ridden]),
    noun("cow", "cows", "牛", "头", &[Animal]),
    noun("sheep", "sheep", "羊", "只", &[Animal]),
    noun("rabbit", "rabbits", "兔子", "只", &[Animal]),
    noun("monkey", "monkeys", "猴子", "只", &[Animal]),
    noun("tiger", "tigers", "老虎", "只", &[Animal]),
    noun("lion", "lions", "狮子", "头", &[Animal]),
    noun("duck", "ducks", "鸭子", "只", &[Animal]),
    noun("chicken", "chickens", "鸡", "只", &[Animal]),
    noun("pig", "pigs", "猪", "头", &[Animal]),
    noun("mouse", "mice", "老鼠", "只", &[Animal]),
    noun("elephant", "elephants", "大象", "头", &[Animal]),
    noun("bear", "bears", "熊", "只", &[Animal]),
    noun("panda", "pandas", "熊猫", "只", &[Animal]),
    noun("snake", "snakes", "蛇", "条", &[Animal]),
];
