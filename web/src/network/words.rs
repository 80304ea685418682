//! The words of the network widget.

crate::wording::wording! {
    input: "输入，32×32像素", "Input, 32×32 pixels";
    field: "方框是所选单元看见的全部像素", "the frame is all that the chosen cell sees";
    own_input: "自己的图片，取中间正方形，每8×8像素取平均，缩成32×32",
        "your own picture: its centre square, each 8×8 pixels averaged to one, 32×32 in all";
    truth: "正确类别", "true class";
    kernels: "conv1的16个核", "The 16 kernels of conv1";
    large: "放大", "Enlarged";
    large_keys: "放大的特征图；方向键移动所选单元", "The map enlarged; arrow keys move the chosen cell";
    layers: "各层的特征图；方向键换特征图，上下翻页键换层",
        "The maps of every layer; arrow keys change the map, Page Up and Page Down the layer";
    columns: "每张图左半是第一列的特征图，右半是第二列的；行首的数字是该行第一张的编号。标“跨列”的层，每张特征图读前一层的两列；没标的只读自己那一列（归一化要看前后各两张，所以中缝旁的几张会看到另一列）。",
        "In each picture the left half holds the maps of column 1, the right half those of column 2; the number before a row is its first map's. In a layer marked “crosses” every map reads both columns of the layer before; in the others its own alone (a normalization looks at two maps on either side, so those next to the border see some of the other column).";
    crosses: "跨列", "crosses";
    map: "特征图", "map";
    guess: "猜测（softmax）", "Guesses (softmax)";
    right_first: "第一名就猜对了。", "Right: the first guess is the true class.";
    right_within: "top-1算错；正确类别在前k名里，排第", "Wrong by top-1; the true class is among the first k, as number ";
    wrong: "错：正确类别不在前k名里，排第", "Wrong: the true class is not among the first k, but number ";
    no_truth: "自己的图片没有标准答案；网络只认得这49个类别，别的东西也会被塞进其中一类。",
        "Your own picture has no true class here; the net knows these 49 classes alone, and puts anything else into one of them.";
    caption: "点一张特征图放大，再在放大的图上移动指针：输入上的方框随之移动。越往后，一格看见的像素越多；换成ReLU之前和之后的层，看看有多少负数变成了0。",
        "Choose a map to enlarge it, then move over the enlarged one: the frame on the input moves along. The further on, the more pixels one cell sees. Compare a layer before and after its ReLU: how many negative numbers have become 0?";
    table: "所选单元是怎样算出来的", "How the chosen cell was made";
    row: "行", "row";
    column: "列", "column";
    sees: "看见输入的行、列", "sees the input's rows, columns";
    padding: "边外是补的0", "beyond the edge lies zero padding";
    terms: "项", "terms";
    c_sum: "逐项相加", "added up";
    c_max: "取最大的一项", "the largest is taken";
    c_relu: "负数变成0", "negative numbers become 0";
    c_response: "x ÷ (k + α × 邻近特征图的平方和)的β次方", "x over (k + α times the squares of neighbouring maps) to the power β";
    count: "在588张测试图上数一遍错误", "Count the errors on the 588 test pictures";
    same: "与模型卡一致。", "The same as on the model card.";
    differs: "与模型卡不同。", "Not the same as on the model card.";
    own_differs: "这是你的权重，模型卡说的是自带的权重。", "These are your weights; the card is of the shipped ones.";
    shipped: "用回自带的权重", "Back to the shipped weights";
    using_shipped: "现在用的是自带的权重。", "The shipped weights are in use.";
}
