//! Outcomes as JUnit XML, which CI systems read: a suite for each table, a case for each check.
//!
//! What failed is a `failure`, what could not be judged an `error`, what had no data is `skipped`: a green run says that
//! everything that could be judged holds.

use std::fmt::Write as _;

use crate::outcome::Outcome;

/// The outcomes of one table, or of one suite.
#[derive(Debug, Clone, PartialEq)]
pub struct Suite {
    /// What it is called, such as the name of the table.
    pub name: String,
    /// When it ran (RFC 3339); none when that is not known.
    pub at: Option<String>,
    /// The outcomes.
    pub cases: Vec<Case>,
}

/// One outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What people call the check.
    pub name: String,
    /// The kind of check.
    pub kind: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether a failure counts as a warning only: it is then told and does not fail the run.
    pub is_warning: bool,
    /// What was found, in one sentence.
    pub message: String,
    /// More, such as the statement that shows what is wrong.
    pub details: Option<String>,
    /// How long it took, in seconds; none when that is not known.
    pub seconds: Option<f64>,
}

/// All suites as one document.
#[must_use]
pub fn junit(suites: &[Suite]) -> String {
    let all: Counts = suites.iter().map(|suite| Counts::of(&suite.cases)).fold(Counts::default(), Counts::and);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write_tag(&mut xml, 0, "testsuites", &[("name", Some("cadastre".to_owned()))], &all);
    for suite in suites {
        let attributes = [("name", Some(suite.name.clone())), ("timestamp", suite.at.clone())];
        write_tag(&mut xml, 1, "testsuite", &attributes, &Counts::of(&suite.cases));
        suite.cases.iter().for_each(|case| write_case(&mut xml, &suite.name, case));
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

/// How many cases ended how.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
    seconds: f64,
}

impl Counts {
    fn of(cases: &[Case]) -> Self {
        let count =
            |wanted: &str| cases.iter().filter(|case| element(case).map(|(name, _)| name) == Some(wanted)).count();
        Self {
            tests: cases.len(),
            failures: count("failure"),
            errors: count("error"),
            skipped: count("skipped"),
            seconds: cases.iter().filter_map(seconds).sum(),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            tests: self.tests + other.tests,
            failures: self.failures + other.failures,
            errors: self.errors + other.errors,
            skipped: self.skipped + other.skipped,
            seconds: self.seconds + other.seconds,
        }
    }
}

/// The element that says how a case ended; none for what is fine, and for what only warns.
fn element(case: &Case) -> Option<(&'static str, &'static str)> {
    match case.outcome {
        Outcome::Fail if case.is_warning => None,
        Outcome::Pass => None,
        Outcome::Fail => Some(("failure", "fail")),
        Outcome::Error => Some(("error", "error")),
        Outcome::NoData => Some(("skipped", "no data")),
    }
}

fn seconds(case: &Case) -> Option<f64> {
    case.seconds.filter(|seconds| seconds.is_finite() && *seconds >= 0.0)
}

fn write_tag(xml: &mut String, depth: usize, name: &str, attributes: &[(&str, Option<String>)], counts: &Counts) {
    let _ = write!(xml, "{:depth$}<{name}", "", depth = depth * 2);
    for (name, value) in attributes {
        if let Some(value) = value {
            let _ = write!(xml, " {name}=\"{}\"", escaped(value));
        }
    }
    let Counts { tests, failures, errors, skipped, seconds } = counts;
    let _ = writeln!(
        xml,
        " tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\" time=\"{seconds:.3}\">"
    );
}

fn write_case(xml: &mut String, suite: &str, case: &Case) {
    let _ = write!(xml, "    <testcase classname=\"{}\" name=\"{}\"", escaped(suite), escaped(&case.name));
    if let Some(seconds) = seconds(case) {
        let _ = write!(xml, " time=\"{seconds:.3}\"");
    }
    let details = case.details.as_deref().unwrap_or_default();
    if let Some((element, kind)) = element(case) {
        let message = escaped(&case.message);
        let _ = write!(xml, ">\n      <{element} message=\"{message}\"");
        if element == "skipped" {
            xml.push_str("/>\n    </testcase>\n");
        } else {
            let kind = escaped(&format!("{}: {kind}", case.kind));
            let _ = writeln!(xml, " type=\"{kind}\">{}</{element}>\n    </testcase>", escaped(details));
        }
    } else if case.is_warning && case.outcome == Outcome::Fail {
        let _ = writeln!(xml, ">\n      <system-out>warning: {}</system-out>\n    </testcase>", escaped(&case.message));
    } else {
        xml.push_str("/>\n");
    }
}

/// The text as XML 1.0 has it, in attributes and between tags; characters that no document may have become question marks.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\n' | '\r' | '\t' => {
                let _ = write!(escaped, "&#{};", u32::from(letter));
            }
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('?'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn case(name: &str, outcome: Outcome) -> Case {
        Case {
            name: name.into(),
            kind: "not_null".into(),
            outcome,
            is_warning: false,
            message: "2 of 10 rows".into(),
            details: None,
            seconds: Some(0.25),
        }
    }

    #[test]
    fn f1_every_outcome_has_its_element() {
        let warning = Case { is_warning: true, seconds: None, ..case("w", Outcome::Fail) };
        let failed = Case { details: Some("SELECT 1 < 2".into()), ..case("b", Outcome::Fail) };
        let cases =
            vec![case("a", Outcome::Pass), failed, case("c", Outcome::Error), case("d", Outcome::NoData), warning];
        let xml = junit(&[Suite { name: "shop.orders".into(), at: Some("2026-01-05T08:00:00Z".into()), cases }]);
        assert_eq!(
            xml,
            r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cadastre" tests="5" failures="1" errors="1" skipped="1" time="1.000">
  <testsuite name="shop.orders" timestamp="2026-01-05T08:00:00Z" tests="5" failures="1" errors="1" skipped="1" time="1.000">
    <testcase classname="shop.orders" name="a" time="0.250"/>
    <testcase classname="shop.orders" name="b" time="0.250">
      <failure message="2 of 10 rows" type="not_null: fail">SELECT 1 &lt; 2</failure>
    </testcase>
    <testcase classname="shop.orders" name="c" time="0.250">
      <error message="2 of 10 rows" type="not_null: error"></error>
    </testcase>
    <testcase classname="shop.orders" name="d" time="0.250">
      <skipped message="2 of 10 rows"/>
    </testcase>
    <testcase classname="shop.orders" name="w">
      <system-out>warning: 2 of 10 rows</system-out>
    </testcase>
  </testsuite>
</testsuites>
"#
        );
    }

    #[test]
    fn f1_hostile_names_stay_one_document() {
        let hostile = "]]><x a='1' b=\"2\">&amp;\u{0}\u{b}\n\u{ffff}名称🦀";
        let cases = [Outcome::Fail, Outcome::Error, Outcome::NoData, Outcome::Pass].map(|outcome| Case {
            name: hostile.into(),
            kind: hostile.into(),
            message: hostile.into(),
            details: Some(hostile.into()),
            seconds: Some(f64::NAN),
            ..case("", outcome)
        });
        let xml = junit(&[Suite { name: hostile.into(), at: Some(hostile.into()), cases: cases.to_vec() }]);
        assert_eq!(xml.matches("<testcase").count(), 4);
        assert!(!xml.contains("<x") && !xml.contains("]]>") && !xml.contains("NaN"));
        // Another reader's opinion: Python's own parser takes the document, and finds the name as it was.
        let ask = "import sys, xml.etree.ElementTree as t; r = t.parse(sys.stdin.buffer).getroot(); \
                   print(len(list(r.iter('testcase')))); sys.stdout.buffer.write(r[0].get('name').encode())";
        let mut python = std::process::Command::new("python3")
            .args(["-c", ask])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        python.stdin.take().unwrap().write_all(xml.as_bytes()).unwrap();
        let said = python.wait_with_output().unwrap();
        assert!(said.status.success());
        let expected = hostile.replace(['\u{0}', '\u{b}', '\u{ffff}'], "?");
        assert_eq!(String::from_utf8(said.stdout).unwrap(), format!("4\n{expected}"));
    }

    #[test]
    fn f1_nothing_to_tell_is_a_document_too() {
        assert!(junit(&[]).contains("tests=\"0\""));
    }
}
