//! As much of JSON as the header of a safetensors file needs. A reader for any type brings more
//! code into a page than all else that is done with such a file.

/// Values of a JSON text, read one after the other.
pub(crate) struct Json<'a> {
    text: &'a [u8],
    at: usize,
}

/// What is wrong, in words.
pub(crate) type Outcome<T = ()> = Result<T, String>;

/// Values within each other are read to this depth: each is a call.
const DEEPEST: usize = 32;

impl<'a> Json<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Outcome<Self> {
        match std::str::from_utf8(text) {
            Ok(_) => Ok(Self { text, at: 0 }),
            Err(e) => Err(e.to_string()),
        }
    }

    /// Reads an object: `each` is called behind every key, and reads the value.
    pub(crate) fn object(&mut self, each: &mut dyn FnMut(&mut Self, String) -> Outcome) -> Outcome {
        self.list(b'{', b'}', &mut |json| {
            let key = json.string()?;
            json.expect(b':')?;
            each(json, key)
        })
    }

    /// Reads an array: `each` reads every value.
    pub(crate) fn array(&mut self, each: &mut dyn FnMut(&mut Self) -> Outcome) -> Outcome {
        self.list(b'[', b']', each)
    }

    fn list(&mut self, first: u8, last: u8, each: &mut dyn FnMut(&mut Self) -> Outcome) -> Outcome {
        self.expect(first)?;
        if self.next_is(last) {
            return Ok(());
        }
        loop {
            each(self)?;
            if self.next_is(last) {
                return Ok(());
            }
            self.expect(b',')?;
        }
    }

    pub(crate) fn string(&mut self) -> Outcome<String> {
        self.expect(b'"')?;
        let mut made = Vec::new();
        loop {
            match self.byte()? {
                b'"' => return String::from_utf8(made).map_err(|e| e.to_string()),
                b'\\' => {
                    let c = self.escaped()?;
                    made.extend(c.encode_utf8(&mut [0; 4]).bytes());
                }
                control if control < b' ' => return Err(self.wrong("a control character")),
                byte => made.push(byte),
            }
        }
    }

    /// The character behind a backslash.
    fn escaped(&mut self) -> Outcome<char> {
        Ok(match self.byte()? {
            c @ (b'"' | b'\\' | b'/') => c.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.four_digits()?;
                // Two of them are one character beyond the first 65,536.
                if (0xd800..0xdc00).contains(&code) && self.byte()? == b'\\' && self.byte()? == b'u'
                {
                    let low = self.four_digits()?.wrapping_sub(0xdc00);
                    code =
                        if low < 0x400 { 0x1_0000 + ((code - 0xd800) << 10) + low } else { code };
                }
                char::from_u32(code).ok_or_else(|| self.wrong("half a character"))?
            }
            _ => return Err(self.wrong("an unknown escape")),
        })
    }

    fn four_digits(&mut self) -> Outcome<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = char::from(self.byte()?).to_digit(16);
            code = 16 * code + digit.ok_or_else(|| self.wrong("no digit"))?;
        }
        Ok(code)
    }

    /// A whole number that is not negative.
    pub(crate) fn whole(&mut self) -> Outcome<usize> {
        self.space();
        let from = self.at;
        let mut number = 0_usize;
        while let Some(digit) = self.text.get(self.at).filter(|b| b.is_ascii_digit()) {
            let next = number.checked_mul(10).and_then(|n| n.checked_add((digit - b'0').into()));
            number = next.ok_or_else(|| self.wrong("a number too large"))?;
            self.at += 1;
        }
        let more = self.text.get(self.at).is_some_and(|b| b".eE".contains(b));
        if self.at == from || more { Err(self.wrong("no whole number")) } else { Ok(number) }
    }

    /// Passes over a value of any kind.
    pub(crate) fn skip(&mut self) -> Outcome {
        self.skip_to(DEEPEST)
    }

    fn skip_to(&mut self, deepest: usize) -> Outcome {
        let Some(deeper) = deepest.checked_sub(1) else {
            return Err(self.wrong("values too deep in each other"));
        };
        self.space();
        match self.text.get(self.at) {
            Some(b'{') => self.object(&mut |json, _| json.skip_to(deeper)),
            Some(b'[') => self.array(&mut |json| json.skip_to(deeper)),
            Some(b'"') => self.string().map(drop),
            _ => {
                let word = |b: &&u8| b.is_ascii_alphanumeric() || b"+-.".contains(b);
                let length = self.text[self.at..].iter().take_while(word).count();
                self.at += length;
                if length == 0 { Err(self.wrong("no value")) } else { Ok(()) }
            }
        }
    }

    /// Whether `null` comes next, which is then passed over.
    pub(crate) fn null(&mut self) -> bool {
        self.space();
        let is = self.text[self.at..].starts_with(b"null");
        self.at += if is { 4 } else { 0 };
        is
    }

    /// That nothing follows.
    pub(crate) fn end(&mut self) -> Outcome {
        self.space();
        if self.at == self.text.len() { Ok(()) } else { Err(self.wrong("more than one value")) }
    }

    fn space(&mut self) {
        let spaces = self.text[self.at..].iter().take_while(|b| b" \n\r\t".contains(b));
        self.at += spaces.count();
    }

    fn byte(&mut self) -> Outcome<u8> {
        let byte = self.text.get(self.at).copied().ok_or_else(|| self.wrong("the end"))?;
        self.at += 1;
        Ok(byte)
    }

    fn next_is(&mut self, byte: u8) -> bool {
        self.space();
        let is = self.text.get(self.at) == Some(&byte);
        self.at += usize::from(is);
        is
    }

    fn expect(&mut self, byte: u8) -> Outcome {
        if self.next_is(byte) {
            Ok(())
        } else {
            Err(self.wrong(&format!("no {:?}", char::from(byte))))
        }
    }

    pub(crate) fn wrong(&self, what: &str) -> String {
        format!("its header has {what} at byte {}", self.at)
    }
}

