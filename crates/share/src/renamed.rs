//! Widgets that had another name once. Links and embeds with it stand in other people's pages.

/// The old name, and the one that it has now: append only. Every old name has its line in
/// `tests/links/links.txt`, and its embed page goes on under the old address.
pub static RENAMED: &[(&str, &str)] = &[];

/// The name that a widget has now.
pub(crate) fn now<'a>(name: &'a str, renamed: &[(&'static str, &'static str)]) -> &'a str {
    // A name may have changed more than once; each change is a later row.
    renamed.iter().fold(name, |name, (old, new)| if name == *old { new } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::NAMES;

    #[test]
    fn an_old_name_is_followed_to_the_present_one() {
        let renamed = [("shortcut", "skip"), ("skip", "residual")];
        assert_eq!(now("shortcut", &renamed), "residual");
        assert_eq!(now("skip", &renamed), "residual");
        assert_eq!(now("residual", &renamed), "residual");
        assert_eq!(now("pooling", &renamed), "pooling");
        assert_eq!(now("skip", RENAMED), "skip");
    }

    #[test]
    fn every_old_name_leads_to_a_widget_and_has_its_old_link() {
        let links = include_str!("../../../tests/links/links.txt");
        for (old, _) in RENAMED {
            assert!(!NAMES.contains(old), "{old} is a widget's name now");
            assert!(NAMES.contains(&now(old, RENAMED)), "{old} leads to no widget");
            assert!(links.contains(&format!("\nw={old}&")), "no old link says {old}");
        }
    }
}
