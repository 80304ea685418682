//! The words of the convolution widget.

crate::wording::wording! {
    input: "输入x", "Input x";
    kernel: "卷积核w", "Kernel w";
    output: "输出y", "Output y";
    relu: "ReLU之后", "After ReLU";
    pooled: "3×3、步幅2的最大池化之后", "After 3×3 max pooling, stride 2";
    too_small: "输出太小，池化不了。", "The output is too small to pool.";
    histogram: "输出y的分布（紫色是会被ReLU截掉的负值）",
        "Distribution of the output y (purple: negative, cut by ReLU)";
    shape: "输出形状", "output shape";
    params: "参数", "parameters";
    macs: "乘加", "multiply-adds";
    caption: "在输出上移动指针，或让它获得焦点后按方向键：输入上的方框就是这个输出看见的全部像素。步幅越小，输出越大，相邻两个输出看见的区域重叠得越多。",
        "Move the pointer over the output, or focus it and press the arrow keys: the frame on the input is all that this one output sees. The smaller the stride, the larger the output, and the more two neighbouring outputs see of the same pixels.";
    table: "这个输出是怎样加出来的", "How this output adds up";
    selected: "所选输出", "Selected output";
    sum_of_products: "各通道的乘积之和", "Sum of products by channel";
    channel: "通道", "channel";
    x_value: "输入", "input";
    weight: "权重", "weight";
    product: "乘积", "product";
    paint: "自己画的卷积核：点、拖动来画；方向键移动，0到9填数，减号变号，Delete清零",
        "Your own kernel: click or drag to paint; arrow keys move, 0 to 9 set a cell, minus turns its sign, Delete clears it";
    paint_map: "要画的卷积核", "The kernel to paint";
    brush: "画笔的数", "Brush";
    clear: "全部清零", "Clear all";
    cell_1: "第", "row ";
    cell_2: "行第", ", column ";
    cell_3: "列：", ": ";
    scaled: "。计算时各数除以它们绝对值的和，三个通道各占三分之一。", ". For the sum, all are divided by the sum of their absolute values, a third for each channel.";
    keys_hint: "输出特征图；方向键移动所选单元", "Output map; arrow keys move the selected cell";
}
