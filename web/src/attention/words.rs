//! The words of the attention widget.

use figures::Part;
use share::State;

crate::wording::wording! {
    x: "嵌入X（由种子生成）", "Embeddings X (from the seed)";
    q: "查询Q", "Queries Q";
    k: "键K", "Keys K";
    v: "值V", "Values V";
    scores: "得分S", "Scores S";
    scaled: "缩放后S′", "Scaled S′";
    masked: "掩码后S′+M", "Masked S′ + M";
    weights: "权重A=softmax", "Weights A = softmax";
    y: "输出Y=A·V", "Output Y = A·V";
    formula: "注意力的公式；指着一个字母，它的矩阵就亮", "The formula of attention; point at a letter and its matrix lights up";
    s_scaled: "缩放点积：q·k/√d_k。先点积，再除以键的维数的平方根，这是论文用的。",
        "Scaled dot product: q·k/√d_k, the dot product over the root of the key size. The paper’s.";
    s_dot: "点积：q·k。对应分量相乘再相加，不缩放。",
        "Dot product: q·k, the products of like components, summed. Not scaled.";
    s_additive: "加性：w·tanh(q+k)。两个向量相加，过tanh，再用d_k个权重w加起来（w由种子生成，没有训练）。",
        "Additive: w·tanh(q + k). The two are added, go through tanh, and are summed with d_k weights w (from the seed, not trained).";
    s_cosine: "余弦：q·k/(‖q‖‖k‖)。点积除以两个长度，只看方向，总在−1和1之间。",
        "Cosine: q·k/(‖q‖‖k‖), the dot product over both lengths. Only the direction counts; always between −1 and 1.";
    s_gaussian: "高斯：−½‖q−k‖²。距离平方的一半取负，过softmax之后就是高斯函数。",
        "Gaussian: −½‖q − k‖², minus half the squared distance; softmax makes a Gaussian of it.";
    steps: "一步一步看", "Step by step";
    back: "‹ 上一步", "‹ Back";
    next: "下一步 ›", "Next ›";
    whole: "整条链", "Whole chain";
    step_0: "整条链：从词到输出。按“下一步”一步一步看，或者指着任何一个格子。",
        "The whole chain, from words to output. Take it step by step, or point at any square.";
    step_1: "词变成向量：每个词查到自己的嵌入，再乘三个矩阵，得到查询、键、值。全部由种子生成，没有训练过。",
        "Words become vectors: each finds its embedding, and three matrices make of it a query, a key and a value. All come from the seed; nothing is trained.";
    step_2: "打分：每个查询（行）和每个键（列）比一次，越像分越高。",
        "Scores: every query (row) is compared with every key (column); the nearer, the higher.";
    step_3: "缩放：每个得分除以√d_k，让得分的大小与d_k无关。",
        "Scale: every score is divided by √d_k, so that its size does not depend on d_k.";
    step_3_not: "这种相似度没有缩放这一步，得分原样往下传（乘1）。",
        "This similarity has no scaling: the scores go on as they are (times 1).";
    step_4: "掩码：画斜线的得分当作−∞，softmax之后权重就是0。",
        "Mask: a hatched score counts as −∞, so that its weight after softmax is 0.";
    step_4_not: "掩码：现在什么也没挡住。试试“因果”或“填充”。",
        "Mask: nothing is hidden now. Try “causal” or “padding”.";
    step_5: "softmax：每一行变成正数，加起来等于1，这就是每个词听谁的、听多少。",
        "Softmax: each row becomes positive and sums to 1. It says to whom a word listens, and how much.";
    step_6: "加权平均：每个输出是所有值的平均，按这一行的权重。",
        "Weighted mean: each output is the mean of all values, by the weights of its row.";
    step: "第", "Step";
    of: "步，共6步。", "of 6.";
    tokens: "词元", "tokens";
    params: "参数", "parameters";
    macs: "矩阵乘法的乘加", "multiply-adds of matrix products";
    cut_1: "这句话有", "The sentence has";
    cut_2: "个词元，只用前12个。", "tokens; the first 12 are used.";
    no_token: "这句话里没有看得见的字。", "There is nothing visible in this sentence.";
    rows_hidden: "下面这些行看到的键全被挡住了，权重和输出都是0，不是NaN：",
        "These rows see no key at all, so their weights and outputs are 0, not NaN:";
    all_rows: "全部", "all";
    lens: "镜头：第", "Lens: columns";
    lens_to: "列", "";
    hidden: "被挡住，记作−∞", "hidden, counts as −∞";
    unhidden: "没有被挡住，原样", "not hidden, as it was";
    weightless: "被挡住，权重是0", "hidden, so its weight is 0";
    embedding: "种子给这个词的第几个数", "a number of this word’s seeded embedding";
    products: "个乘积之和", "products, summed";
    times: "个数之和", "numbers, summed";
    scale: "得分×缩放系数", "score × scale";
    softmax: "除以看得见的各个键的e^得分之和，键数", "over the sum of e^score of the keys in sight, which are";
    mean: "个值的加权平均", "values, averaged by the weights";
    nothing: "这一行全被挡住，按规定取0", "this row is hidden whole; 0 by rule";
    term: "项", "term";
    factor: "因子", "factor";
    value: "值", "value";
    table: "所选的数是怎样来的", "How the selected number comes about";
    spread: "得分的标准差", "Standard deviation of the scores";
    entropy: "权重每行的熵（nat）", "Entropy of a row of weights (nats)";
    jacobian: "softmax雅可比矩阵的范数", "Norm of the softmax Jacobian";
    measured_1: "实测，横轴是d_k：用引擎真的算256个随机查询对16个随机键（分量服从标准正态，种子同上），对行取平均；熵最大是ln 16≈2.77，范数是Frobenius范数。粗线圆点：除以√d_k。细线圆圈：不除。竖线：现在的d_k。",
        "Measured, over d_k: the engine really ran 256 random queries against 16 random keys (standard normal, same seed) and averaged over the rows. The entropy is at most ln 16 ≈ 2.77, the norm is Frobenius’. Thick line, discs: divided by √d_k. Thin line, rings: not divided. Upright line: the present d_k.";
    measured_table: "实测的数", "The measured numbers";
    with: "除以√d_k", "divided by √d_k";
    without: "不除", "not divided";
    caption: "相同的词，行也相同：没有位置编码，注意力分不出先后。把相似度换成“点积”，再把d_k拉大：权重挤到一两个词上，图里细线的熵和雅可比范数一起掉下去，梯度就传不过来了；除以√d_k，三条粗线都是平的。",
        "Equal words have equal rows: without positions, attention cannot tell first from last. Choose the plain dot product and raise d_k: the weight crowds onto one or two words, and with the thin lines’ entropy the Jacobian’s norm falls, so that hardly any gradient passes. Divided by √d_k, all three thick lines stay level.";
    keys_hint: "方向键移动所选的格子", "arrow keys move the selected square";
}

