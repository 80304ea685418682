//! The words of the full widget.

crate::wording::wording! {
    run: "跑一遍", "Run it";
    stop: "停下", "Stop";
    takes_1: "按下才开始：要占", "Nothing starts before you press: it takes ";
    takes_2: "的内存放权重，另开一个计算线程。", " of memory for the weights, in a computing thread of its own.";
    random_before: "权重是随机的（没有训练过），只为量形状、内存和时间；要看猜测，请在下面换上训练过的权重。",
        "The weights are random (nobody trained them): they are here for shapes, memory and time. For guesses, put trained weights in below.";
    drawing: "正在按种子生成权重……", "Drawing the weights from the seed…";
    reading: "正在读权重……", "Reading the weights…";
    forward_1: "前向，第", "Forward ";
    forward_2: "遍，共", " of ";
    forward_3: "遍……", "…";
    random_after: "这1000个输出来自随机权重，什么也不说明，所以不列猜测。",
        "These 1000 outputs come from random weights and mean nothing, so no guesses are shown.";
    guess: "猜测（softmax）", "Guesses (softmax)";
    names: "类别名是torchvision的英文原名。", "The names of the classes are torchvision’s.";
    prepared_torchvision: "图片：256×256取中间224×224，除以255，减ImageNet均值、除以标准差。自己的图片由浏览器缩到256×256，和torchvision的双线性缩放略有出入。",
        "The picture: the centre 224×224 of 256×256, over 255, less ImageNet’s mean, over its deviation. Your own is scaled to 256×256 by the browser, not quite as torchvision’s bilinear resize does.";
    prepared_paper: "图片：256×256取中间227×227，0到255的RGB减去ImageNet均值（第2节；论文逐像素减均值，这里每个颜色减一个数）。",
        "The picture: the centre 227×227 of 256×256, RGB of 0 to 255 less ImageNet’s mean (section 2; the paper takes a mean for every pixel, here there is one for every colour).";
    seeded: "现在用的是按种子生成的随机权重。", "Random weights of the seed are in use.";
    back: "用回随机权重", "Back to the random weights";
    layer: "层", "layer";
    kind: "输出", "output";
    weight: "权重的形状", "shape of the weight";
    parameters: "参数", "parameters";
    bytes: "MB", "MB";
    multiply_adds: "乘加", "multiply-adds";
    share: "占乘加", "of the multiply-adds";
    warming: "逐层先跑一遍，不计时：", "Layer by layer, not timed yet: ";
    time: "毫秒（单独跑）", "ms (by itself)";
    alone: "逐层再跑一遍，量每一层的时间：", "Once more, timing each: ";
    total: "合计", "total";
    table: "每一层", "Every layer";
    first: "首次", "first";
    best: "最快", "best";
    made: "权重就绪", "weights ready in";
    rate: "次乘加/秒", "multiply-adds/s";
    memory: "计算线程的内存", "the thread’s memory";
    caption: "先看表：第一个全连接层就占了六成参数，乘加却不到一成。跑一遍，看你的设备每层要多久、每秒做多少次乘加，再换到WebGPU（地址里加backend=webgpu）比一比。要看它认东西，把torchvision训练好的alexnet存成safetensors拖进来，代码在下面。",
        "Read the table first: the first fully connected layer alone has six tenths of the parameters and not a tenth of the multiply-adds. Run it and see how long each layer takes and how many multiply-adds a second your machine does; compare WebGPU (backend=webgpu in the address) with the CPU. To see it recognise things, save torchvision’s trained alexnet as safetensors and drop it here: the code is below.";
}
