//! The words of the dropout widget.

crate::wording::wording! {
    input: "输入：", "Input: ";
    fc6: "fc6的224个输出（ReLU之后）", "The 224 outputs of fc6 (after ReLU)";
    mask: "这一次的去留（空格是丢掉的）", "Kept in this draw (blank: dropped)";
    kept: "，留下", ": ";
    of: "个，共", " of ";
    train_paper: "训练时传给fc7：丢掉的是0，其余不变", "Passed on in training: 0 where dropped, the rest as it is";
    train_pytorch: "训练时传给fc7：丢掉的是0，其余÷(1−p)", "Passed on in training: 0 where dropped, the rest over 1 − p";
    test_paper: "测试时传给fc7：全部留下，都×(1−p)", "Passed on in testing: all of it, times 1 − p";
    test_pytorch: "测试时传给fc7：全部留下，不变", "Passed on in testing: all of it, as it is";
    keys: "fc6的神经元，16个一行；方向键移动所选的一个", "Neurons of fc6, 16 in a row; arrow keys move the chosen one";
    neuron: "fc6的神经元", "Neuron of fc6 ";
    value: "：", ": ";
    comma: "，", ", ";
    is_kept: "这次留下", "kept";
    is_dropped: "这次丢掉", "dropped";
    passes_train: "；训练时传出", "; passed on in training ";
    passes_test: "，测试时传出", ", in testing ";
    unit_1: "fc7的单元", "Unit ";
    unit_2: "，抽", " of fc7, mean of ";
    unit_3: "次的平均：", " draws: ";
    tested: "；测试时：", "; in testing: ";
    spread: "；单次的标准差：", "; deviation of one draw: ";
    relu_1: "再过一次ReLU，平均是", "After its ReLU the mean is ";
    relu_2: "，测试时是", ", in testing ";
    relu_3: "：隔着ReLU，两者不必相等。", ": behind a ReLU the two need not agree.";
    chart: "前n次的平均减去测试时的值（绿），和由这些次估出的标准误差±s/√n（黄褐）",
        "Mean of the first n draws less the value in testing (green), and its standard error, ±s/√n of these draws (amber)";
    caption: "先拖“看第几次”：每次留下的神经元都不同，传给下一层的也不同。再把抽的次数加大：平均值靠向测试时的那一个，误差按1/√n缩小。换成PyTorch的做法，两边都大1/(1−p)倍，期望仍相等。把p调到90%：单次的起伏大得多，平均要抽更多次才稳。",
        "Move “Draw shown” first: each draw keeps other neurons and passes on other numbers. Then take more draws: their mean comes to the one value of testing, its error shrinking as 1/√n. Take PyTorch’s way: both sides are larger by 1/(1 − p), and still agree in expectation. With p at 90% one draw swings far more, and the mean needs more of them.";
    table: "每次抽到的值和到此为止的平均", "Every draw, and the mean so far";
    draw: "第几次", "Draw";
    mean: "前n次的平均", "Mean of the first n";
    error: "标准误差", "Standard error";
}
