//! The translator widget: the small Transformer that was trained here, whole.

use translation::words;

use crate::state::State;
use crate::table::{Key, Kind, Widget};
use crate::text::{Lang, Text};
use crate::widgets::make::{NONE, choice, choices, int, text};

/// Layers of the encoder, and of the decoder.
pub const LAYERS: usize = 2;
/// Heads of each attention.
pub const HEADS: usize = 4;

const fn line(key: &'static str, max_chars: usize, default: Text, words: Text) -> Key {
    Key { key, kind: Kind::Text { max_chars, default }, words, unit: NONE }
}

/// Sentences of the grammar that were held out of the training, with their translations and the
/// seeds that draw them. The last one comes out wrong.
pub const SENTENCES: [(&str, &str, u64); 5] = [
    (
        "The painter who is cooking sold seven pictures last week.",
        "正在做饭的画家上周卖了七幅画。",
        5_041_828,
    ),
    ("He lost two bags in the forest last week.", "他上周在森林里弄丢了两个包。", 18_419),
    (
        "Will they clean five rooms in the city next year?",
        "他们明年会在城市里打扫五个房间吗？",
        7_587,
    ),
    (
        "The guest who played the piano can meet five singers.",
        "弹了钢琴的客人能遇见五位歌手。",
        46_020,
    ),
    ("The soldiers they love sell umbrellas in Paris.", "他们爱的那些士兵在巴黎卖雨伞。", 959_037),
];

const EN: &str = SENTENCES[0].0;
const ZH: &str = SENTENCES[0].1;

/// The row of the table. In the default a relative clause and a time stand elsewhere in Chinese,
/// and a number takes a measure word.
pub static TRANSLATOR: Widget = Widget {
    name: "translator",
    note: "transformer",
    title: text(
        "写每个词的时候，翻译器在看哪里？",
        "Where does a translator look as it writes each word?",
    ),
    keys: &[
        line("text", 200, text(EN, EN), text("英文句子", "English sentence")),
        choices(
            "mode",
            text("怎样写", "How it writes"),
            &[
                choice("free", "自由生成", "free run"),
                choice("forced", "教师强制", "teacher forcing"),
            ],
        ),
        line("reference", 100, text(ZH, ZH), text("参考译文", "Reference")),
        int("beam", [1, 8, 1, 1], text("集束宽度", "Beam width"), NONE),
        int("alpha", [0, 200, 10, 60], text("长度惩罚α", "Length penalty α"), text("÷100", "÷100")),
        choices(
            "causal",
            text("解码器的掩码", "The decoder’s mask"),
            &[
                choice("on", "开", "on"),
                choice("off", "关（看得见后面）", "off (sees later words)"),
            ],
        ),
        choices(
            "residual",
            text("残差相加", "Residual additions"),
            &[choice("on", "开", "on"), choice("off", "关", "off")],
        ),
        line("off", 120, text("none", "none"), text("关掉的头", "Heads off")),
        int("step", [0, 21, 1, 0], text("步骤", "Step"), NONE),
        choices(
            "site",
            text("所选注意力", "Selected attention"),
            &[
                choice("cross2", "解码器第2层，交叉", "decoder layer 2, cross"),
                choice("cross1", "解码器第1层，交叉", "decoder layer 1, cross"),
                choice("self1", "解码器第1层，自己", "decoder layer 1, self"),
                choice("self2", "解码器第2层，自己", "decoder layer 2, self"),
                choice("enc1", "编码器第1层", "encoder layer 1"),
                choice("enc2", "编码器第2层", "encoder layer 2"),
            ],
        ),
        int("head", [1, 4, 1, 3], text("头", "Head"), NONE),
        int("row", [0, 20, 1, 3], text("所选行", "Selected row"), NONE),
        int("column", [0, 20, 1, 1], text("所选列", "Selected column"), NONE),
    ],
    examples: &[
        "v=1&step=5",
        "v=1&mode=forced&causal=off&site=self1&head=1",
        "v=1&off=cross",
        "v=1&beam=4",
    ],
    exports: &["csv"],
    snippet,
    executed: &[
        "text=Tom%20read%20a%20zebra%20in%20the%20library%20yesterday.&off=c2.1,e1.4",
        "mode=forced&causal=off&reference=%E7%94%BB%E5%AE%B6%E4%B8%8A%E5%91%A8%E5%8D%96%E4%BA%86%E4%B8%80%E5%B9%85%E7%94%BB%E3%80%82",
        "text=She%20didn%27t%20buy%20three%20red%20books&residual=off&beam=3&alpha=100",
        "off=cross",
    ],
    results: &["written", "logits", "cross"],
};

