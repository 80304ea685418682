//! Verbs with their forms, what they are done to, and how Chinese tells their time.

use Aspect::{Action, Event, State};

use super::Kind::{
    self, Animal, Batted, Board, Boiled, Bowed, Building, Clothes, Drink, Food, Fragile, Furniture,
    Headwear, Heard, Height, Instrument, Kicked, Kin, Language, Machine, Opening, Person, Plant,
    Plucked, Reading, Ridden, Room, Said, Shown, Sight, Subject, Sung, Tool, Transport, Vehicle,
    Written,
};

/// How a verb lies in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aspect {
    /// It goes on for a while.
    Action,
    /// It happens at once: nobody "is finding" a key here.
    Event,
    /// It is so: no 了, no 正在.
    State,
}

/// A verb.
#[derive(Debug, PartialEq, Eq)]
pub struct Verb {
    /// "read"
    pub base: &'static str,
    /// "reads"
    pub third: &'static str,
    /// "read"
    pub past: &'static str,
    /// "reading"
    pub ing: &'static str,
    /// Chinese.
    pub chinese: &'static str,
    /// How it lies in time.
    pub aspect: Aspect,
    /// What it is done to.
    pub objects: &'static [Kind],
    /// Whether "can" is that somebody has learned it, 会, and not 能.
    pub learned: bool,
    /// Whether animals do it too.
    pub beasts: bool,
}

