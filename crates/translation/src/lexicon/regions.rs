//! Towns and countries: places whose names need no article and no 里.

/// A town or a country.
#[derive(Debug, PartialEq, Eq)]
pub struct Region {
    /// English.
    pub english: &'static str,
    /// Chinese.
    pub chinese: &'static str,
}

const fn region(english: &'static str, chinese: &'static str) -> Region {
    Region { english, chinese }
}

/// All of them.
pub const REGIONS: &[Region] = &[
    region("beijing", "北京"),
    region("shanghai", "上海"),
    region("london", "伦敦"),
    region("paris", "巴黎"),
    region("china", "中国"),
    region("america", "美国"),
    region("england", "英国"),
    region("france", "法国"),
    region("japan", "日本"),
];