/// A head by its number through the net, as `nets::Site` numbers them, in the words of a link:
/// `e1.2` is the encoder’s first layer, second head; `s` the decoder’s own attention, `c` the
/// one to the encoder’s memory.
#[must_use]
pub fn head_word(number: usize) -> String {
    let (site, head) = (number / HEADS, number % HEADS + 1);
    let decoder = site.saturating_sub(LAYERS);
    match (site < LAYERS, decoder.is_multiple_of(2)) {
        (true, _) => format!("e{}.{head}", site + 1),
        (_, true) => format!("s{}.{head}", decoder / 2 + 1),
        _ => format!("c{}.{head}", decoder / 2 + 1),
    }
}

/// The numbers of the heads that are off, ascending: those that `off` lists, or all that read
/// the encoder’s memory for `cross`. What is no head is passed over.
#[must_use]
pub fn heads_off(state: &State) -> Vec<usize> {
    let given = state.text("off", Lang::En).to_lowercase();
    let listed = |number: &usize| {
        let word = head_word(*number);
        given
            .split([',', ' ', '，'])
            .any(|part| part == word || part == "cross" && word.starts_with('c'))
    };
    (0..3 * LAYERS * HEADS).filter(listed).collect()
}

/// Writes which heads are off into the state.
pub fn set_heads_off(state: &mut State, off: &[usize]) {
    let words: Vec<String> = off.iter().map(|&number| head_word(number)).collect();
    if words.is_empty() {
        state.forget("off");
    } else {
        // As many as there are fit.
        let _ = state.write("off", &words.join(","));
    }
}

/// In the code: a head's attention, and its number in it.
fn python_head(number: usize) -> String {
    let word = head_word(number);
    let (layer, head) = (number / HEADS, number % HEADS);
    let name = match word.chars().next() {
        Some('e') => format!("enc.{layer}.self"),
        Some('s') => format!("dec.{}.self", (layer - LAYERS) / 2),
        _ => format!("dec.{}.cross", (layer - LAYERS) / 2),
    };
    format!("(\"{name}\", {head})")
}

