//! The words of the augmentation widget.

crate::wording::wording! {
    another: "再抽一张", "Another one";
    count_1: "两端的位置都算上，一共", "With both ends counted there are ";
    count_2: "张；论文按", " patches; the paper’s ";
    count_3: "算。", " leaves one end out.";
    input: "照片，256×256", "The photograph, 256×256";
    cut: "裁出的224×224", "The patch, 224×224";
    mirrored: "，左右翻转", ", mirrored";
    patch: "变色之后，送进网络的就是它", "With its colours shifted: what the net is given";
    rows: "第", "rows ";
    columns: "行，第", ", columns ";
    columns_end: "列", "";
    keys: "照片上的裁剪框；拖动，或按方向键移动一个像素，同时按Shift移动八个",
        "The frame over the photograph; drag it, or move it with the arrow keys by a pixel, with Shift by eight";
    top_left: "左上角", "top left";
    top_right: "右上角", "top right";
    bottom_left: "左下角", "bottom left";
    bottom_right: "右下角", "bottom right";
    centre: "正中", "centre";
    components: "这张照片自己的65,536个像素的协方差矩阵：特征值λ、特征向量p，和这次抽到的α（论文用的是整个ImageNet训练集的像素）",
        "The covariance of this photograph’s own 65,536 pixels: eigenvalues λ, eigenvectors p, and the α drawn this time (the paper takes the pixels of all of ImageNet’s training set)";
    shift: "每个像素加上同一组数（0到255的刻度）：", "Added to every pixel alike, on a scale of 0 to 255: ";
    component: "主成分", "Component";
    channel: "通道", "Channel";
    added: "加上的数（0到1）", "Added (0 to 1)";
    added_255: "0到255的刻度", "On a scale of 0 to 255";
    caption: "拖动框子，或多按几次“再抽一张”：内容几乎不变，对网络却是另一张图。α的标准差在论文里是0.1（10%），值按0到1算时，颜色几乎看不出变化；拉到100%以上，就看得出它大致是光的强弱和冷暖在变。论文没有说像素值的刻度：按0到255算，λ大65,025倍，同一个公式加上的数相对量程大255倍。",
        "Drag the frame, or ask for another one a few times: hardly a thing has changed, and yet it is a new picture to the net. The paper’s α has a deviation of 0.1 (10%), and with values from 0 to 1 the shift can hardly be seen; set it above 100% to see that it is mostly how strong and how warm the light is. The paper does not say the scale of its values: from 0 to 255, λ is 65,025 times as large, and the same formula adds 255 times as much of the range.";
    table: "三个通道各加多少", "What each channel is given";
}
