//! How wide text is, and how it is made to fit.
//!
//! Widths are those of DejaVu Sans, rounded up: few fonts of screens are wider, so that what fits here fits there.

/// Widths of the characters from space to `~`, in hundredths of the size.
const WIDTHS: [u8; 95] = [
    32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75,
    79, 61, 79, 70, 64, 62, 74, 69, 99, 69, 62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36,
    64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
];

/// Width of a character beyond ASCII; those of East Asia are square.
const OTHER: f64 = 0.8;

/// Returns the width of a text of a size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let of = |character: char| match u32::from(character) {
        code @ 32..=126 => f64::from(WIDTHS[code as usize - 32]) / 100.0,
        0x1100..=0x11ff | 0x2e80..=0xffef | 0x1f000.. => 1.05,
        _ => OTHER,
    };
    text.chars().map(of).sum::<f64>() * size
}

/// Returns the text, with `…` for what does not fit.
pub(super) fn clip(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut clipped = String::new();
    for character in text.chars() {
        if width(&clipped, size) + width(&character.to_string(), size) + OTHER * size > room {
            break;
        }
        clipped.push(character);
    }
    format!("{}…", clipped.trim_end())
}

/// Breaks a text between words into at most so many lines; the last one is clipped.
pub(super) fn wrap(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer {
            Some(longer) if width(&longer, size) <= room || lines.len() == most => {
                lines.pop();
                lines.push(longer);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.into_iter().map(|line| clip(&line, size, room)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_clipped_and_wrapped() {
        assert_eq!(clip("short", 12.0, 100.0), "short");
        let clipped = clip("rather a long label", 12.0, 60.0);
        assert!(clipped.ends_with('…') && width(&clipped, 12.0) <= 60.0, "{clipped}");
        let lines = wrap("one two three four five", 10.0, 60.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| width(line, 10.0) <= 60.0), "{lines:?}");
        assert_eq!(wrap("", 10.0, 60.0, 2), Vec::<String>::new());
    }
}
