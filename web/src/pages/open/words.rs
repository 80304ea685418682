//! The words of the page for a reader's own note.

crate::wording::wording! {
    title: "打开自己的笔记", "Open your own note";
    about: "选一份Markdown文件，就在这一页里排好版：表格、公式、脚注、图片都在，里面的组件可以运行。文件只在你的浏览器里读，不上传。",
        "Choose a Markdown file and it is set in this page: tables, formulas, footnotes, pictures, and widgets that run. The file is read in your browser and goes nowhere.";
    no_script: "打开笔记要用JavaScript。", "Opening a note needs JavaScript.";
    files: "选择.md文件（图片可以一起选）", "Choose a .md file (pictures may come with it)";
    folder: "或者选整个文件夹", "Or a whole folder";
    drop: "也可以把文件或文件夹拖到这里。", "Or drop a file or a folder here.";
    write: "或者自己写", "Or write one";
    text: "笔记的Markdown", "The note, in Markdown";
    show: "显示", "Show";
    template: "打开模板", "Open the template";
    download: "下载模板", "Download the template";
    again: "再打开上次的笔记：", "Open the last note again: ";
    forget: "从这台设备上删掉", "Delete it from this device";
    forgotten: "已经删掉。", "It is deleted.";
    share: "复制链接", "Copy the link";
    link: "这份笔记的链接", "The link of this note";
    copied: "已复制。整份笔记都在链接里。", "Copied. The whole note is in the link.";
    by_hand: "浏览器不允许写剪贴板，请手动复制下面的链接。", "The browser does not allow writing to the clipboard; please copy the link below by hand.";
    teach: "当作讲义放映", "Step through it as a lesson";
    previous: "上一节", "Previous";
    next: "下一节", "Next";
    end: "结束放映", "End the lesson";
    part: "进度：", "Part ";
    all_remote: "显示全部网上的图片", "Show all pictures from the web";
    close: "合上笔记", "Close the note";
    more: "接着显示下面的部分", "Show what follows";
    faults: "有问题的地方", "What is wrong in it";
    others: "同时选中的其他笔记", "The other notes that were chosen";
    reading: "正在读……", "Reading …";
    opened: "已打开：", "Opened: ";
    gbk: "（文件不是UTF-8，按GBK读的）", " (the file is not UTF-8; it was read as GBK)";
    utf16: "（按UTF-16读的）", " (read as UTF-16)";
    kept: "笔记太长，放不进链接，已存在这台设备的浏览器里，下次可以再打开。", "The note is too long for a link; it is kept in this browser, and can be opened again.";
    not_kept: "笔记太长，放不进链接，浏览器里也存不下；下次请重新选择文件。", "The note is too long for a link and for this browser’s store; next time, choose the file again.";
    pictures_stay: "笔记里的本地图片不在链接里。", "The note’s own pictures are not in the link.";
    long: "文件太大：最多读10MB。", "The file is too large: at most 10 MB are read.";
    zip: "这是一个压缩包，不是文本；请先解压，再选里面的.md文件。", "This is a zip archive, not text; unpack it and choose the .md file in it.";
    binary: "这个文件不是文本，没有打开。", "This file is not text; it was not opened.";
    none: "没有找到.md文件。", "There is no .md file among these.";
    damaged: "链接不完整：里面的笔记被截断或改动了。请复制完整的链接再试。", "The link is not whole: the note in it was cut or changed. Try copying the whole link again.";
    failed: "排版没有成功，下面是原文。", "Setting the note failed; below is its text as it is.";
    empty: "文件是空的。", "The file is empty.";
    remote: "显示图片，来自", "Show the picture from ";
    missing: "图片不在所选的文件里：", "A picture is not among the chosen files: ";
    broken: "图片打不开：", "A picture cannot be opened: ";
    lesson: "怎样写", "How to write one";
    lesson_about: "普通的Markdown都可以用。另有几样是本站的：", "All of ordinary Markdown works. A few things are this site’s own:";
    lesson_formula: "公式：行内用一个$，单独成行用两个。\\cx{}、\\cw{}、\\cy{}给输入、权重、输出上色。",
        "Formulas: one $ within a line, two for a line of its own. \\cx{}, \\cw{}, \\cy{} colour inputs, weights, outputs.";
    lesson_widget: "组件：代码块的名字写widget和组件名，里面一行一项设置；没写的用默认值。",
        "Widgets: a code block named widget and the widget’s name, a setting a line; what is left out has its default.";
    lesson_pass: "第几遍读：:::pass和数字开头，:::收尾。", "Passes: begin with :::pass and its number, end with :::.";
    lesson_claim: "核对卡片：:::claim和卡片的编号。", "Claim cards: :::claim and the card’s id.";
    lesson_footnote: "脚注：正文里引用，另起一段写内容。", "Footnotes: call them in the text, write them in a paragraph of their own.";
    lesson_teach: "讲义：一级、二级标题和---各起一节，按“当作讲义放映”，用左右箭头键翻。问题写在组件里：ask = …，lock = …固定参数，hide = …藏起参数。",
        "Lessons: headings of the first two levels and --- begin a part; press “Step through it as a lesson” and use the arrow keys. A question goes into a widget: ask = …, with lock = … to fix settings and hide = … to hide them.";
    lesson_picture: "图片：相对路径的图片，和笔记一起选或放在同一个文件夹里；网上的图片点了才取。",
        "Pictures: relative ones are chosen with the note or lie in its folder; those from the web are fetched when you press.";
    lesson_safe: "HTML标签原样显示，不会运行；只有http(s)、mailto和相对链接可以点。写错的地方会列出行号，其余照常显示。",
        "HTML tags are shown as text and never run; only http(s), mailto and relative links are live. Mistakes are listed with their line, and the rest is shown.";
    lesson_template: "一份写全了的模板", "A template with all of it";
    lesson_widgets: "可以写的组件", "The widgets there are";
}
