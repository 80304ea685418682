//! The words of the degradation widget.

crate::wording::wording! {
    plain: "普通网络", "plain";
    residual: "残差网络", "residual";
    layer_1: "第", "Layer ";
    layer_2: "层", "";
    norms: "每层权重的梯度范数，从第一层到最后一层（对数轴）", "Norm of the gradient of each layer’s weights, first layer to last (log axis)";
    responses: "每层响应的标准差，ReLU和相加之前", "Standard deviation of each layer’s response, before ReLU and sum";
    no_log: "这个设置没有事先跑好的曲线。", "There is no logged run of this setting.";
    at_1: "逐层的两张图：第", "Layer by layer, of step ";
    at_2: "步", "";
    logged: "事先跑好的一次，200步之后，1,500张训练图上的错误率：",
        "The logged run, after 200 steps, error on the 1,500 training pictures: ";
    live: "现在这次，训练错误率：", "This run, training error: ";
    live_test: "；测试错误率：", "; test error: ";
    comma: "，", ", ";
    parameters: "各有参数", "parameters of each";
    caption: "先看淡线：200步之后，56层的普通网络在训练集上还错七成，56层的残差网络只错4%。这是训练错误率，所以不是过拟合。换成20层，两者差得就少了。想亲眼看，就按“开始训练”。再把“逐层看第几步”设成1：普通网络一开始，前面几层的梯度反而比残差网络大几十倍，没有消失。",
        "See the pale lines first: after 200 steps the plain net of 56 layers still has seven in ten of its training pictures wrong, its twin with shortcuts 4%. That is training error, so it is no overfitting. With 20 layers they lie closer. Start training to see it happen. Then set “Layers at step” to 1: at the start, gradients of the plain net’s early layers are tens of times larger than its twin’s; they have not vanished.";
    made: "载入时已真算了一步。CIFAR式的网络（论文4.2节，选项A的捷径），通道数8、16、32；两个网络的初始权重和每步的图片都一样，只差捷径。数据是UCI的手写数字（CC BY 4.0），8×8放大到16×16，前1,500张训练，其余297张测试；每批64张，SGD，学习率0.1，动量0.9，权重衰减1e-4，中途不降学习率。这里说的是“200步之内学得更慢”，不是论文那样训练64,000步、收敛之后的退化。没有批归一化时，这个学习率太大，两种网络都学不会，或者发散。",
        "One real step has been computed on loading. Nets as for CIFAR (section 4.2, shortcuts of option A) with 8, 16 and 32 channels; both start from the same weights and see the same pictures, and differ in the shortcuts alone. UCI’s handwritten digits (CC BY 4.0), 8×8 enlarged to 16×16: the first 1,500 for training, the other 297 for testing; batches of 64, SGD, rate 0.1 without drops, momentum 0.9, weight decay 1e-4. This shows nets that are slower to train at 200 steps, not degradation at convergence, for which the paper took 64,000. Without batch normalization the rate is too large: neither net learns, or they diverge.";
}
