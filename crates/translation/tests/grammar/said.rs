//! Sentences with their translations, read and found right by somebody who speaks both.

use translation::lexicon::{FREQUENCIES, MEANS, PHRASES, Relation, UNITS, Verb};
use translation::tree::{
    By, Clause, Conjunction, Degree, Determiner, Goal, Mode, NounPhrase, Place, Predicate,
    Relative, Sentence, Than, When,
};
use translation::{chinese, english};

use crate::make::{
    With, a, acts, at, common, compared, count, does, does_gap, gives, goes, he, is, is_a, like,
    mass, my, name, portion, pronoun, region, some, stays, the, thinks, told,
};

#[track_caller]
fn check(sentence: &Sentence, want_english: &str, want_chinese: &str) {
    assert_eq!(english(sentence, true).join(" "), want_english);
    assert_eq!(chinese(sentence).join(" "), want_chinese);
}

#[track_caller]
fn says(clause: Clause, want_english: &str, want_chinese: &str) {
    check(&Sentence::Statement(clause), want_english, want_chinese);
}

#[track_caller]
fn asks(clause: Clause, want_english: &str, want_chinese: &str) {
    check(&Sentence::Question(clause), want_english, want_chinese);
}

use Mode::{Can, Must, Past, Progressive, Should, Want, Will};

fn i() -> NounPhrase {
    pronoun("i")
}

fn you() -> NounPhrase {
    pronoun("you")
}

#[test]
fn the_and_a_depend_on_the_verb_in_chinese() {
    says(
        does(the("teacher"), "like", the("book")),
        "the teacher likes the book .",
        "老师 喜欢 那 本 书 。",
    );
    says(
        does(the("students"), "eat", a("apple")).mode(Past),
        "the students ate an apple .",
        "学生 们 吃 了 一 个 苹果 。",
    );
    says(
        does(the("cats"), "see", some(Determiner::This, "fish")).mode(Past),
        "the cats saw this fish .",
        "那 些 猫 看见 了 这 条 鱼 。",
    );
    says(does(i(), "have", a("car")).not(), "i do not have a car .", "我 没 有 汽车 。");
    says(
        does(i(), "buy", like(Determiner::A, "new", "car")).mode(Past).not(),
        "i did not buy a new car .",
        "我 没 买 新 汽车 。",
    );
}

#[test]
fn numbers_take_measure_words() {
    says(
        does(i(), "buy", some(count("two"), "books")).mode(Past),
        "i bought two books .",
        "我 买 了 两 本 书 。",
    );
    says(
        does(some(count("three"), "cats"), "chase", a("mouse")).mode(Progressive),
        "three cats are chasing a mouse .",
        "三 只 猫 正在 追 一 只 老鼠 。",
    );
    says(
        does(he(), "need", some(count("twelve"), "tables")),
        "he needs twelve tables .",
        "他 需要 十二 张 桌子 。",
    );
    says(
        does(he(), "drink", portion("two", "tea")).mode(Past),
        "he drank two cups of tea .",
        "他 喝 了 两 杯 茶 。",
    );
    says(
        does(he(), "eat", portion("one", "bread")).mode(Past),
        "he ate a piece of bread .",
        "他 吃 了 一 块 面包 。",
    );
    says(
        does(some(Determiner::Every, "child"), "like", mass("milk")),
        "every child likes milk .",
        "每 个 孩子 都 喜欢 牛奶 。",
    );
    says(
        acts(some(Determiner::All, "girls"), "swim").mode(Can),
        "all the girls can swim .",
        "所有 的 女孩 都 会 游泳 。",
    );
}

