//! The words that every widget has.

crate::wording::wording! {
    boot_error: "组件没能启动，文字部分不受影响。可以刷新再试。",
        "The widget could not start; the text is not affected. Reloading may help.";
    no_script: "这个组件要用JavaScript在本机计算。文字部分不受影响。",
        "This widget computes on your machine and needs JavaScript. The text does not.";
    ask: "想一想：", "To think about: ";
    loading: "正在载入计算模块……", "Loading the engine…";
    running: "正在计算……", "Computing…";
    ready: "已算好。", "Computed.";
    failed: "没有算成：", "This could not be computed: ";
    original: "英文原文", "The original words";
    device_replaced: "显卡设备中途丢失，已换一个接着算，数据没有丢。",
        "The graphics device was lost and has been replaced; nothing is missing.";
    device_gone: "显卡设备反复丢失，改由CPU接着算。",
        "The graphics device was lost again and again; the CPU goes on.";
    worker_replaced: "计算线程中途停了，已重新启动；动一下控件就会重算。",
        "The computing thread stopped and was started again; the next move of a control computes anew.";
    retry: "再试一次", "Try again";
    dismiss: "知道了", "Dismiss";
    time: "用时", "time";
    on_cpu: "CPU（WebAssembly）", "CPU (WebAssembly)";
    on_cpu_http: "CPU（WebAssembly；这一页经http打开，浏览器不开放WebGPU）",
        "CPU (WebAssembly; over plain http browsers offer no WebGPU)";
    on_gpu: "WebGPU", "WebGPU";
    on_software: "WebGPU（软件模拟，没有用显卡）", "WebGPU (in software, no graphics card)";
    reset: "恢复默认", "Reset";
    share: "分享", "Share";
    csv: "下载数值（CSV）", "Download the numbers (CSV)";
    svg: "下载图（SVG）", "Download the picture (SVG)";
    code: "这一状态的PyTorch代码", "PyTorch code of this state";
}
