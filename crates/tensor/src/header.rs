//! The header of a safetensors file: names, types, shapes and places, in JSON.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::{
    json::{Json, Outcome, quoted},
    order::order,
};

/// What stands before the tensors.
#[derive(Debug, Default)]
pub(crate) struct Header {
    /// In the order in which they lie.
    pub(crate) tensors: Vec<Entry>,
    /// The file's words about itself.
    pub(crate) words: BTreeMap<String, String>,
}

/// One tensor.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    pub(crate) name: String,
    /// The type's name.
    pub(crate) dtype: String,
    pub(crate) shape: Vec<usize>,
    /// Its bytes, counted from the first behind the header.
    pub(crate) bytes: Range<usize>,
}

/// The key of the words.
const WORDS: &str = "__metadata__";

impl Header {
    /// Reads it, and holds the tensors to lie behind each other, each as long as its shape says.
    pub(crate) fn read(text: &[u8]) -> Outcome<Self> {
        let mut json = Json::new(text)?;
        let (mut named, mut words) = (BTreeMap::new(), BTreeMap::new());
        json.object(&mut |json, name| {
            if name == WORDS {
                return if json.null() { Ok(()) } else { read_words(json, &mut words) };
            }
            let entry = Entry::read(json, &name)?;
            match named.insert(name, entry) {
                Some(entry) => Err(format!("its header has two tensors {}", entry.name)),
                None => Ok(()),
            }
        })?;
        json.end()?;
        let named: Vec<Entry> = named.into_values().collect();
        let place = |i: usize| (named[i].bytes.start, named[i].bytes.end);
        let order = order(named.len(), &|i, j| place(i).cmp(&place(j)));
        let tensors: Vec<Entry> = order.into_iter().map(|i| named[i].clone()).collect();
        let mut start = 0;
        for entry in &tensors {
            let Entry { name, bytes, .. } = entry;
            if bytes.start != start || bytes.end < start {
                return Err(format!("{name} does not begin where the tensor before it ends"));
            }
            if !entry.fits() {
                return Err(format!("{name} is not as long as its shape says"));
            }
            start = bytes.end;
        }
        Ok(Self { tensors, words })
    }

    /// As it stands in a file, filled up to where numbers may begin.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut parts = Vec::new();
        if !self.words.is_empty() {
            let words: Vec<String> =
                self.words.iter().map(|(k, v)| format!("{}:{}", quoted(k), quoted(v))).collect();
            parts.push(format!("\"{WORDS}\":{{{}}}", words.join(",")));
        }
        for Entry { name, dtype, shape, bytes } in &self.tensors {
            let shape: Vec<String> = shape.iter().map(ToString::to_string).collect();
            parts.push(format!(
                "{}:{{\"dtype\":\"{dtype}\",\"shape\":[{}],\"data_offsets\":[{},{}]}}",
                quoted(name),
                shape.join(","),
                bytes.start,
                bytes.end
            ));
        }
        let mut text = format!("{{{}}}", parts.join(",")).into_bytes();
        text.resize(text.len().next_multiple_of(8), b' ');
        text
    }
}

fn read_words(json: &mut Json<'_>, words: &mut BTreeMap<String, String>) -> Outcome {
    json.object(&mut |json, key| {
        words.insert(key, json.string()?);
        Ok(())
    })
}

impl Entry {
    fn read(json: &mut Json<'_>, name: &str) -> Outcome<Self> {
        let mut entry = Self { name: name.to_owned(), ..Self::default() };
        let mut given = 0;
        json.object(&mut |json, key| {
            match key.as_str() {
                "dtype" => entry.dtype = json.string()?,
                "shape" => entry.shape = numbers(json)?,
                "data_offsets" => {
                    let [from, to] = numbers(json)?[..] else {
                        return Err(json.wrong("not two ends of a tensor"));
                    };
                    entry.bytes = from..to;
                }
                _ => return json.skip(),
            }
            given += 1;
            Ok(())
        })?;
        if given == 3 {
            Ok(entry)
        } else {
            Err(format!("{name} has no dtype, shape, data_offsets"))
        }
    }

    /// Whether it is as long as type and shape say; of an unknown type nothing is known.
    fn fits(&self) -> bool {
        let bits = match self.dtype.as_str() {
            "F4" => 4,
            "F6_E2M3" | "F6_E3M2" => 6,
            "BOOL" | "U8" | "I8" => 8,
            "I16" | "U16" | "F16" | "BF16" => 16,
            "I32" | "U32" | "F32" => 32,
            "I64" | "U64" | "F64" | "C64" => 64,
            eight if eight.starts_with("F8_") => 8,
            _ => return true,
        };
        let sizes = self.shape.iter().copied();
        let want = sizes.chain([bits]).try_fold(1, usize::checked_mul);
        want.is_some() && want == self.bytes.len().checked_mul(8)
    }
}

fn numbers(json: &mut Json<'_>) -> Outcome<Vec<usize>> {
    let mut numbers = Vec::new();
    json.array(&mut |json| {
        numbers.push(json.whole()?);
        Ok(())
    })?;
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said() {
        let one = r#""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#;
        let other = one.replace("[0,8]", "[8,16]");
        for (header, words) in [
            (format!("{{{one}}}"), None),
            (format!("{{{one},\"b\"{}}} ", &other[3..]), None),
            (format!("{{\"__metadata__\":null,{one}}}"), None),
            (format!("{{{}}}", one.replace("[2]", "[2],\"more\":[{}]")), None),
            (one.to_owned(), Some("no '{'")),
            (format!("{{{one},{other}}}"), Some("two tensors a")),
            (format!("{{{other}}}"), Some("does not begin where")),
            (format!("{{{}}}", one.replace("[2]", "[3]")), Some("not as long as")),
            (format!("{{{}}}", one.replace("F32", "F64")), Some("not as long as")),
            (format!("{{{}}}", one.replace("[2]", "[4294967296,4294967296]")), Some("not as long")),
            (format!("{{{}}}", one.replace("\"dtype\":\"F32\",", "")), Some("has no dtype")),
            (format!("{{{}}}", one.replace("[0,8]", "[8]")), Some("two ends")),
            (format!("{{\"__metadata__\":{{\"n\":1}},{one}}}"), Some("no '\"'")),
            (format!("{{{one}}} {{}}"), Some("more than one")),
        ] {
            let said = Header::read(header.as_bytes()).err();
            assert_eq!(said.is_some(), words.is_some(), "{header}: {said:?}");
            let found = said.is_none_or(|said| said.contains(words.unwrap_or_default()));
            assert!(found, "{header}");
        }
    }
}
