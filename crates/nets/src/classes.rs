//! The names of a net's classes, as `web/assets/classes/` has them.

use ops::OpError;

/// The names of `count` classes, one a line, class 0 first.
///
/// ```
/// use nets::classes;
/// let names = classes::read("cat\ndog\n", 2)?;
/// assert_eq!(names[1], "dog");
/// assert!(classes::read("cat\n", 2).is_err());
/// # Ok::<(), ops::OpError>(())
/// ```
///
/// # Errors
/// Where there are not as many as classes, or a line is empty.
pub fn read(text: &str, count: usize) -> Result<Vec<String>, OpError> {
    let bad = |words: String| OpError::new("classes", words);
    let names: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
    if let Some(empty) = names.iter().position(String::is_empty) {
        return Err(bad(format!("class {empty} has no name: line {} is empty", empty + 1)));
    }
    if names.len() != count {
        return Err(bad(format!("there are {} names for {count} classes", names.len())));
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::read;

    fn shipped(file: &str, count: usize) -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/assets/classes/");
        read(&fs::read_to_string(format!("{folder}{file}")).expect(file), count).expect(file)
    }

    /// Two places of ImageNet that everybody knows, and the two that torchvision tells apart
    /// where others have one name twice.
    #[test]
    fn the_shipped_names_are_those_of_the_logits() {
        let imagenet = shipped("imagenet.txt", 1000);
        assert_eq!(
            [&imagenet[0], &imagenet[281], &imagenet[999]],
            ["tench", "tabby", "toilet tissue"]
        );
        assert_ne!(imagenet[134], imagenet[517]);
        let cifar = shipped("cifar10.txt", 10);
        assert_eq!([&cifar[0], &cifar[3], &cifar[9]], ["airplane", "cat", "truck"]);
        let cifar = shipped("cifar10.zh.txt", 10);
        assert_eq!([&cifar[0], &cifar[3], &cifar[9]], ["飞机", "猫", "卡车"]);
    }

    #[test]
    fn a_list_that_does_not_fit_is_named() {
        let refused = |text: &str, said: &str| {
            let error = read(text, 2).expect_err(said).to_string();
            assert!(error.contains(said), "{error}");
        };
        refused("a\nb\nc\n", "there are 3 names for 2 classes");
        refused("a\n\nb\n", "class 1 has no name: line 2 is empty");
        refused("", "there are 0 names for 2 classes");
    }
}
