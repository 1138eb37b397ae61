//! From a name and counted values to a confidence: the more the name says, the less the values have to.

use super::{
    detector::{Detector, Fit},
    name::{Found, Says},
    sample::{Counted, Sample},
};
use crate::words::Words;

/// The confidence and its reasons; none when there is not enough to suggest anything.
pub(super) fn judge(detector: &Detector, found: &Found, sample: &Sample<'_>) -> Option<(f64, Vec<Words>)> {
    if sample.rows() == 0 {
        // A name alone is worth a suggestion, and the weakest one.
        let is_enough = found.says == Says::This;
        return is_enough.then(|| (0.5, vec![of_name(detector, found), no_values()]));
    }
    let (fit, least, distinct, base) = demanded(detector, found.says)?;
    let counted = sample.count(detector.fits, fit);
    let share = counted.rows as f64 / sample.rows() as f64;
    if share < least || counted.distinct < distinct || !(found.says == Says::This || (detector.holds)(sample)) {
        return None;
    }
    let mut evidence = vec![of_values(detector, fit, counted, sample.rows())];
    if matches!(found.says, Says::This | Says::Perhaps) {
        evidence.push(of_name(detector, found));
    }
    // A handful of values is less than hundreds, and no sample makes it certain.
    let amount = counted.rows as f64 / (counted.rows as f64 + 1.0);
    let confidence = (base + (0.99 - base) * share * share * amount).clamp(0.5, 0.99);
    Some(((confidence * 100.0).round() / 100.0, evidence))
}

/// How well values have to fit, which share, how many different ones, and what the name is worth by itself.
fn demanded(detector: &Detector, says: Says) -> Option<(Fit, f64, usize, f64)> {
    let least = &detector.least;
    match says {
        Says::This => Some((Fit::Loose, least.says, 1, 0.7)),
        Says::Perhaps => Some((Fit::Likely, least.hints, 1, 0.55)),
        Says::Nothing => least.silent.map(|(share, distinct)| (Fit::Sure, share, distinct, 0.4)),
        Says::Other => least.denied.map(|(share, distinct)| (Fit::Sure, share, distinct, 0.3)),
    }
}

fn of_values(detector: &Detector, fit: Fit, counted: Counted, rows: usize) -> Words {
    let Words { en, zh } = detector.semantic.words();
    let fitting = counted.rows;
    if fit == Fit::Sure || detector.least.denied.is_some() {
        Words::new(
            format!("{fitting} of {rows} values are valid {en}"),
            format!("{rows} 个值中有 {fitting} 个是有效的{zh}"),
        )
    } else {
        Words::new(format!("{fitting} of {rows} values look like {en}"), format!("{rows} 个值中有 {fitting} 个像{zh}"))
    }
}

fn of_name(detector: &Detector, found: &Found) -> Words {
    let Words { en, zh } = detector.semantic.words();
    let phrase = found.phrase;
    if found.is_in_comment {
        Words::new(format!("the comment says `{phrase}`, as it does of {en}"), format!("注释中的“{phrase}”常用于{zh}"))
    } else {
        Words::new(format!("the name says `{phrase}`, as it does of {en}"), format!("列名中的“{phrase}”常用于{zh}"))
    }
}

fn no_values() -> Words {
    Words::new("no values were looked at", "没有查看任何值")
}
