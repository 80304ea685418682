//! The words of the page on accessibility.

crate::wording::wording! {
    title: "无障碍", "Accessibility";
    about: "不用鼠标、放大了看、分不清某些颜色、用读屏软件，都应当能读这里的笔记，也能用里面的组件。目标是WCAG 2.2的AA级。这一页写着试过什么、怎么试的、什么还没有试。",
        "Without a mouse, enlarged, with eyes that mix up some colours, or read aloud: the notes here are meant to be read and their widgets used all the same. The goal is WCAG 2.2, level AA. This page says what was tested, how, and what was not.";
    tested: "试过什么", "What is tested";
    how: "下面各条由自动测试守着：在Chromium里，每一个页面、每一个组件，两种语言各走一遍。有一条不成立，测试就不通过。",
        "What follows is held by automatic tests, which go through every page and every widget in both languages, in Chromium; where one point does not hold, they fail.";
    axe: "axe-core按WCAG 2.2 A级和AA级的规则查，查不出问题；组件动过以后再查，也是这样。",
        "axe-core finds nothing under the rules of WCAG 2.2, levels A and AA, also after a widget was used.";
    keys: "只用键盘，能走到每个组件，改它的值，打开和合上“分享”，再离开；没有哪里进去就出不来。焦点看得见，也不会被顶上的栏盖住。",
        "By keyboard alone every widget can be reached, changed, shared and left; nothing holds the focus. The focus is seen, and the bar at the top does not cover it.";
    controls: "每根滑块旁边有一格可以直接填数。能按的东西不小于24×24像素，小的四周留够空。",
        "Beside every slider stands a field for its number. What can be pressed is at least 24 by 24 pixels, or has room around it.";
    pictures: "每张画布有名字，每个组件另有一张数表；图上用方向键读出的数、表里的数，都和下载的数值对过。组件算到哪一步，由一行字报给读屏软件，不抢话。",
        "Every canvas has a name, and every widget a table of numbers beside its picture; what the arrow keys read off pictures, and what stands in tables, is compared with the numbers that can be downloaded. How far a widget has come is told to screen readers by one line, politely.";
    reflow: "窗口窄到320像素，或者放大到200%，整页都不用横着滚；宽的表和公式在自己的框里滚。",
        "At a width of 320 pixels, or enlarged to 200%, no page scrolls sideways; wide tables and formulas scroll in a frame of their own.";
    colours: "色标按三种色觉缺陷各模拟一遍：数越大，明暗总朝一个方向变；零上零下也分得开。色标两端写着数。",
        "The scales of colours are simulated for the three kinds of colour blindness: more is always lighter, or always darker, and above and below zero stay apart. Numbers stand at their ends.";
    forced: "系统换成高对比度的颜色，图例的色块仍各有各的颜色，按下的按钮有框，焦点看得见；图另看过截图。系统要求少动，就没有动画。",
        "Where the system forces its own colours, keys to a picture keep theirs, a pressed button has a frame, the focus is seen; pictures were looked at besides. Where it asks for less motion, nothing moves.";
    not_tested: "还没有试的", "What is not tested";
    people: "没有请平时靠读屏软件、放大镜或开关设备上网的人来用过，也没有用NVDA、JAWS或VoiceOver从头听到尾。自动测试代替不了他们。",
        "Nobody who relies on a screen reader, a magnifier or a switch has tried it for us, and no page was heard from end to end with NVDA, JAWS or VoiceOver. Automatic tests do not stand in for that.";
    formulas: "公式是MathML。怎么读出来，要看读屏软件和浏览器，我们没有逐个试。",
        "Formulas are MathML. How they are read aloud depends on the screen reader and the browser; we have not tried them all.";
    maps: "特征图有几千个数，页面上的表只列选中的那一格是怎样算来的，全部的数在下载的CSV里。",
        "A feature map has thousands of numbers. The table on the page shows how the selected one came about; all of them are in the CSV file.";
    use_keys: "用键盘", "Using the keyboard";
    key: "键", "Key";
    does: "做什么", "What it does";
    tab: "Tab，Shift+Tab", "Tab, Shift+Tab";
    tab_does: "往下、往上走；第一下是“跳到正文”", "forwards and backwards; the first is “skip to the text”";
    arrows: "方向键", "Arrow keys";
    arrows_do: "在滑块上改值；在图上换一格、一个点、一个词，并读出它的数", "on a slider, change its value; on a picture, choose another square, point or word, and read its number";
    slash: "/", "/";
    slash_does: "搜索", "search";
    escape: "Esc", "Esc";
    escape_does: "合上对话框和提示", "close a dialog or a card";
    sides: "左、右", "Left, right";
    sides_do: "放映讲义时翻页", "turn the pages of a lesson";
}