#[test]
fn times_places_and_company_move_before_the_verb() {
    let reads = || does(he(), "read", some(Determiner::None, "books"));
    says(reads().mode(Past).when("yesterday"), "he read books yesterday .", "他 昨天 看 了 书 。");
    says(
        reads().place(at(Relation::In, "the park")),
        "he reads books in the park .",
        "他 在 公园 里 看 书 。",
    );
    says(
        reads().place(at(Relation::In, "the park")).mode(Progressive),
        "he is reading books in the park .",
        "他 正在 公园 里 看 书 。",
    );
    says(reads().mode(Progressive).not(), "he is not reading books .", "他 没 在 看 书 。");
    let first =
        Clause { time_first: true, ..acts(name("mary"), "dance").mode(Past).when("last week") };
    says(
        first.place(at(Relation::At, "home")),
        "last week mary danced at home .",
        "玛丽 上周 在 家 跳舞 了 。",
    );
    let ago = Clause {
        time: Some(When::Ago(&translation::lexicon::NUMERALS[2], &UNITS[1])),
        ..acts(he(), "come").mode(Past)
    };
    says(ago, "he came three weeks ago .", "他 三 个 星期 前 来 了 。");
    let with = Clause { with: Some(name("tom")), ..does(i(), "play", mass("football")).mode(Past) };
    says(with, "i played football with tom .", "我 和 汤姆 一起 踢 了 足球 。");
    let often = Clause { frequency: Some(&FREQUENCIES[0]), ..acts(you(), "work") };
    says(often.when("at night"), "you often work at night .", "你 夜里 经常 工作 。");
    let bus = Some(By::Means(&MEANS[0]));
    says(
        goes(pronoun("she"), "to school", bus),
        "she goes to school by bus .",
        "她 坐 公共汽车 去 学校 。",
    );
    says(
        goes(i(), "to the park", None).mode(Progressive),
        "i am going to the park .",
        "我 要 去 公园 。",
    );
}

#[test]
fn some_places_stay_behind_it() {
    says(
        stays(i(), "live", Place::In(region("beijing"))),
        "i live in beijing .",
        "我 住 在 北京 。",
    );
    says(
        stays(the("cat"), "sit", at(Relation::On, "the chair")).mode(Progressive),
        "the cat is sitting on the chair .",
        "猫 坐 在 椅子 上 。",
    );
    let key = Clause::new(the("key"), Predicate::Located(at(Relation::Under, "the bed")));
    says(key, "the key is under the bed .", "钥匙 在 床 下面 。");
}

#[test]
fn one_english_verb_is_several_chinese_ones() {
    let she = || pronoun("she");
    says(does(she(), "play", mass("the piano")), "she plays the piano .", "她 弹 钢琴 。");
    says(does(she(), "play", mass("the violin")), "she plays the violin .", "她 拉 小提琴 。");
    says(does(she(), "play", mass("basketball")), "she plays basketball .", "她 打 篮球 。");
    says(does(she(), "wear", a("hat")), "she wears a hat .", "她 戴 一 顶 帽子 。");
    says(does(she(), "wear", a("coat")), "she wears a coat .", "她 穿 一 件 大衣 。");
    says(
        does(she(), "visit", name("tom")).mode(Want),
        "she wants to visit tom .",
        "她 想 看望 汤姆 。",
    );
    says(
        does(she(), "visit", the("museum")).mode(Should),
        "she should visit the museum .",
        "她 应该 参观 那 座 博物馆 。",
    );
    says(does(she(), "know", name("tom")), "she knows tom .", "她 认识 汤姆 。");
    says(
        thinks("know", does(she(), "like", mass("tea"))),
        "i know that she likes tea .",
        "我 知道 她 喜欢 茶 。",
    );
}

