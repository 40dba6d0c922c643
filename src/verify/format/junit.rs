//! The report as JUnit XML, which CI systems show test by test.

use std::fmt::Write;

use crate::verify::report::{Check, Group, Outcome, Report, Totals};

/// Writes one `testsuite` for each group, one `testcase` for each check.
///
/// Warnings of the report are properties of the first suite. <https://github.com/testmoapp/junitxml>
pub fn junit(report: &Report) -> String {
    let totals = report.totals();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        xml,
        "<testsuites name=\"{}\" {} time=\"{:.3}\">",
        escaped(&format!("pgspec verify {}", report.project)),
        counts(totals),
        report.seconds()
    );
    for (number, (group, totals)) in report.totals_by_group().into_iter().enumerate() {
        suite(&mut xml, report, group, totals, number == 0);
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn counts(totals: Totals) -> String {
    let skipped = totals.skipped + totals.not_applicable;
    let tests = totals.passed + totals.failed + skipped;
    format!("tests=\"{tests}\" failures=\"{}\" errors=\"0\" skipped=\"{skipped}\"", totals.failed)
}

fn suite(xml: &mut String, report: &Report, group: Group, totals: Totals, first: bool) {
    let phases = report.phases.iter().filter(|phase| phase.group == group);
    let seconds: f64 = phases.map(|phase| phase.seconds).sum();
    let (name, counts) = (group.words(), counts(totals));
    let _ = writeln!(xml, "  <testsuite name=\"{name}\" {counts} time=\"{seconds:.3}\">");
    if first {
        xml.push_str("    <properties>\n");
        property(xml, "place", &report.place);
        report.warnings.iter().for_each(|warning| property(xml, "warning", warning));
        xml.push_str("    </properties>\n");
    }
    for check in report.checks.iter().filter(|check| check.group == group) {
        case(xml, check);
    }
    xml.push_str("  </testsuite>\n");
}

fn property(xml: &mut String, name: &str, value: &str) {
    let _ = writeln!(xml, "      <property name=\"{name}\" value=\"{}\"/>", escaped(value));
}

fn case(xml: &mut String, check: &Check) {
    let (name, class) = (escaped(&check.name), check.group.words());
    let _ = write!(xml, "    <testcase name=\"{name}\" classname=\"{class}\"");
    let _ = match &check.outcome {
        Outcome::Passed => writeln!(xml, "/>"),
        Outcome::Failed(detail) => {
            let first = escaped(detail.lines().next().unwrap_or_default());
            let all = escaped(detail);
            writeln!(xml, "><failure message=\"{first}\">{all}</failure></testcase>")
        }
        Outcome::Skipped(reason) | Outcome::NotApplicable(reason) => {
            writeln!(xml, "><skipped message=\"{}\"/></testcase>", escaped(reason))
        }
    };
}

/// Escapes text for XML; what XML cannot hold at all becomes `?`.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push('\t'),
            char if char < ' ' || matches!(char, '\u{fffe}' | '\u{ffff}') => escaped.push('?'),
            char => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_stays_within_its_attribute() {
        assert_eq!(escaped("a<\"b\">&\n\u{1}é"), "a&lt;&quot;b&quot;&gt;&amp;&#10;?é");
    }
}
