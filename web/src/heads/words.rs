//! The words of the heads widget.

use crate::heads::part::Part;

crate::wording::wording! {
    x: "输入X：嵌入×8，加位置", "Input X: embeddings × 8, plus positions";
    q: "查询Q", "Queries Q";
    k: "键K", "Keys K";
    v: "值V", "Values V";
    s: "这个头的得分Q·Kᵀ", "This head’s scores Q · Kᵀ";
    m: "缩放、加掩码之后", "Scaled and masked";
    a: "softmax：权重A", "Softmax: weights A";
    j: "四个头的输出A·V拼起来", "Outputs A · V of the four heads, joined";
    o: "乘Wᴼ，又混到一起", "Times Wᴼ: mixed again";
    n: "加残差、LayerNorm：前馈的输入", "Residual and LayerNorm: what feed-forward reads";
    h: "扩到256，过ReLU", "Out to 256, through ReLU";
    f: "缩回64：前馈的输出", "Back to 64: what feed-forward gives";
    hint: "方向键或指针选一个数", "arrow keys or the pointer choose a number";
    split: "一、投影，切成四份（框里是这个头的16列）", "1. Project, and cut in four (framed: this head’s 16 columns)";
    attend: "二、每个头各看各的", "2. Each head looks for itself";
    join: "三、拼回去", "3. Join";
    feed: "四、前馈：每个词各想各的", "4. Feed forward: each word thinks alone";
    heads: "四个头的权重，按一个看大图", "The weights of the four heads; press one to see it large";
    head: "头", "Head ";
    saturation: "这个头饱和了吗？横轴是查询放大几倍。", "Is this head saturated? Across: what the queries are multiplied by. ";
    lines: "粗线圆点：除以√d_k。细线圆圈：不除。竖线：现在的倍数。对词（不含空位）的各行取平均。",
        "Thick line, discs: divided by √d_k. Thin line, rings: not divided. Upright line: the present factor. Means over the words’ rows, padding left out.";
    largest: "一行里最大的权重", "Largest weight of a row";
    entropy: "一行的熵（nat）", "Entropy of a row (nats)";
    jacobian: "softmax雅可比矩阵的范数", "Norm of the softmax Jacobian";
    measured: "实测的数", "The measured numbers";
    times: "倍数", "Times";
    with: "除以√d_k", "divided by √d_k";
    without: "不除", "not divided";
    zero_1: "过ReLU之后，", "After ReLU, ";
    zero_2: "的单元是0；所选的词", " of the units are 0; of the chosen word ";
    zero_3: "有", ", ";
    zero_4: "个不是0（共256个）。", " of 256 are not.";
    alone_1: "把词倒着排，再过一遍前馈，各归各位：最大差", "With the words in reverse order, feed-forward gives each the same: largest difference ";
    alone_2: "。", ".";
    unknown: "网络的词表里没有这些词，只好当作<unknown>：", "The net’s vocabulary does not have these words; each is read as <unknown>: ";
    cut_1: "这句话有", "The sentence has";
    cut_2: "个词元，只用前12个。", "tokens; the first 12 are used.";
    no_pad: "没有空位可挡：先在句末补几个。", "There is no padding to hide: add some at the end first.";
    no_token: "这句话里没有看得见的字。", "There is nothing visible in this sentence.";
    pad: "〈空〉", "<pad>";
    hidden: "被挡住：softmax之前记作−∞，权重是0", "hidden: −∞ before softmax, so that its weight is 0";
    terms: "项，加起来", "terms, summed";
    softmax: "项：自己的e的次方，除以看得见的各个键的e的次方之和", "terms: its own power of e, over the sum of those of the keys in sight";
    rectified: "项，加起来，负的变0", "terms, summed; below 0 becomes 0";
    normalize: "项：减均值，除以标准差，乘γ加β", "terms: less the mean, over the standard deviation, times γ, plus β";
    toy: "权重是这个站训练出来的小翻译器的编码器第1层（4个头、64维），向量和权重都是真的；句子和词表来自一个玩具语法，网络是玩具大小。",
        "The weights are layer 1 of the encoder of the small translator that was trained for this site (4 heads, 64 numbers): the vectors are real, the sentences and the vocabulary are those of a toy grammar, and the net is of toy size.";
    params: "参数", "parameters";
    macs: "乘加", "multiply-adds";
    table: "所选的数是怎样来的", "How the selected number comes about";
    caption: "按四张小图换头：头4多半在看前一个词，头3盯着句号，没有人规定它们这样。再把“缩放”换成“不除”：最大的权重往1靠，熵和雅可比范数一起掉，这就是3.2.1节担心的饱和，而这里除以的只是4。换上因果掩码，看右上角先变成−∞，再变成0；补几个空位，不挡，它们就白白分走权重。",
        "Press the small pictures: head 4 looks mostly at the word before, head 3 at the full stop, and nobody told them to. Then set “scale” to none: the largest weight goes towards 1, entropy and the Jacobian’s norm fall. That is the saturation that section 3.2.1 suspects, and here the divisor is only 4. Under a causal mask the upper right is −∞ first, then 0; padding that is not hidden takes weight for nothing.";
}

impl Words {
    /// How terms become a number, by the word of a trace.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn how(&self, combine: &str) -> &'static str {
        match combine {
            "softmax" => self.softmax,
            "normalize" => self.normalize,
            "sum" => self.terms,
            _ => self.rectified,
        }
    }

    /// What a matrix is called.
    pub(crate) fn part(&self, part: Part) -> &'static str {
        [
            self.x, self.q, self.k, self.v, self.s, self.m, self.a, self.j, self.o, self.n, self.h,
            self.f,
        ][part.index()]
    }
}
