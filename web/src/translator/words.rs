//! The words of the translator widget.

use nets::Site;
use share::Lang;

crate::wording::wording! {
    toy: "玩具：这个小网络是本站训练的，句子全来自一个专门写的语法，语法之外的它不会译；它的成绩在下面的模型卡里。",
        "A toy: this small net was trained for this site, on sentences of a grammar written for it, and cannot translate what is outside; the model card below says how often it is right.";
    written: "译文", "Translation";
    forced: "参考译文", "Reference";
    as_trained: "原样的网络", "the net as trained";
    same: "译文没有变", "the same words";
    examples: "语法里的句子，训练时没有见过（最后一句它会译错）：",
        "Sentences of the grammar, never seen in training (the last comes out wrong):";
    steps: "一个词一个词地写", "Word by word";
    back: "上一步", "Back";
    next: "下一步", "Next";
    whole: "全部", "All at once";
    whole_said: "整句都写完了。按“下一步”，看它从头一个词一个词地写；按译文里的词，看那一步的概率。",
        "All of it is written. Next begins at the first word; press a word of the translation for the probabilities of its step.";
    step: "第", "Step ";
    of: "步，共", " of ";
    steps_read: "步。解码器已读到", ". The decoder has read ";
    steps_write: "，写出", " and writes ";
    start: "〈始〉", "START";
    end: "〈终〉", "END";
    lines: "交叉注意力：左边是英文，右边是写出的词，连线越粗，写那个词时看得越多", "Cross-attention: at the left what is read, at the right what is written; the thicker the line, the more it is looked at";
    lines_keys: "上下键换词", "up and down choose a word";
    top: "这一步最可能的词（softmax）", "The likeliest words of this step (softmax)";
    right: "参考译文的词标出", "the reference’s word is marked";
    stacks: "每一层、每个头的注意力；左右键换头，上下键换层",
        "Every layer’s heads; left and right change the head, up and down the layer";
    encoder: "编码器", "Encoder";
    decoder: "解码器", "Decoder";
    layer: "第", "Layer ";
    self_1: "层，自注意力", ", self-attention";
    self_masked: "层，带掩码的自注意力", ", masked self-attention";
    self_open: "层，自注意力（掩码已关）", ", self-attention (mask off)";
    cross: "层，交叉注意力", ", cross-attention";
    head: "头", "head ";
    off: "关", "off";
    large: "放大", "Enlarged";
    large_keys: "方向键移动所选的格子", "arrow keys move the selected square";
    rows_source: "行：编码器里的词；列：它看的词", "rows: words in the encoder; columns: the words they look at";
    rows_self: "行：正要写的词；列：已经写出、读回来的词", "rows: the word to be written; columns: the words written before, read back";
    rows_cross: "行：正要写的词；列：英文词", "rows: the word to be written; columns: the English words";
    products_1: "（", " (";
    products_2: "个乘积之和），÷√", " products, summed), ÷√";
    over: "；再对看得见的词做softmax，词数", "; then a softmax over the words in sight: ";
    masked: "；被掩码挡住，得分记作−∞，权重是0", "; hidden by the mask, the score counts as −∞ and the weight is 0";
    median_1: "（中位数，步数", " (median; steps: ";
    median_2: "）", ")";
    cut_1: "词太多，只读前", "Too many words; those read are the first ";
    cut_2: "个，一共有", ", of ";
    long: "比训练时的句子长，后面的位置它从没见过。训练时的句子，词数至多",
        "Longer than any sentence of the training: the last places it has never seen. Most words in training: ";
    crossing: "各词最粗的线，交叉次数：", "how often the words’ thickest lines cross: ";
    mean: "各头的平均", "mean of its heads";
    by_grammar: "语法的译文", "By the grammar";
    right_answer: "译对了", "translated right";
    unknown_word: "〈未知〉", "<unknown>";
    this_off: "关掉这个头", "Switch this head off";
    this_on: "打开这个头", "Switch this head on";
    cross_off: "关掉全部交叉注意力", "All cross-attention off";
    all_on: "头全部打开", "All heads on";
    heads_off: "关掉的头：", "Heads off: ";
    none: "无", "none";
    off_is: "关掉一个头，就是把W^O里属于它的那几列当作0。", "A head is off when its columns of W^O are taken as 0.";
    steps_table: "逐词：概率和损失", "Word by word: probability and loss";
    word: "词", "word";
    p: "概率", "probability";
    logit: "logit", "logit";
    loss: "损失−ln p", "loss −ln p";
    guess: "最可能的词", "likeliest word";
    mean_loss: "平均损失", "mean loss";
    beams: "集束搜索找到的译文", "What beam search found";
    rank: "名次", "rank";
    log_p: "ln P", "ln P";
    length: "词数", "words";
    penalty: "长度惩罚lp", "penalty lp";
    score: "得分", "score";
    greedy: "贪心", "greedy";
    encode: "编码", "encode";
    decode: "解码一步", "a decode step";
    no_word: "这里面没有一个词。请写一句英文，比如 The cat sleeps.", "There is no word in this. Write an English sentence, such as The cat sleeps.";
    no_reference: "参考译文里没有一个词。请写一句中文。", "There is no word in the reference. Write a Chinese sentence.";
    unknown: "词表里没有，只能当作〈未知〉：", "Not in the vocabulary, read as <unknown>: ";
    all_unknown: "一个词都不认识：网络看到的只是一串〈未知〉，写出来的话没有意义。",
        "Not one of these words is known: the net sees only <unknown>, and what it writes means nothing.";
    chinese: "这一格只读英文，中文词当作〈未知〉：", "This box reads English; Chinese words are read as <unknown>: ";
    no_head: "“关掉的头”里有认不出的词；头写作e1.2、s2.1、c2.4这样。",
        "Among the heads off is a word that is no head; heads are written as e1.2, s2.1, c2.4.";
    endless: "一直没有写〈终〉，写到这么多词就截断了：", "It never wrote END, and was cut at so many words: ";
    caption: "看右边的“画家”：译文里排第四，线却连回英文的第二个词；定语从句和时间搬了家，线就交叉。再看“幅”：它还没写出“画”，已经在看pictures。然后关掉几个头，或者关掉残差相加，看译文什么时候散架。",
        "Look at 画家 (painter): fourth at the right, its line runs back to the second word at the left; where the relative clause and the time move, lines cross. And at 幅, the measure word of pictures: the noun is not yet written, and is looked at already. Then switch heads off, or the residual additions, and see when the sentence falls apart.";
    mask_off: "掩码关掉之后，解码器看得见后面的词，这叫作弊。这个网络是带着掩码训练的，没学过怎样抄；但改动参考译文末尾的词，前面各词的概率也会跟着变，掩码开着时绝不会。自由生成时，图是整句写完以后一次算出来的；写每个词的当时，它后面还没有词。",
        "With the mask off the decoder sees the words that follow: cheating. This net was trained with the mask and has not learned to copy; yet change the reference’s last word, and the probabilities before it change too, which with the mask they never do. In free run the maps are of one forward over the finished sentence; when a word was written, none stood behind it.";
    residual_off: "残差相加关掉之后，每个子层的输出不再加上它的输入，只剩LayerNorm(Sublayer(x))；和ResNet里去掉捷径是同一个加号。",
        "Without the residual additions a sub-layer’s input is no longer added to its output: LayerNorm(Sublayer(x)) remains. It is the same plus sign as the shortcut of ResNet.";
    table: "所选的格子：q·k的各个乘积", "The selected square: the products of q·k";
    number: "第几个", "number";
    product: "乘积", "product";
    exact: "整句全对", "exact";
    of_sentence: "整句没见过", "whole sentence new";
    of_verb: "动词＋宾语没见过", "verb and object new";
    of_number: "数词＋名词没见过", "number and noun new";
    of_adjective: "形容词＋名词没见过", "adjective and noun new";
    of_relative: "定语从句＋地点没见过", "relative clause and place new";
    all: "合计", "all together";
    ablated: "关掉全部交叉注意力", "without cross-attention";
    grammar: "数据", "Data";
    without: "留作测试", "Held out";
    averaged: "平均的检查点，间隔步数", "Checkpoints averaged, steps apart";
    intervals: "方括号", "In brackets";
    intervals_are: "95%区间：整句全对用Wilson的，BLEU用重抽样的", "95% intervals: Wilson’s for what is exact, resampled for BLEU";
    smoothing: "标签平滑", "Label smoothing";
}

impl Words {
    /// What a sublayer is called, its stack too; `open`: the mask is off.
    pub(crate) fn whole_site(&self, site: Site, open: bool) -> String {
        let stack = if matches!(site, Site::Encoder(_)) { self.encoder } else { self.decoder };
        format!("{stack} · {}", self.site(site, open))
    }

    /// What a sublayer is called; `open`: the mask is off.
    pub(crate) fn site(&self, site: Site, open: bool) -> String {
        let (layer, kind) = match site {
            Site::Encoder(at) => (at, self.self_1),
            Site::Decoder(at) if open => (at, self.self_open),
            Site::Decoder(at) => (at, self.self_masked),
            Site::Cross(at) => (at, self.cross),
        };
        format!("{}{}{kind}", self.layer, layer + 1)
    }
}

/// A list in a sentence.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "said in the browser"))]
pub(crate) fn listed(words: &[&str], lang: Lang) -> String {
    words.join(if lang == Lang::Zh { "、" } else { ", " })
}
