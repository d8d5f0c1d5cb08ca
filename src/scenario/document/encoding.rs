//! Letters of a file: UTF-8 with or without its mark, UTF-16 with it ("Unicode text"), or GBK as Excel and WPS save it in China.

use std::sync::Arc;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::language::Word;
use crate::scenario::findings::{Findings, Place};

/// The text of a file; `None` after a finding.
pub(super) fn decode(file: &Arc<str>, bytes: &[u8], findings: &Findings) -> Option<String> {
    let object = |found: Word| {
        let place = Place {
            file: file.clone(),
            line: 0,
        };
        let expected = Word::of("UTF-8、UTF-16 或 GBK", "UTF-8, UTF-16 or GBK");
        findings.add("S002", &place, "", found, expected);
        None
    };
    let other = || Word::of("其他编码的字节", "bytes of another encoding");
    if let Some((encoding, mark)) = Encoding::for_bom(bytes)
        && (encoding == UTF_16LE || encoding == UTF_16BE)
    {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
        return match text {
            Some(text) => Some(text.into_owned()),
            None => object(Word::of(
                "标记为 UTF-16，内容却不是",
                "bytes that are not the UTF-16 that the mark announces",
            )),
        };
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(_) if bytes.contains(&0) => object(other()),
        Some(_) if looks_like_big5(bytes) => object(Word::of(
            "疑为 Big5 编码的文字，按 GBK 读会成为别的字",
            "letters that may be Big5: read as GBK they would be others",
        )),
        Some(text) => Some(text.into_owned()),
        None => object(other()),
    }
}

/// Whether bytes that GBK allows are more likely Big5. Simplified Chinese takes nearly all its letters from GB 2312, whose two
/// bytes are both high; traditional letters in Big5 read as others there, kana and Greek ones among them, while those of
/// everyday use stand together in Big5.
fn looks_like_big5(bytes: &[u8]) -> bool {
    let (mut all, mut usual, mut usual_in_big5) = (0_usize, 0_usize, 0_usize);
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        rest = tail;
        if first.is_ascii() {
            continue;
        }
        let [second, tail @ ..] = rest else { break };
        rest = tail;
        if second.is_ascii_digit() {
            // Four bytes of GB 18030: never a letter of everyday use.
            rest = rest.get(2..).unwrap_or(&[]);
        }
        let punctuation = (0xA1..=0xA3).contains(first);
        // é and other letters with accents.
        let accented = *first == 0xA8 && (0xA1..=0xC0).contains(second);
        let hanzi = (0xB0..=0xF7).contains(first);
        all += 1;
        usual += usize::from(*second >= 0xA1 && (punctuation || accented || hanzi));
        usual_in_big5 += usize::from((0xA1..=0xC6).contains(first));
    }
    let is_big5 = || {
        BIG5.decode_without_bom_handling_and_without_replacement(bytes)
            .is_some()
    };
    10 * (all - usual) > all && usual_in_big5 > usual && is_big5()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<String> {
        decode(&"a.csv".into(), bytes, &Findings::default())
    }

    #[test]
    fn everyday_encodings_are_told_apart() {
        let text = "甲厂,南昌市某某口罩有限公司，挖潜改造（二期）,第１批";
        let (gbk, _, _) = GB18030.encode(text);
        assert_eq!(read(&gbk).as_deref(), Some(text));
        assert_eq!(read(text.as_bytes()).as_deref(), Some(text));
        assert_eq!(
            read(format!("\u{feff}{text}").as_bytes()).as_deref(),
            Some(text)
        );
        for little in [true, false] {
            let unit = |unit: u16| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            };
            let bytes: Vec<u8> = "\u{feff}甲厂,a".encode_utf16().flat_map(unit).collect();
            assert_eq!(read(&bytes).as_deref(), Some("甲厂,a"));
        }
    }

    #[test]
    fn short_texts_and_rare_letters_are_gbk() {
        for text in [
            "甲厂",
            "乙厂",
            "丙",
            "深圳",
            "朱镕基路",
            "人",
            "口罩",
            "南昌市",
            "熔喷布",
        ] {
            let (gbk, _, _) = GB18030.encode(text);
            assert_eq!(read(&gbk).as_deref(), Some(text));
        }
    }

    #[test]
    fn big5_is_never_read_as_other_letters() {
        for text in [
            "甲廠",
            "乙廠,南昌市",
            "口罩有限公司",
            "熔噴布與紡粘布",
            "人口與需求",
        ] {
            let (big5, _, _) = BIG5.encode(text);
            assert_eq!(read(&big5), None, "{text}");
        }
        assert_eq!(read(b"\xff\xff\xff"), None);
    }
}
