//! The words of the degradation widget.

crate::wording::wording! {
    start: "开始训练", "Start training";
    pause: "暂停", "Pause";
    step: "走一步", "One step";
    train_group: "训练", "Training";
    plain: "普通网络", "plain";
    residual: "残差网络", "residual";
    loss: "训练损失", "Training loss";
    error: "训练错误率（最近10批的平均）", "Training error (mean of the last 10 batches)";
    test: "测试错误率（每50步测一次，297张）", "Test error (every 50 steps, on 297 pictures)";
    norms: "每层权重的梯度范数，从第一层到最后一层（对数轴）", "Norm of the gradient of each layer’s weights, first layer to last (log axis)";
    responses: "每层响应的标准差，ReLU和相加之前", "Standard deviation of each layer’s response, before ReLU and sum";
    pale: "淡色细线：事先跑好的一次，种子1", "Pale thin lines: a run logged beforehand, seed 1";
    no_log: "这个设置没有事先跑好的曲线。", "There is no logged run of this setting.";
    at_1: "逐层的两张图：第", "Layer by layer, of step ";
    at_2: "步", "";
    step_1: "第", "Step ";
    step_2: "步，共", " of ";
    step_3: "步", "";
    each: "，每步", ", a step takes ";
    left: "秒，约剩", " s, about ";
    left_2: "秒", " s left";
    done: "训练完了。", "Training has ended.";
    logged: "事先跑好的一次，200步之后，1,500张训练图上的错误率：",
        "The logged run, after 200 steps, error on the 1,500 training pictures: ";
    live: "现在这次，训练错误率：", "This run, training error: ";
    live_test: "；测试错误率：", "; test error: ";
    comma: "，", ", ";
    gap: "", " ";
    over: "没有训练到底，停在这里，曲线保留：", "this training ended early; its curve stays. ";
    parameters: "各有参数", "parameters of each";
    caption: "先看淡线：200步之后，56层的普通网络在训练集上还错七成，56层的残差网络只错4%。这是训练错误率，所以不是过拟合。换成20层，两者差得就少了。想亲眼看，就按“开始训练”。再把“逐层看第几步”设成1：普通网络一开始，前面几层的梯度反而比残差网络大几十倍，没有消失。",
        "See the pale lines first: after 200 steps the plain net of 56 layers still has seven in ten of its training pictures wrong, its twin with shortcuts 4%. That is training error, so it is no overfitting. With 20 layers they lie closer. Start training to see it happen. Then set “Layers at step” to 1: at the start, gradients of the plain net’s early layers are tens of times larger than its twin’s; they have not vanished.";
    made: "载入时已真算了一步。CIFAR式的网络（论文4.2节，选项A的捷径），通道数8、16、32；两个网络的初始权重和每步的图片都一样，只差捷径。数据是UCI的手写数字（CC BY 4.0），8×8放大到16×16，前1,500张训练，其余297张测试；每批64张，SGD，学习率0.1，动量0.9，权重衰减1e-4，中途不降学习率。这里说的是“200步之内学得更慢”，不是论文那样训练64,000步、收敛之后的退化。没有批归一化时，这个学习率太大，两种网络都学不会，或者发散。",
        "One real step has been computed on loading. Nets as for CIFAR (section 4.2, shortcuts of option A) with 8, 16 and 32 channels; both start from the same weights and see the same pictures, and differ in the shortcuts alone. UCI’s handwritten digits (CC BY 4.0), 8×8 enlarged to 16×16: the first 1,500 for training, the other 297 for testing; batches of 64, SGD, rate 0.1 without drops, momentum 0.9, weight decay 1e-4. This shows nets that are slower to train at 200 steps, not degradation at convergence, for which the paper took 64,000. Without batch normalization the rate is too large: neither net learns, or they diverge.";
    table: "每一步的损失和错误率", "Loss and error of every step";
    step_head: "步", "Step";
    loss_head: "损失", "loss";
    error_head: "错误率", "error";
    test_head: "测试错误率", "test error";
}
