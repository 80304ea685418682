//! The words of the normalization widget.

use nets::normalize::Norm;

crate::wording::wording! {
    batch: "BatchNorm", "BatchNorm";
    layer: "LayerNorm", "LayerNorm";
    sample: "LayerNorm（整个样本）", "LayerNorm, whole sample";
    instance: "InstanceNorm", "InstanceNorm";
    group: "GroupNorm", "GroupNorm";
    batch_text: "：一个特征，跟整批所有词元一起算", "takes one feature through every token of the batch";
    batch_images: "：一个通道，跟整批照片的所有位置一起算", "takes one channel through every place of every photograph";
    layer_text: "：每个词元只跟自己的所有特征一起算。nn.LayerNorm(d_model)算的就是这个，Transformer用的也是它",
        "takes all features of one token. This is what nn.LayerNorm(d_model) computes, and what the Transformer uses";
    layer_images: "：每个位置只跟自己的所有通道一起算。这是nn.LayerNorm(C)，通道要先换到最后一维",
        "takes all channels of one place. This is nn.LayerNorm(C), with the channels moved last";
    sample_text: "：整句话的所有词元、所有特征一起算。nn.LayerNorm默认不这样算，要把两个维度都写给它；γ和β也就只认这个句长",
        "takes all features of all tokens of a sentence. nn.LayerNorm does so only if given both axes; γ and β then fit this length alone";
    sample_images: "：一张照片的所有通道、所有位置一起算。(N，C，H，W)的示意图里，“LayerNorm”通常指这一种，要写normalized_shape=(C，H，W)",
        "takes all channels and places of one photograph. Diagrams of (N, C, H, W) usually mean this one by LayerNorm; it needs normalized_shape=(C, H, W)";
    instance_text: "：一句话的一个特征，跨这句话的词元算", "takes one feature of one sentence through its tokens";
    instance_images: "：一张照片的一个通道，跨所有位置算", "takes one channel of one photograph through its places";
    group_text: "：一句话的几个相邻特征，跨这句话的词元算", "takes a few neighbouring features of one sentence through its tokens";
    group_images: "：一张照片的几个相邻通道，跨所有位置算", "takes a few neighbouring channels of one photograph through its places";
    pairs: "比较哪两种", "Which two to compare";
    pair_batch_layer: "BatchNorm和LayerNorm", "BatchNorm and LayerNorm";
    pair_layers: "“LayerNorm”的两种读法", "The two readings of LayerNorm";
    pair_batch_instance: "BatchNorm和InstanceNorm", "BatchNorm and InstanceNorm";
    pair_instance_group: "InstanceNorm和GroupNorm", "InstanceNorm and GroupNorm";
    keys_hint: "方向键和翻页键移动所选的数，按住Shift加方向键转动",
        "arrow and page keys move the selected number, arrows with Shift turn the block";
    histogram: "归一化前后的直方图", "histograms before and after";
    before: "前x", "before";
    after: "后y", "after";
    stored: "存好的（用它算）", "stored (used)";
    moments_of: "亮着的一组", "the lit group";
    mean: "均值μ", "mean μ";
    variance: "方差σ²", "variance σ²";
    count: "个数", "numbers";
    scale_before: "格子的颜色：归一化之前的x。橙色边框：跟所选的数同组；画斜线：空位",
        "colours of the cells: x, before. Orange edges: in the selected number’s group; struck out: padding";
    scale_after: "格子的颜色：归一化之后的y。橙色边框：跟所选的数同组；画斜线：空位",
        "colours of the cells: y, after. Orange edges: in the selected number’s group; struck out: padding";
    gap: "", " ";
    comma: "，", ", ";
    sentence: "句子", "sentence";
    photo: "照片", "photograph";
    token: "词元", "token";
    padding: "空位", "padding";
    feature: "特征", "feature";
    channel: "通道", "channel";
    place: "位置", "place";
    side: "做法", "normalization";
    from_0: "（都从0数起）：", " (all counted from 0): ";
    skipped: "空位不参与，也不归一化，留作0。", "Padding takes no part, and stays 0.";
    alone: "一组只有一个数：均值就是它自己，方差是0，没有可归一化的。PyTorch训练时在这里报错。加一个样本，换一句长一点的话，或者改用测试模式。",
        "A group of one number: its mean is itself and its variance 0, so there is nothing to normalize, and PyTorch refuses in training. Add a sample, take a longer sentence, or choose eval.";
    no_batch: "批大小是0：一个样本也没有，没有数可以求均值。", "The batch size is 0: without a sample there is no number to take a mean of.";
    no_word: "这段文字里一个词也没有，只有标点或空白。", "There is no word in this text, only marks or blanks.";
    empty_1: "这一批有", "Of";
    empty_2: "个位置，其中空位", "places,";
    empty_3: "个，值都是0。", "are padding, all zeros.";
    counted: "BatchNorm把它们也算进均值和方差，PyTorch的BatchNorm1d不知道哪些是空位。",
        "BatchNorm counts them in its means and variances: PyTorch’s BatchNorm1d cannot know which are padding.";
    skips: "BatchNorm只用真词元算，空位的输出留作0。", "BatchNorm uses the words alone; at padding the output stays 0.";
    fewer_1: "这段文字只有", "The text has only";
    fewer_2: "句话，一批就只有这些。", "sentence(s), so the batch has no more.";
    cut: "有句子超过12个词元，只取前12个。", "A sentence is longer than 12 tokens; the first 12 are taken.";
    modeless: "这两种都没有训练和测试之分：不看别的样本，也就不用存什么。",
        "Neither of these two has modes: they look at no other sample, and so store nothing.";
    steps_1: "BatchNorm用的是训练", "BatchNorm uses the running statistics of";
    steps_2: "步攒下的均值和方差，不看这一批，所以这一组归一化之后，均值不正好是0，方差也不正好是1。",
        "steps of training, not this batch: after it the group’s mean is not quite 0, its variance not quite 1.";
    no_steps: "一步也没有训练：存着的还是初值，均值0，方差1，所以y几乎就是x。",
        "Not one step of training: what is stored is still the start, mean 0 and variance 1, so that y is nearly x.";
    single: "一批只有一个样本：BatchNorm此刻算的，就是InstanceNorm算的。", "A batch of one: what BatchNorm computes now is what InstanceNorm computes.";
    params: "γ、β的参数", "parameters γ, β";
    caption: "先把批大小拖到1：左边所选的那个数变了，它自己的句子却一个字没动；右边纹丝不动。再把“多补空位”拖大：BatchNorm的均值被一串0拉过去，改成“只算真词元”就不受影响。拖动方块可以转着看，点一个格子换一组。",
        "Drag the batch size to 1: the selected number’s y changes at the left though its own sentence has not, and stays at the right. Then add padding: zeros drag BatchNorm’s mean along, unless it skips them. Drag a block to turn it, press a cell to choose another group.";
    made: "数据都是真算出来的，但没有训练：句子里每个词的向量由种子生成（标准正态），短句补0；照片是站内那六张，过由种子生成的11×11卷积核（步幅4）、ReLU，再最大池化到4×4。γ=1、β=0、ε=1e-5，就是PyTorch新建一层时的样子。“存好的统计量”由训练模式实跑得来：每步从这段文字里抽16个词，或抽两张照片。直方图：竖条是亮着的一组，折线是全部的数，两者都按占各自总数的比例画。",
        "All numbers are computed here, none is trained. A word’s vector comes from the seed (standard normal), short sentences are padded with zeros; the site’s six photographs go through seeded 11×11 kernels (stride 4), ReLU and max pooling to 4×4. γ = 1, β = 0 and ε = 1e-5, as in a new PyTorch layer. Stored statistics come from really running the training mode: 16 words drawn from the text a step, or two photographs. Histograms: bars are the lit group, the line is all numbers, each as shares of its own count.";
    table: "亮着的两组数，归一化之前和之后", "The numbers of the two lit groups, before and after";
}

