//! The grammar in the words of the card.

use translation::{LONGEST, Vocabulary};

use crate::translator_card::{Grammar, Said};

/// What the translator is trained on, for its card.
#[must_use]
pub fn grammar() -> Grammar {
    let vocabulary = Vocabulary::new();
    let said = |zh: &str, en: &str| Said { zh: zh.to_owned(), en: en.to_owned() };
    Grammar {
        is: said(
            "一个玩具语法：专门为它写的规则，从种子生成英语句子和唯一的中文译文。没有人写过或说过这些句子；语法之外的句子，它不会翻译。",
            "A toy grammar, written for the purpose: rules that draw an English sentence and its one Chinese translation from a seed. Nobody wrote or said these sentences, and what is outside the grammar it cannot translate.",
        ),
        without: said(
            "训练中从不出现：十二分之一的“动词＋宾语”、“数词＋名词”、“形容词＋名词”组合，“主语带缺宾语的定语从句、动词前又有地点”的结构，以及十六分之一的整句。没有随机失活：每一步的句子都是新生成的。",
            "Never in training: one in twelve pairs of a verb and its object, of a number and a noun, of an adjective and a noun; a relative clause that leaves out its object, on the subject, together with a place before the verb; and one in sixteen whole sentences. No dropout: the sentences of every step are new.",
        ),
        longest: LONGEST,
        english: vocabulary.english().len(),
        chinese: vocabulary.chinese().len(),
        words: vocabulary.words().iter().map(|&word| word.to_owned()).collect(),
    }
}