fn snippet(state: &State, lang: Lang) -> String {
    let code = include_str!("translator.py");
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let read: Vec<String> =
        words(state.text("text", lang)).iter().take(20).map(|word| quoted(word)).collect();
    let (head, rest) = code.split_once("words = [").unwrap_or((code, ""));
    let rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    let off: Vec<String> = heads_off(state).into_iter().map(python_head).collect();
    let flag = |key: &str| if state.word(key) == "off" { "False" } else { "True" };
    let set = format!(
        "causal, residual, off = {}, {}, [{}]",
        flag("causal"),
        flag("residual"),
        off.join(", ")
    );
    let head = head.replace("causal, residual, off = True, True, []", &set);
    let mut code = format!("{head}words = [{}]\n{rest}", read.join(", "));
    if state.word("mode") == "forced" {
        let (before, from) = code.split_once("most, ids").unwrap_or((&code, ""));
        let behind = from.split_once("\ndecode(").map_or("", |(_, behind)| behind);
        let forced = format!(
            "\
chinese, ids = vocabulary[4 + grammar[\"english\"]:], [1]  # 1 starts, 2 ends
for part in {}.split():  # teacher forcing: the reference is fed
    while part:  # the longest word each time
        n = max([n for n in range(1, 6) if part[:n] in chinese], default=1)
        ids.append(vocabulary.index(part[:n]) if part[:n] in chinese else 3)
        part = part[n:]
ids.append(2)
logits, written = decode(memory, ids[:-1]), torch.tensor(ids[1:])
",
            quoted(state.text("reference", lang))
        );
        code = format!("{before}{forced}\ndecode({behind}");
    }
    if state.int("beam") > 1 {
        let (width, alpha) = (state.int("beam"), f64::from(state.int("alpha")) / 100.0);
        code += &format!(
            "
width, alpha, most = {width}, {alpha:?}, 21
def score(log_p, ids):
    return log_p / ((5 + len(ids) - 1) / 6) ** alpha
alive, done = [(0.0, [1])], []
while alive:  # beam search
    grown = [(log_p + p.item(), ids + [i]) for log_p, ids in alive
             for i, p in enumerate(decode(memory, ids)[-1].log_softmax(-1))]
    grown = sorted(grown, key=lambda g: -g[0])[:2 * width]
    whole = [g for g in grown if g[1][-1] == 2 or len(g[1]) > most]
    done = sorted(done + whole, key=lambda g: -score(*g))[:width]
    alive = [g for g in grown if g not in whole][:width]
    if alive and len(done) == width and alive[0][0] / ((5 + most) / 6) ** alpha <= score(*done[-1]):
        break  # none can become better
for log_p, ids in done:
    print(f\"{{score(log_p, ids):.4f}} {{log_p:.4f}} {{''.join(vocabulary[i] for i in ids[1:])}}\")
"
        );
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(settings: &str) -> State {
        let (link, warnings) = crate::decode(settings, &TRANSLATOR);
        assert_eq!(warnings, [], "{settings}");
        link.state
    }

    #[test]
    fn the_snippet_of_the_default_is_the_file() {
        assert_eq!(snippet(&state(""), Lang::En), include_str!("translator.py"));
        assert_eq!(snippet(&state(""), Lang::Zh), include_str!("translator.py"));
    }

    #[test]
    fn the_snippet_says_the_state() {
        let code = |settings: &str| snippet(&state(settings), Lang::En);
        let other = code("text=It%27s%20%22tea%22&causal=off&residual=off&off=e2.1,c1.4,s2.3");
        for words in [
            "words = [\"it\", \"is\", \"tea\"]",
            "off = False, False, [(\"enc.1.self\", 0), (\"dec.0.cross\", 3), (\"dec.1.self\", 2)]",
            "# free run: greedy",
        ] {
            assert!(other.contains(words), "{words} in {other}");
        }
        let forced = code("mode=forced&reference=%E7%8C%AB%22");
        assert!(forced.contains("for part in \"猫\\\"\".split()") && !forced.contains("greedy"));
        assert!(forced.contains("cross = torch.stack"), "{forced}");
        assert!(code("beam=3&alpha=100").contains("width, alpha, most = 3, 1.0, 21"));
    }

    #[test]
    fn the_sentences_are_the_grammar_s_and_held_out() {
        use tensor::random::SplitMix64;
        use translation::{Pair, chinese_text, english_text, held_out, sentence};
        for (english, chinese, seed) in SENTENCES {
            let drawn = sentence(&mut SplitMix64::new(seed));
            let pair = Pair::of(&drawn, true);
            assert_eq!(
                (english_text(&pair.english), chinese_text(&pair.chinese)),
                (english.to_owned(), chinese.to_owned())
            );
            assert!(!held_out(&drawn).is_empty(), "{english}");
        }
    }

    #[test]
    fn heads_have_words() {
        let words: Vec<String> = (0..24).map(head_word).collect();
        assert_eq!(
            [&words[0], &words[7], &words[8], &words[12], &words[23]],
            ["e1.1", "e2.4", "s1.1", "c1.1", "c2.4"]
        );
        for number in 0..24 {
            let mut some = state("");
            set_heads_off(&mut some, &[number]);
            assert_eq!(heads_off(&some), [number]);
        }
        assert!(heads_off(&state("")).is_empty());
        assert_eq!(heads_off(&state("off=cross")), [12, 13, 14, 15, 20, 21, 22, 23]);
        assert_eq!(heads_off(&state("off=C2.4,%20x9.9,e1.1")), [0, 23]);
        let mut all = state("");
        set_heads_off(&mut all, &(0..24).collect::<Vec<_>>());
        assert_eq!(heads_off(&all).len(), 24);
        set_heads_off(&mut all, &[]);
        assert_eq!(all, state(""));
    }
}
