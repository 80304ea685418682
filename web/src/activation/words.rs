//! The words of the activation widget.

crate::wording::wording! {
    logged: "事先跑好的三次（种子1、2、3），训练错误率降到25%：", "Logged with seeds 1, 2, 3: training error comes down to 25% with ";
    live: "现在这次，训练错误率降到25%：", "This run, down to 25% training error: ";
    no_log: "这个设置没有事先跑好的结果。", "There is no logged run of this setting.";
    took_1: "用了", " after ";
    took_2: "步", " steps";
    at_1: "在第", " at step ";
    at_2: "步", "";
    not_yet: "还没到", " not yet";
    never: "没到", "never";
    between: "、", ", ";
    comma: "，", ", with ";
    times_1: "；tanh的步数是ReLU的", ": tanh takes ";
    times_2: "倍", " times as many";
    parameters: "各有参数", "parameters of each:";
    rates: "选学习率：每种学习率下，训练错误率降到25%用了多少步（种子1、2、3；200步之内）",
        "The choice of the rate: steps to 25% training error at each (seeds 1, 2, 3; within 200 steps)";
    rate: "学习率", "Rate";
    chosen: " ✓", " ✓";
    caption: "横线是25%的训练错误率。在这个小任务上，论文的“六倍”没有出现：各取最好的学习率，tanh反而先到。可是把初始权重换成He初始化、两个学习率都调到1‰，先到的就是ReLU；都调到300‰，ReLU一点也学不动。所以快慢不只看激活函数，还看从哪里开始、步子多大、学什么。",
        "The level line is 25% training error. On this small task the paper’s factor of six does not appear: with the best rate of each, tanh is there first. Yet take He’s first weights and set both rates to 1‰, and ReLU is; set both to 300‰, and ReLU learns nothing at all. How fast a net learns is not in its activation alone, but also in where it starts, how large its steps are, and what it learns.";
    made: "载入时已真算了一步。两个网络都是三层5×5卷积（16、16、32个通道），每层后面是激活和2×2最大池化，最后一层全连接；初始权重和每步的图片都一样，只差激活函数。每批64张，SGD，动量0.9，学习率不变，没有正则化。数据是UCI的手写数字（CC BY 4.0），8×8放大到16×16：前1,500张训练，其余297张测试。论文图1的网络也是四层，但学的是CIFAR-10的彩色照片；它的初始权重、批的大小和选中的学习率，论文没有写。",
        "One real step has been computed on loading. Both nets have three 5×5 convolutions (16, 16, 32 channels), each with its activation and a 2×2 max pool, and a linear layer; they start from the same weights, see the same pictures, and differ in the activation alone. Batches of 64, SGD with momentum 0.9, a constant rate, no regularization. UCI’s handwritten digits (CC BY 4.0), 8×8 enlarged to 16×16: the first 1,500 for training, the other 297 for testing. The net of the paper’s figure 1 has four layers too, but learns CIFAR-10’s colour photographs; its first weights, its batches and the rates chosen are not in the paper.";
}