type Forms = [&'static str; 4];

const fn verb(
    aspect: Aspect,
    forms: Forms,
    chinese: &'static str,
    objects: &'static [Kind],
) -> Verb {
    let [base, third, past, ing] = forms;
    Verb { base, third, past, ing, chinese, aspect, objects, learned: false, beasts: false }
}

/// A verb that has to be learned.
const fn skill(forms: Forms, chinese: &'static str, objects: &'static [Kind]) -> Verb {
    Verb { learned: true, ..verb(Action, forms, chinese, objects) }
}

/// A verb of animals and people.
const fn beast(verb: Verb) -> Verb {
    Verb { beasts: true, ..verb }
}

const PEOPLE: &[Kind] = &[Person, Kin];
const GOODS: &[Kind] = &[
    Reading, Food, Drink, Clothes, Headwear, Furniture, Opening, Tool, Machine, Plant, Instrument,
    Vehicle, Building,
];
const HAD: &[Kind] = &[
    Animal, Reading, Food, Drink, Clothes, Headwear, Furniture, Opening, Tool, Machine, Plant,
    Instrument, Vehicle, Building,
];
const LOST: &[Kind] = &[Tool, Headwear, Opening, Reading, Clothes];
const SEEN: &[Kind] = &[
    Person, Kin, Animal, Reading, Clothes, Headwear, Furniture, Opening, Tool, Plant, Vehicle,
    Transport, Sight, Building, Height,
];
const LIKED: &[Kind] = &[
    Person, Animal, Reading, Food, Drink, Clothes, Tool, Plant, Vehicle, Sight, Height, Shown,
    Sung, Language, Subject, Kicked, Batted, Board, Instrument,
];

/// Verbs with an object. One English verb may be several Chinese ones, by what it is done to.
pub const TRANSITIVES: &[Verb] = &[
    verb(Action, ["read", "reads", "read", "reading"], "看", &[Reading]),
    verb(Action, ["write", "writes", "wrote", "writing"], "写", &[Written]),
    verb(Action, ["buy", "buys", "bought", "buying"], "买", GOODS),
    verb(Action, ["sell", "sells", "sold", "selling"], "卖", GOODS),
    beast(verb(Action, ["eat", "eats", "ate", "eating"], "吃", &[Food])),
    beast(verb(Action, ["drink", "drinks", "drank", "drinking"], "喝", &[Drink])),
    verb(Action, ["wash", "washes", "washed", "washing"], "洗", &[Clothes, Vehicle, Food]),
    verb(Action, ["clean", "cleans", "cleaned", "cleaning"], "打扫", &[Room]),
    verb(Event, ["wear", "wears", "wore", "wearing"], "穿", &[Clothes]),
    verb(Event, ["wear", "wears", "wore", "wearing"], "戴", &[Headwear]),
    skill(["draw", "draws", "drew", "drawing"], "画", &[Animal, Plant, Height]),
    skill(["play", "plays", "played", "playing"], "弹", &[Plucked]),
    skill(["play", "plays", "played", "playing"], "拉", &[Bowed]),
    skill(["play", "plays", "played", "playing"], "踢", &[Kicked]),
    skill(["play", "plays", "played", "playing"], "打", &[Batted]),
    skill(["play", "plays", "played", "playing"], "下", &[Board]),
    skill(["ride", "rides", "rode", "riding"], "骑", &[Ridden]),
    skill(["drive", "drives", "drove", "driving"], "开", &[Vehicle]),
    skill(["speak", "speaks", "spoke", "speaking"], "说", &[Language]),
    skill(["sing", "sings", "sang", "singing"], "唱", &[Sung]),
    skill(["cook", "cooks", "cooked", "cooking"], "煮", &[Boiled]),
    skill(["repair", "repairs", "repaired", "repairing"], "修", &[Machine, Vehicle]),
    verb(Action, ["learn", "learns", "learned", "learning"], "学", &[Language]),
    verb(Action, ["study", "studies", "studied", "studying"], "学习", &[Subject]),
    verb(Action, ["use", "uses", "used", "using"], "用", &[Tool, Machine]),
    verb(Action, ["help", "helps", "helped", "helping"], "帮助", PEOPLE),
    verb(Action, ["visit", "visits", "visited", "visiting"], "看望", PEOPLE),
    verb(Action, ["visit", "visits", "visited", "visiting"], "参观", &[Sight]),
    verb(Action, ["watch", "watches", "watched", "watching"], "看", &[Shown]),
    verb(Action, ["listen to", "listens to", "listened to", "listening to"], "听", &[Sung, Heard]),
    beast(verb(
        Action,
        ["wait for", "waits for", "waited for", "waiting for"],
        "等",
        &[Person, Kin, Transport],
    )),
    beast(verb(
        Action,
        ["look for", "looks for", "looked for", "looking for"],
        "找",
        &[Person, Animal, Tool, Headwear, Clothes, Reading],
    )),
    verb(Action, ["feed", "feeds", "fed", "feeding"], "喂", &[Animal]),
    verb(Action, ["carry", "carries", "carried", "carrying"], "搬", &[Furniture]),
    verb(Action, ["borrow", "borrows", "borrowed", "borrowing"], "借", &[Reading, Tool]),
    verb(Action, ["plant", "plants", "planted", "planting"], "种", &[Plant]),
    verb(Action, ["cut", "cuts", "cut", "cutting"], "切", &[Food]),
    verb(Action, ["answer", "answers", "answered", "answering"], "回答", &[Said]),
    verb(Action, ["climb", "climbs", "climbed", "climbing"], "爬", &[Height]),
    verb(Action, ["thank", "thanks", "thanked", "thanking"], "感谢", PEOPLE),
    beast(verb(Action, ["chase", "chases", "chased", "chasing"], "追", &[Animal])),
    verb(Event, ["invite", "invites", "invited", "inviting"], "邀请", PEOPLE),
    verb(Event, ["open", "opens", "opened", "opening"], "打开", &[Opening]),
    verb(Event, ["close", "closes", "closed", "closing"], "关上", &[Opening]),
    verb(Event, ["break", "breaks", "broke", "breaking"], "打破", &[Fragile]),
    verb(Event, ["find", "finds", "found", "finding"], "找到", LOST),
    verb(Event, ["lose", "loses", "lost", "losing"], "弄丢", LOST),
    beast(verb(Event, ["see", "sees", "saw", "seeing"], "看见", SEEN)),
    beast(verb(
        Event,
        ["hear", "hears", "heard", "hearing"],
        "听见",
        &[Person, Animal, Sung, Heard],
    )),
    verb(Event, ["meet", "meets", "met", "meeting"], "遇见", PEOPLE),
    beast(verb(State, ["like", "likes", "liked", "liking"], "喜欢", LIKED)),
    verb(State, ["love", "loves", "loved", "loving"], "爱", &[Person, Kin, Sight]),
    verb(State, ["hate", "hates", "hated", "hating"], "讨厌", LIKED),
    verb(State, ["know", "knows", "knew", "knowing"], "认识", PEOPLE),
    verb(State, ["miss", "misses", "missed", "missing"], "想念", PEOPLE),
    verb(
        State,
        ["remember", "remembers", "remembered", "remembering"],
        "记得",
        &[Person, Reading, Shown, Sung, Said],
    ),
    verb(
        State,
        ["understand", "understands", "understood", "understanding"],
        "懂",
        &[Language, Said],
    ),
    verb(State, ["want", "wants", "wanted", "wanting"], "想要", GOODS),
    verb(State, ["need", "needs", "needed", "needing"], "需要", GOODS),
    verb(State, ["have", "has", "had", "having"], "有", HAD),
];

/// Verbs without an object.
pub const INTRANSITIVES: &[Verb] = &[
    beast(verb(Action, ["sleep", "sleeps", "slept", "sleeping"], "睡觉", &[])),
    beast(verb(Action, ["run", "runs", "ran", "running"], "跑步", &[])),
    skill(["swim", "swims", "swam", "swimming"], "游泳", &[]),
    skill(["dance", "dances", "danced", "dancing"], "跳舞", &[]),
    skill(["sing", "sings", "sang", "singing"], "唱歌", &[]),
    skill(["cook", "cooks", "cooked", "cooking"], "做饭", &[]),
    skill(["draw", "draws", "drew", "drawing"], "画画", &[]),
    verb(Action, ["work", "works", "worked", "working"], "工作", &[]),
    verb(Action, ["study", "studies", "studied", "studying"], "学习", &[]),
    verb(Action, ["cry", "cries", "cried", "crying"], "哭", &[]),
    verb(Action, ["laugh", "laughs", "laughed", "laughing"], "笑", &[]),
    beast(verb(Action, ["play", "plays", "played", "playing"], "玩", &[])),
    beast(verb(Action, ["rest", "rests", "rested", "resting"], "休息", &[])),
    verb(Action, ["walk", "walks", "walked", "walking"], "散步", &[]),
    verb(Action, ["talk", "talks", "talked", "talking"], "聊天", &[]),
    verb(Action, ["travel", "travels", "traveled", "traveling"], "旅行", &[]),
    verb(Action, ["exercise", "exercises", "exercised", "exercising"], "锻炼", &[]),
    // What sets somebody moving: "is coming" is 要来.
    verb(Event, ["come", "comes", "came", "coming"], "来", &[]),
    verb(Event, ["leave", "leaves", "left", "leaving"], "离开", &[]),
    verb(Event, ["go home", "goes home", "went home", "going home"], "回家", &[]),
];

/// Verbs whose place stands behind them, also in Chinese.
pub const STAYS: &[Verb] = &[
    verb(State, ["live", "lives", "lived", "living"], "住", &[]),
    beast(verb(Action, ["sit", "sits", "sat", "sitting"], "坐", &[])),
    verb(Action, ["stand", "stands", "stood", "standing"], "站", &[]),
];

/// Verbs of giving, to somebody.
pub const GIFTS: &[Verb] = &[
    verb(Action, ["give", "gives", "gave", "giving"], "给", &[Reading, Food, Tool, Plant]),
    verb(Action, ["lend", "lends", "lent", "lending"], "借给", &[Reading, Tool]),
    verb(Action, ["send", "sends", "sent", "sending"], "寄给", &[Reading, Tool, Clothes]),
    verb(Action, ["sell", "sells", "sold", "selling"], "卖给", &[Vehicle, Building, Tool, Clothes]),
];

/// Verbs of what is thought and said.
pub const FEELINGS: &[Verb] = &[
    verb(State, ["think", "thinks", "thought", "thinking"], "觉得", &[]),
    verb(State, ["know", "knows", "knew", "knowing"], "知道", &[]),
    verb(State, ["hope", "hopes", "hoped", "hoping"], "希望", &[]),
    verb(State, ["believe", "believes", "believed", "believing"], "相信", &[]),
    verb(Event, ["say", "says", "said", "saying"], "说", &[]),
];

/// How one goes.
#[derive(Debug, PartialEq, Eq)]
pub struct Means {
    /// English.
    pub english: &'static str,
    /// Chinese, a verb and its object.
    pub chinese: &'static str,
}

/// All of them.
pub const MEANS: &[Means] = &[
    Means { english: "by bus", chinese: "坐 公共汽车" },
    Means { english: "by train", chinese: "坐 火车" },
    Means { english: "by plane", chinese: "坐 飞机" },
    Means { english: "by boat", chinese: "坐 船" },
    Means { english: "by taxi", chinese: "坐 出租车" },
    Means { english: "by car", chinese: "开 汽车" },
    Means { english: "by bike", chinese: "骑 自行车" },
];

impl Verb {
    /// 做, of "what is he doing".
    pub const DO: Self = verb(Action, ["do", "does", "did", "doing"], "做", &[]);
    /// 去, which takes a place.
    pub const GO: Self = verb(Action, ["go", "goes", "went", "going"], "去", &[]);
    /// The weather's.
    pub const SKY: &'static [Self] = &[
        verb(Action, ["rain", "rains", "rained", "raining"], "下雨", &[]),
        verb(Action, ["snow", "snows", "snowed", "snowing"], "下雪", &[]),
    ];
}