#[test]
fn adjectives_have_their_ways() {
    says(is(he(), Degree::Plain, "tired"), "he is tired .", "他 很 累 。");
    says(is(he(), Degree::Plain, "tired").not(), "he is not tired .", "他 不 累 。");
    says(
        is(the("coat"), Degree::Too, "expensive"),
        "the coat is too expensive .",
        "大衣 太 贵 了 。",
    );
    says(
        is(the("bag"), Degree::Very, "heavy").not(),
        "the bag is not very heavy .",
        "包 不 太 重 。",
    );
    says(is(the("car"), Degree::Plain, "red"), "the car is red .", "汽车 是 红色 的 。");
    asks(is(he(), Degree::Plain, "tall"), "is he tall ?", "他 高 吗 ？");
    says(
        does(i(), "like", like(Determiner::The, "old", "doctor")),
        "i like the old doctor .",
        "我 喜欢 那 位 老 医生 。",
    );
    says(
        does(i(), "sell", like(my(), "old", "car")).mode(Past),
        "i sold my old car .",
        "我 卖 了 我 的 旧 汽车 。",
    );
    says(
        compared(name("tom"), Than::More, "tall", name("mary")),
        "tom is taller than mary .",
        "汤姆 比 玛丽 高 。",
    );
    says(
        compared(name("tom"), Than::More, "old", name("mary")),
        "tom is older than mary .",
        "汤姆 比 玛丽 大 。",
    );
    says(
        compared(name("tom"), Than::Same, "busy", pronoun("i")),
        "tom is as busy as me .",
        "汤姆 和 我 一样 忙 。",
    );
    says(
        compared(he(), Than::Less, "famous", name("mary")),
        "he is not as famous as mary .",
        "他 没有 玛丽 有名 。",
    );
    says(
        Clause::new(NounPhrase::Sky, is(NounPhrase::Sky, Degree::Plain, "cold").predicate)
            .when("today"),
        "it is cold today .",
        "今天 天气 很 冷 。",
    );
}

#[test]
fn what_is_told_of_a_noun_stands_before_it() {
    let bought = does_gap(name("mary"), "buy", "book").mode(Past);
    let object = Relative::Object { clause: Box::new(bought), that: true };
    says(
        does(i(), "read", told("book", object)).mode(Want),
        "i want to read the book that mary bought .",
        "我 想 看 玛丽 买 的 书 。",
    );
    let gap = NounPhrase::Gap { person: true, plural: false };
    let likes = does(gap.clone(), "like", some(Determiner::None, "cats"));
    says(
        acts(told("girl", Relative::Subject(Box::new(likes))), "laugh").mode(Progressive),
        "the girl who likes cats is laughing .",
        "喜欢 猫 的 女孩 正在 笑 。",
    );
    let reading = acts(gap, "sleep").mode(Progressive);
    says(
        does(i(), "see", told("man", Relative::Subject(Box::new(reading)))).mode(Past),
        "i saw the man who is sleeping .",
        "我 看见 了 正在 睡觉 的 男人 。",
    );
    let on = Relative::Place(at(Relation::On, "the table"));
    says(
        is(told("flower", on), Degree::Plain, "red"),
        "the flower on the table is red .",
        "桌子 上 的 花 是 红色 的 。",
    );
}

#[test]
fn questions_keep_the_order_of_their_answers() {
    let buys = |what| does(you(), "buy", what).mode(Past);
    asks(buys(the("book")), "did you buy the book ?", "你 买 了 那 本 书 吗 ？");
    let what = |what| {
        Clause::new(
            you(),
            Predicate::Transitive {
                verb: crate::make::verb("buy", &a("book")),
                object: what,
                receiver: None,
            },
        )
        .mode(Past)
    };
    asks(what(NounPhrase::What), "what did you buy ?", "你 买 了 什么 ？");
    asks(
        what(NounPhrase::HowMany(common(Determiner::A, "book").noun)),
        "how many books did you buy ?",
        "你 买 了 几 本 书 ？",
    );
    asks(
        what(NounPhrase::Which(common(Determiner::A, "hat").noun)),
        "which hat did you buy ?",
        "你 买 了 哪 顶 帽子 ？",
    );
    asks(
        does(NounPhrase::Who, "buy", the("car")).mode(Past),
        "who bought the car ?",
        "谁 买 了 那 辆 汽车 ？",
    );
    asks(
        buys(the("book")).place(Place::Where),
        "where did you buy the book ?",
        "你 在 哪里 买 的 那 本 书 ？",
    );
    let when = Clause { time: Some(When::Asked), ..acts(he(), "come").mode(Past) };
    asks(when, "when did he come ?", "他 什么 时候 来 的 ？");
    let why = Clause { why: true, early: true, ..goes(you(), "to school", None).mode(Past).not() };
    asks(why, "why did not you go to school ?", "你 为什么 没 去 学校 ？");
    asks(
        goes(you(), "to school", Some(By::How)),
        "how do you go to school ?",
        "你 怎么 去 学校 ？",
    );
    asks(
        Clause::new(you(), Predicate::Go { to: Goal::Where, by: None }).mode(Progressive),
        "where are you going ?",
        "你 要 去 哪里 ？",
    );
    let does_what =
        Predicate::Transitive { verb: &Verb::DO, object: NounPhrase::What, receiver: None };
    asks(Clause::new(he(), does_what).mode(Progressive), "what is he doing ?", "他 在 做 什么 ？");
    let this = || NounPhrase::Pointed { far: false, plural: false };
    asks(
        is_a(this(), NounPhrase::Whose(common(Determiner::A, "book").noun)),
        "whose book is this ?",
        "这 是 谁 的 书 ？",
    );
    asks(is_a(this(), some(my(), "book")), "is this my book ?", "这 是 我 的 书 吗 ？");
    asks(Clause::new(you(), Predicate::From(None)), "where are you from ?", "你 来自 哪里 ？");
}

