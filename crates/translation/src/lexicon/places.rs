//! Where things are: a relation and a landmark.

use Relation::{At, Before, Behind, Beside, In, Near, On, Under};

/// How a thing lies to a landmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// in … 里
    In,
    /// on … 上
    On,
    /// under … 下面
    Under,
    /// behind … 后面
    Behind,
    /// in front of … 前面
    Before,
    /// next to … 旁边
    Beside,
    /// near … 附近
    Near,
    /// at …, without a word behind the landmark.
    At,
}

impl Relation {
    /// Before the landmark.
    #[must_use]
    pub fn english(self) -> &'static str {
        match self {
            In => "in",
            On => "on",
            Under => "under",
            Behind => "behind",
            Before => "in front of",
            Beside => "next to",
            Near => "near",
            At => "at",
        }
    }

    /// Behind the landmark.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            In => "里",
            On => "上",
            Under => "下面",
            Behind => "后面",
            Before => "前面",
            Beside => "旁边",
            Near => "附近",
            At => "",
        }
    }
}

/// What places are told by.
#[derive(Debug, PartialEq, Eq)]
pub struct Landmark {
    /// English, with its article.
    pub english: &'static str,
    /// Chinese.
    pub chinese: &'static str,
    /// How things lie to it.
    pub relations: &'static [Relation],
    /// Whether people do something there, where it stands in the first relation.
    pub lively: bool,
    /// How to say where one goes to it: "to the park"; empty where nobody does.
    pub to: &'static str,
}

const fn place(
    english: &'static str,
    chinese: &'static str,
    relations: &'static [Relation],
    to: &'static str,
) -> Landmark {
    Landmark { english, chinese, relations, lively: true, to }
}

const fn thing(
    english: &'static str,
    chinese: &'static str,
    relations: &'static [Relation],
) -> Landmark {
    Landmark { english, chinese, relations, lively: false, to: "" }
}

/// Where people are, then where things are.
pub const LANDMARKS: &[Landmark] = &[
    place("the park", "公园", &[In, Near, Behind], "to the park"),
    place("the library", "图书馆", &[In, Before, Near], "to the library"),
    place("the hospital", "医院", &[In, Behind, Near], "to the hospital"),
    place("the shop", "商店", &[In, Before, Near], "to the shop"),
    place("the restaurant", "饭馆", &[In, Before, Near], "to the restaurant"),
    place("the museum", "博物馆", &[In, Before, Behind], "to the museum"),
    place("the hotel", "酒店", &[In, Behind, Near], "to the hotel"),
    place("the office", "办公室", &[In], "to the office"),
    place("the factory", "工厂", &[In, Near], "to the factory"),
    place("the market", "市场", &[In], "to the market"),
    place("the city", "城市", &[In], "to the city"),
    place("the village", "村子", &[In, Near], "to the village"),
    place("the garden", "花园", &[In], "to the garden"),
    place("the forest", "森林", &[In], "to the forest"),
    place("the kitchen", "厨房", &[In], "to the kitchen"),
    place("the classroom", "教室", &[In], "to the classroom"),
    place("the room", "房间", &[In], ""),
    place("the street", "街", &[On], ""),
    place("the train", "火车", &[On], ""),
    place("the bus", "公共汽车", &[On], ""),
    place("the beach", "海滩", &[On], "to the beach"),
    place("the mountain", "山", &[On, Behind], ""),
    place("the station", "车站", &[At], "to the station"),
    place("the airport", "机场", &[At], "to the airport"),
    place("school", "学校", &[At], "to school"),
    place("home", "家", &[At], ""),
    thing("the house", "房子", &[Behind, Before, Beside, In]),
    thing("the tree", "树", &[Under, Behind, Beside]),
    thing("the river", "河", &[Beside, In]),
    thing("the bridge", "桥", &[On, Under]),
    thing("the table", "桌子", &[On, Under, Beside]),
    thing("the desk", "书桌", &[On, Under]),
    thing("the chair", "椅子", &[On, Under, Behind]),
    thing("the bed", "床", &[On, Under]),
    thing("the sofa", "沙发", &[On, Behind]),
    thing("the door", "门", &[Behind, Beside]),
    thing("the window", "窗户", &[Beside]),
    thing("the wall", "墙", &[On]),
    thing("the floor", "地板", &[On]),
    thing("the box", "盒子", &[In, Under]),
    thing("the bag", "包", &[In]),
    thing("the car", "汽车", &[In, Behind, Under]),
];
