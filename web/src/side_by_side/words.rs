//! The words of two nets that are trained side by side.

crate::wording::wording! {
    start: "开始训练", "Start training";
    pause: "暂停", "Pause";
    step: "走一步", "One step";
    train_group: "训练", "Training";
    loss: "训练损失", "Training loss";
    error: "训练错误率（最近10批的平均）", "Training error (mean of the last 10 batches)";
    test: "测试错误率（每50步测一次，297张）", "Test error (every 50 steps, on 297 pictures)";
    pale: "淡色细线：事先跑好的一次，种子1", "Pale thin lines: a run logged beforehand, seed 1";
    step_1: "第", "Step ";
    step_2: "步，共", " of ";
    step_3: "步", "";
    each: "，每步", ", a step takes ";
    left: "秒，约剩", " s, about ";
    left_2: "秒", " s left";
    done: "训练完了。", "Training has ended.";
    gap: "", " ";
    over: "没有训练到底，停在这里，曲线保留：", "this training ended early; its curve stays. ";
    logged: "（事先）", " (logged)";
    read_hint: "左右键逐点读数", "left and right arrow keys read the numbers";
    table: "每一步的损失和错误率", "Loss and error of every step";
    step_head: "步", "Step";
    loss_head: "损失", "loss";
    error_head: "错误率", "error";
    test_head: "测试错误率", "test error";
}
