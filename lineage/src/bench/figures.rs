//! What a measurement comes to: a figure with its yardstick, and what it is made of.

use std::time::{Duration, Instant};

use serde::Serialize;

/// One figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// How much there was: edges of a graph, statements of a text.
    pub size: usize,
    /// The unit of the values.
    pub unit: &'static str,
    /// The median.
    pub p50: Option<f64>,
    /// What 95 % are below.
    pub p95: Option<f64>,
    /// What 99 % are below.
    pub p99: Option<f64>,
    /// A single value.
    pub value: Option<f64>,
    /// What the raw engine reached in the same run: the 95th percentile, or the single value.
    pub yardstick: Option<f64>,
    /// How many times better than the yardstick.
    pub ratio: Option<f64>,
}

/// A figure that is one number, with what it is measured against and how many times better it is.
pub(super) fn single(
    name: &str,
    size: usize,
    (value, unit): (f64, &'static str),
    against: Option<(f64, f64)>,
) -> Figure {
    Figure {
        name: name.to_owned(),
        size,
        unit,
        p50: None,
        p95: None,
        p99: None,
        value: Some(value),
        yardstick: against.map(|(yardstick, _)| yardstick),
        ratio: against.map(|(_, ratio)| ratio),
    }
}

/// A rate, beside another one.
pub(super) fn rate(name: &str, size: usize, (value, unit): (f64, &'static str), yardstick: f64) -> Figure {
    single(name, size, (value, unit), Some((yardstick, value / yardstick.max(f64::MIN_POSITIVE))))
}

/// A figure of many times, beside those of another engine.
pub(super) fn spread(name: &str, size: usize, (values, unit): (&[f64], &'static str), raw: Option<&[f64]>) -> Figure {
    let p95 = quantile(values, 0.95);
    let yardstick = raw.and_then(|raw| quantile(raw, 0.95));
    Figure {
        p50: quantile(values, 0.5),
        p95,
        p99: quantile(values, 0.99),
        value: None,
        yardstick,
        ratio: yardstick.zip(p95).map(|(yardstick, p95)| yardstick / p95.max(f64::MIN_POSITIVE)),
        ..single(name, size, (0.0, unit), None)
    }
}

/// What so large a share of the values is not above; none of none.
fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the place is within the list")]
    let place = (last as f64 * share).round() as usize;
    sorted.get(place).copied()
}

/// Does some work; says how long it took.
pub(super) async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let began = Instant::now();
    let result = work.await;
    (result, began.elapsed())
}

/// The rate of so many things in a time.
pub(super) fn per_second(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64().max(f64::MIN_POSITIVE)
}

/// A time in milliseconds.
pub(super) fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

/// The memory of this process that is not files, in bytes; zero where the system does not tell.
pub(super) fn resident_bytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).and_then(|word| word.parse::<usize>().ok());
    kib.unwrap_or(0) * 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figure_of_many_times_has_its_quantiles_and_its_yardstick() {
        let values: Vec<f64> = (1..=101).rev().map(f64::from).collect();
        let figure = spread("walk", 7, (&values, "ms"), Some(&[192.0]));
        assert_eq!((figure.p50, figure.p95, figure.p99), (Some(51.0), Some(96.0), Some(100.0)));
        assert_eq!((figure.value, figure.yardstick, figure.ratio), (None, Some(192.0), Some(2.0)));
        assert_eq!(spread("nothing", 0, (&[], "ms"), None).p50, None);
    }
}
