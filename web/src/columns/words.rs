//! The words of the columns widget.

crate::wording::wording! {
    figure: "论文图2：两列网络各在一块卡上，左边是图片；左右方向键换一层",
        "The paper’s figure 2: a column a card, the picture on the left; the arrow keys choose a layer";
    card_1: "卡1", "GPU 1";
    card_2: "卡2", "GPU 2";
    picture: "图片", "picture";
    legend_reads: "卡1上这一层读到的", "what this layer reads on GPU 1";
    legend_own: "卡1上的这一层", "this layer on GPU 1";
    legend_crosses: "跨卡的连线", "from one card to the other";
    real: "同样的分组，在一个真正训练过的小网络里", "The same groups in a small net that was really trained";
    strengths: "每个输入通道（行）到每张输出特征图（列）的平均|权重|，离底色越远越大；空白的两块是0。方向键或指针换一列。",
        "The mean |weight|, more ink where it is larger, from every input channel (row) to every output map (column); the two blank blocks are 0. Arrow keys or the pointer choose a column.";
    inputs: "输入通道", "Input channels";
    outputs: "输出特征图", "Output maps";
    choose: "输出特征图；方向键换一张", "Output maps; arrow keys choose another";
    framed: "实线框：所选那张读的；虚线框：也读，但权重是0", "solid frame: what the chosen map reads; dashed: read as well, with weights of 0";
    layer: "层", "layer";
    kernels: "每卡核数", "kernels a card";
    reads: "一个核读几个通道", "channels a kernel reads";
    parameters: "每卡参数", "parameters a card";
    multiply_adds: "每卡乘加", "multiply-adds a card";
    activations: "每卡激活", "activations a card";
    received: "从另一块卡读的数", "numbers read from the other card";
    table: "每一层在一块卡上的数，一张图", "Every layer on one card, for one picture";
    both: "两块卡合起来，参数和乘加", "Both cards together, parameters and multiply-adds";
    caption: "点一层。蓝色是卡1上这一层读到的，绿色是它自己：conv2、conv4、conv5的蓝色只有一块，conv3和三个全连接层有两块。再看下面真实的一层：把分组从2改成1，读的通道多了一倍，多出来的权重却全是0，结果不变，只差浮点数相加的先后，所以分组卷积就是权重块对角的普通卷积。",
        "Press a layer. Blue is what it reads on GPU 1, green is the layer itself: conv2, conv4 and conv5 have one blue box, conv3 and the three fully connected layers two. Then the real layer below: with one group instead of two each map reads twice the channels, but the weights it gains are all 0, and the result is the same but for the order in which floats are added. A grouped convolution is an ordinary one whose weights are block-diagonal.";
}
