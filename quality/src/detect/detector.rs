//! What one detector is: names that speak for it, a look at one value, and how much of each is enough.

use catalog::TypeClass;

use super::{sample::Sample, semantic::SemanticType};

/// One sort of data and how it is known.
pub(super) struct Detector {
    /// What it finds.
    pub(super) semantic: SemanticType,
    /// The classes of types that can hold it.
    pub(super) classes: &'static [TypeClass],
    /// What its columns are called.
    pub(super) names: Names,
    /// What one value says.
    pub(super) fits: fn(&str) -> Fit,
    /// What the values say together, once enough of them fit; not asked where the name says it all.
    pub(super) holds: fn(&Sample<'_>) -> bool,
    /// How many have to fit.
    pub(super) least: Least,
}

/// Phrases of column names. English and pinyin in lower case with blanks between words, Chinese as it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names {
    /// Which mean just this.
    pub(super) says: &'static [&'static str],
    /// Which mean this among other things.
    pub(super) hints: &'static [&'static str],
    /// Which hold a phrase from above and mean something else.
    pub(super) denies: &'static [&'static str],
}

/// How well one value fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It cannot be that.
    No,
    /// It may be that, if the column says so.
    Loose,
    /// It looks like that, and the column need only hint.
    Likely,
    /// It can hardly be anything else.
    Sure,
}

impl Fit {
    /// Sure where it holds, else no fit.
    pub(super) fn sure_if(holds: bool) -> Self {
        if holds { Self::Sure } else { Self::No }
    }

    /// Likely where it holds, else no fit.
    pub(super) fn likely_if(holds: bool) -> Self {
        if holds { Self::Likely } else { Self::No }
    }
}

/// The least share of values that fit, by what the name says, and with it the least number of different ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Least {
    /// When the name says so: values that fit at all.
    pub(super) says: f64,
    /// When the name hints at it: values that are likely.
    pub(super) hints: f64,
    /// When the name is silent: values that are sure. None: the name has to speak.
    pub(super) silent: Option<(f64, usize)>,
    /// When the name speaks against it: values that are sure.
    pub(super) denied: Option<(f64, usize)>,
}

impl Least {
    /// For what carries a checksum, or has a form that nothing else has.
    pub(super) const CHECKED: Self = Self { says: 0.5, hints: 0.6, silent: Some((0.8, 5)), denied: Some((0.95, 10)) };
    /// For what has a form that other things may have too.
    pub(super) const FORMED: Self = Self { says: 0.65, hints: 0.8, silent: Some((0.95, 12)), denied: None };
    /// For what is known by words in it.
    pub(super) const WORDED: Self = Self { says: 0.4, hints: 0.7, silent: Some((0.9, 10)), denied: None };
    /// For what only a name can tell.
    pub(super) const NAMED: Self = Self { says: 0.7, hints: 0.9, silent: None, denied: None };
}

/// Classes whose values are written as text.
pub(super) const TEXT: &[TypeClass] = &[TypeClass::Text, TypeClass::Enumeration, TypeClass::Other];
/// Classes of text and whole numbers.
pub(super) const TEXT_OR_WHOLE: &[TypeClass] =
    &[TypeClass::Text, TypeClass::Integer, TypeClass::Decimal, TypeClass::Other];

/// For detectors that have nothing to say of the values together.
pub(super) fn always(_: &Sample<'_>) -> bool {
    true
}
