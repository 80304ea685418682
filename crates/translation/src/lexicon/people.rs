//! Pronouns, names and relatives.

use super::Kind::Kin;
use super::nouns::{Noun, noun};

/// A pronoun.
#[derive(Debug, PartialEq, Eq)]
pub struct Pronoun {
    /// Before the verb.
    pub subject: &'static str,
    /// After it.
    pub object: &'static str,
    /// Before a noun.
    pub possessive: &'static str,
    /// Chinese.
    pub chinese: &'static str,
    /// am or are, where it is not is.
    pub be: &'static str,
    /// Whether it is more than one.
    pub plural: bool,
}

const fn pronoun(forms: [&'static str; 5], plural: bool) -> Pronoun {
    let [subject, object, possessive, chinese, be] = forms;
    Pronoun { subject, object, possessive, chinese, be, plural }
}

/// All of them; the last is for things.
pub const PRONOUNS: &[Pronoun] = &[
    pronoun(["i", "me", "my", "我", "am"], false),
    pronoun(["you", "you", "your", "你", "are"], false),
    pronoun(["he", "him", "his", "他", "is"], false),
    pronoun(["she", "her", "her", "她", "is"], false),
    pronoun(["we", "us", "our", "我们", "are"], true),
    pronoun(["they", "them", "their", "他们", "are"], true),
    pronoun(["it", "it", "its", "它", "is"], false),
];

/// A person's name.
#[derive(Debug, PartialEq, Eq)]
pub struct Name {
    /// English.
    pub english: &'static str,
    /// Chinese.
    pub chinese: &'static str,
}

const fn name(english: &'static str, chinese: &'static str) -> Name {
    Name { english, chinese }
}

/// Names.
pub const NAMES: &[Name] = &[
    name("tom", "汤姆"),
    name("mary", "玛丽"),
    name("anna", "安娜"),
    name("peter", "彼得"),
    name("jack", "杰克"),
    name("lucy", "露西"),
    name("david", "大卫"),
    name("lily", "莉莉"),
];

/// Relatives. Chinese tells the older from the younger, English seldom does: without a word a
/// brother is 哥哥 here, a sister 姐姐.
pub const KIN: &[Noun] = &[
    noun("mother", "mothers", "妈妈", "位", &[Kin]),
    noun("father", "fathers", "爸爸", "位", &[Kin]),
    noun("brother", "brothers", "哥哥", "个", &[Kin]),
    noun("younger brother", "younger brothers", "弟弟", "个", &[Kin]),
    noun("sister", "sisters", "姐姐", "个", &[Kin]),
    noun("younger sister", "younger sisters", "妹妹", "个", &[Kin]),
    noun("grandmother", "grandmothers", "奶奶", "位", &[Kin]),
    noun("grandfather", "grandfathers", "爷爷", "位", &[Kin]),
    noun("son", "sons", "儿子", "个", &[Kin]),
    noun("daughter", "daughters", "女儿", "个", &[Kin]),
    noun("wife", "wives", "妻子", "位", &[Kin]),
    noun("husband", "husbands", "丈夫", "位", &[Kin]),
    noun("uncle", "uncles", "叔叔", "位", &[Kin]),
    noun("aunt", "aunts", "阿姨", "位", &[Kin]),
];
