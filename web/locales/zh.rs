use super::Words;

pub(super) static WORDS: Words = Words {
    site: "第三遍",
    tagline: "读论文要读三遍，第三遍是自己动手重做一遍。",
    about: "笔记可以读，笔记里的卷积可以在浏览器里当场运行：用真照片，也可以用自己的图片。",
    notes: "笔记",
    skip: "跳到正文",
    contents: "目录",
    other_language: "English",
    theme: "配色",
    theme_auto: "自动",
    theme_light: "浅色",
    theme_dark: "深色",
    source_note: "原始笔记",
    full_page: "打开完整笔记",
    made_from: "开源，采用MIT或Apache-2.0许可。",
    privacy: "不收集任何数据，不向别的网站发送任何请求。",
};