impl Words {
    /// What a normalization is called.
    pub(crate) fn norm(&self, norm: Norm) -> &'static str {
        match norm {
            Norm::Batch => self.batch,
            Norm::Layer => self.layer,
            Norm::Sample => self.sample,
            Norm::Instance => self.instance,
            Norm::Group => self.group,
        }
    }

    /// What it takes together, of sentences or of photographs.
    pub(crate) fn shares(&self, norm: Norm, text: bool) -> &'static str {
        match (norm, text) {
            (Norm::Batch, true) => self.batch_text,
            (Norm::Batch, false) => self.batch_images,
            (Norm::Layer, true) => self.layer_text,
            (Norm::Layer, false) => self.layer_images,
            (Norm::Sample, true) => self.sample_text,
            (Norm::Sample, false) => self.sample_images,
            (Norm::Instance, true) => self.instance_text,
            (Norm::Instance, false) => self.instance_images,
            (Norm::Group, true) => self.group_text,
            (Norm::Group, false) => self.group_images,
        }
    }

    /// The button of a pair.
    pub(crate) fn pair(&self, left: &str, right: &str) -> &'static str {
        match (left, right) {
            ("layer", _) => self.pair_layers,
            ("instance", _) => self.pair_instance_group,
            (_, "instance") => self.pair_batch_instance,
            _ => self.pair_batch_layer,
        }
    }
}