impl Words {
    /// What a matrix is called.
    pub(crate) fn part(&self, part: Part) -> &'static str {
        match part {
            Part::X => self.x,
            Part::Q => self.q,
            Part::K => self.k,
            Part::V => self.v,
            Part::Scores => self.scores,
            Part::Scaled => self.scaled,
            Part::Masked => self.masked,
            Part::Weights => self.weights,
            Part::Y => self.y,
        }
    }

    /// The similarity in words and symbols.
    pub(crate) fn similarity(&self, state: &State) -> &'static str {
        match state.word("similarity") {
            "dot" => self.s_dot,
            "additive" => self.s_additive,
            "cosine" => self.s_cosine,
            "gaussian" => self.s_gaussian,
            _ => self.s_scaled,
        }
    }

    /// What happens in the state's step.
    pub(crate) fn step(&self, state: &State) -> &'static str {
        match state.int("step") {
            1 => self.step_1,
            2 => self.step_2,
            3 if state.word("similarity") != "scaled" => self.step_3_not,
            3 => self.step_3,
            4 if state.word("mask") == "none" => self.step_4_not,
            4 => self.step_4,
            5 => self.step_5,
            6 => self.step_6,
            _ => self.step_0,
        }
    }
}

/// The class of a matrix's colour.
pub(crate) fn colour(part: Part) -> &'static str {
    match part {
        Part::X => "c-input",
        Part::Q => "c-query",
        Part::K => "c-key",
        Part::V => "c-value",
        Part::Y => "c-output",
        _ => "c-plain",
    }
}