#[test]
fn gifts_go_to_somebody() {
    says(
        gives("give", name("mary"), a("flower"), false).mode(Past),
        "he gave mary a flower .",
        "他 给 了 玛丽 一 朵 花 。",
    );
    says(
        gives("lend", the("teacher"), the("book"), true).mode(Will),
        "he will lend the book to the teacher .",
        "他 会 借给 老师 那 本 书 。",
    );
    let verb = crate::make::verb("buy", &a("gift"));
    let receiver = Some(some(my(), "mother"));
    let buys = Predicate::Transitive { verb, object: a("gift"), receiver };
    says(
        Clause::new(i(), buys).mode(Must),
        "i must buy a gift for my mother .",
        "我 必须 给 我 妈妈 买 一 份 礼物 。",
    );
}

#[test]
fn whole_sentences_have_their_forms() {
    let a_cat = |negative, question| Sentence::There {
        what: a("cat"),
        place: at(Relation::Under, "the table"),
        negative,
        question,
    };
    check(&a_cat(false, false), "there is a cat under the table .", "桌子 下面 有 一 只 猫 。");
    check(&a_cat(true, false), "there is no cat under the table .", "桌子 下面 没有 猫 。");
    check(&a_cat(false, true), "is there a cat under the table ?", "桌子 下面 有 一 只 猫 吗 ？");
    let door = |negative, please| Sentence::Command {
        clause: Clause { negative, ..does(you(), "open", the("door")) },
        please,
    };
    check(&door(false, true), "please open the door .", "请 打开 那 扇 门 。");
    check(&door(true, false), "do not open the door .", "不要 打开 那 扇 门 。");
    check(
        &Sentence::Suggestion(goes(pronoun("we"), "to the beach", None)),
        "let us go to the beach .",
        "我们 去 海滩 吧 。",
    );
    let both = [does(i(), "like", mass("tea")), does(he(), "like", mass("coffee"))];
    check(
        &Sentence::Joined(Box::new(both), Conjunction::But),
        "i like tea but he likes coffee .",
        "我 喜欢 茶 ， 但是 他 喜欢 咖啡 。",
    );
    says(is_a(he(), a("doctor")), "he is a doctor .", "他 是 医生 。");
    says(
        is_a(he(), like(Determiner::A, "famous", "doctor")),
        "he is a famous doctor .",
        "他 是 一 位 有名 的 医生 。",
    );
    let also = Clause { also: true, too: true, ..does(i(), "like", mass("tea")) };
    says(also, "i like tea too .", "我 也 喜欢 茶 。");
    check(&Sentence::Phrase(&PHRASES[0]), "hello .", "你 好 。");
}
