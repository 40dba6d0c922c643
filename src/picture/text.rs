//! How wide text is, and how it is written in XML.

/// Widths of the characters from space to tilde, in thousandths of the size: those of DejaVu Sans, one of the
/// widest sans-serifs, so that text fits in any other.
const WIDTHS: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];

/// How much wider bold text is.
const BOLD: f64 = 1.15;

/// Returns the width of a line of text at a size in pixels.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let of = |character: char| match character as u32 {
        code @ 32..=126 => f64::from(WIDTHS[code as usize - 32]) / 1000.0,
        // Scripts whose characters fill a square.
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f => {
            1.0
        }
        0xff00..=0xff60 | 0x1f300..=0x1faff | 0x20000..=0x3fffd => 1.05,
        _ => 0.7,
    };
    text.chars().map(of).sum::<f64>() * size
}

/// Returns the width of a line of bold text.
pub(super) fn bold_width(text: &str, size: f64) -> f64 {
    width(text, size) * BOLD
}

/// Breaks text into lines that are no wider than that, at most so many; what is left out is three dots.
pub(super) fn wrap(text: &str, size: f64, widest: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (space, piece) in text.split_whitespace().flat_map(|word| pieces(word, size, widest)) {
        let joined = lines.last().map(|line| format!("{line}{space}{piece}"));
        match joined {
            Some(joined) if width(&joined, size) <= widest => {
                lines.pop();
                lines.push(joined);
            }
            _ if lines.len() == most => {
                let last = lines.pop().unwrap_or_default();
                lines.push(shorten(&format!("{last}{space}{piece}…"), size, widest));
                return lines;
            }
            _ => lines.push(shorten(piece, size, widest)),
        }
    }
    lines
}

/// Returns a word with the space before it; in pieces, where it is too wide for a line: names of many parts.
fn pieces(word: &str, size: f64, widest: f64) -> Vec<(&'static str, &str)> {
    if width(word, size) <= widest {
        return vec![(" ", word)];
    }
    let pieces = word.split_inclusive(['_', '/', '.', '-', '@', ':']);
    let spaces = std::iter::once(" ").chain(std::iter::repeat(""));
    spaces.zip(pieces).collect()
}

/// Cuts a line that is wider than that; it ends in three dots then.
pub(super) fn shorten(text: &str, size: f64, widest: f64) -> String {
    if width(text, size) <= widest {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if width(&kept, size) + width("…", size) > widest {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end().trim_end_matches('…'))
}

/// Writes text for XML, in an element or in a quoted attribute.
///
/// XML 1.0 has no control characters but tab and line ends: the others become pictures of them.
/// <https://www.w3.org/TR/xml/#charsets>
pub fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    push_xml(&mut escaped, text);
    escaped
}

/// Adds text as [`xml`] writes it.
pub(super) fn push_xml(escaped: &mut String, text: &str) {
    // Most texts have nothing to escape. The last is the first byte of U+FFFE and U+FFFF.
    let is_plain =
        |byte: u8| byte >= b' ' && !matches!(byte, b'&' | b'<' | b'>' | b'"' | 0x7f | 0xef);
    if text.bytes().all(is_plain) {
        return escaped.push_str(text);
    }
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{7f}' => escaped.push('\u{2421}'),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            '\t' | '\n' | '\r' => escaped.push(character),
            c if c.is_ascii_control() => escaped.extend(char::from_u32(0x2400 + c as u32)),
            c => escaped.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_and_cut_to_fit() {
        let text = "Sum of the prices of all lines, kept by triggers";
        let lines = wrap(text, 10.0, 110.0, 2);
        assert_eq!(lines, ["Sum of the prices of", "all lines, kept by trig…"]);
        assert!(lines.iter().all(|line| width(line, 10.0) <= 110.0));
        assert_eq!(wrap("short", 10.0, 120.0, 2), ["short"]);
        assert_eq!(wrap("", 10.0, 120.0, 2), [""; 0]);
        let long = "pneumonoultramicroscopicsilicovolcanoconiosis";
        assert_eq!(wrap(long, 10.0, 60.0, 2), ["pneumon…"]);
        assert_eq!(
            wrap("unsuccessful_applications", 10.0, 90.0, 2),
            ["unsuccessful_", "applications"]
        );
        assert!(width("日本語", 10.0) > width("abc", 10.0));
    }

    #[test]
    fn xml_takes_any_text() {
        assert_eq!(xml("a<b>&\"c\"\u{1}\n"), "a&lt;b&gt;&amp;&quot;c&quot;\u{2401}\n");
    }
}