/// A text as JSON has it.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c < ' ' => quoted += &format!("\\u{:04x}", c as u32),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_those_of_another_reader() {
        for text in [
            r#""""#,
            r#""a\"\\\/\b\f\n\r\t""#,
            r#""字 é""#,
            r#""\u5b57\ud83d\ude00\u0001""#,
            r#""\ud83d""#,
            r#""\ude00""#,
            r#""\ud83d\u0041""#,
            r#""\x""#,
            "\"\n\"",
            r#""open"#,
            "a",
            r#""\u12g4""#,
        ] {
            let ours = Json::new(text.as_bytes()).and_then(|mut json| json.string());
            let theirs: Result<String, _> = serde_json::from_str(text);
            assert_eq!(ours.ok(), theirs.ok(), "{text}");
        }
        for text in ["", "\"quoted\"", "back\\slash", "line\nbreak\u{1}", "字😀"] {
            assert_eq!(serde_json::from_str::<String>(&quoted(text)).ok().as_deref(), Some(text));
        }
    }

    #[test]
    fn whole_numbers_and_nothing_else() {
        let whole = |text: &str| Json::new(text.as_bytes()).and_then(|mut json| json.whole()).ok();
        for (text, number) in [
            ("0", Some(0)),
            (" 17,", Some(17)),
            ("1.5", None),
            ("-1", None),
            ("1e3", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(whole(text), number, "{text}");
        }
    }

    #[test]
    fn any_value_is_passed_over_but_none_without_end() {
        let skip = |text: &str| {
            Json::new(text.as_bytes()).and_then(|mut json| json.skip().and_then(|()| json.end()))
        };
        for text in ["{}", "[1, -2.5e+7, true, null, \"a\", {\"b\": [[]]}] ", " {\"a\" : 1 }"] {
            assert_eq!(skip(text), Ok(()), "{text}");
        }
        for text in ["", "{", "[1,]", "{\"a\"}", "{} {}", &"[".repeat(1 << 20)] {
            assert!(skip(text).is_err(), "{text}");
        }
    }
}
