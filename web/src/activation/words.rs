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
    times_1: "；tanh是ReLU的", ": tanh takes ";
    times_2: "倍", " times as many";
    parameters: "各有参数", "parameters of each:";
    rates: "选学习率：每种学习率下，训练错误率降到25%用了多少步（种子1、2、3；200步之内）",
        "The choice of the rate: steps to 25% training error at each (seeds 1, 2, 3; within 200 steps)";
    rate: "学习率", "Rate";
    chosen: " ✓", " ✓";
    caption: "TODO", "TODO";
    made: "TODO", "TODO";
}
