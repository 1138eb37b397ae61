//! What the log of a DataX run says: when it ran, how much it moved, and how it ended.
//!
//! A pure reading of text, in one pass; nothing but what is named here is kept of the log. Times are those of the machine
//! that ran the job, which alone knows its time zone.

use chrono::NaiveDateTime;

/// How a run ended, or that it has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RunStatus {
    /// The log ends before the run does.
    #[default]
    Running,
    /// Everything was moved.
    Succeeded,
    /// It ended well, and some records were refused.
    SucceededWithErrors,
    /// An exception, an exit code, or too many refused records ended it.
    Failed,
    /// Somebody ended it.
    Cancelled,
}

/// What the log of a run says; what it does not say is absent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RunLog {
    /// When it began, by the clock of its machine.
    pub started_at: Option<NaiveDateTime>,
    /// When it ended, by the same clock.
    pub ended_at: Option<NaiveDateTime>,
    /// How long it took, in seconds.
    pub duration_s: Option<u64>,
    /// How many records it read.
    pub records_read: Option<u64>,
    /// How many records it could not read or write.
    pub records_failed: Option<u64>,
    /// How many bytes it moved, as far as its progress was told.
    pub bytes: Option<u64>,
    /// Its mean throughput, in bytes a second.
    pub bytes_per_s: Option<u64>,
    /// Its mean throughput, in records a second.
    pub records_per_s: Option<u64>,
    /// What its transformers did, where it has some.
    pub transformed: Option<Transformed>,
    /// How far it was at last, in percent.
    pub percent: Option<f64>,
    /// How it ended.
    pub status: RunStatus,
    /// What DataX takes for the most likely cause of a failure, at most 4,000 characters.
    pub error_reason: Option<String>,
}

/// What transformers did with records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Transformed {
    /// Records that were transformed.
    pub succeeded: u64,
    /// Records that could not be.
    pub failed: u64,
    /// Records that were left out.
    pub filtered: u64,
}

/// The line behind which DataX tells what it takes for the cause.
const CAUSE: &str = "最可能的错误原因是";
/// The longest cause that is kept, in characters.
const MAX_REASON: usize = 4_000;

/// Reads the log of a run. `exit_code` is that of the process, where it is known.
#[must_use]
pub fn parse(text: &str, exit_code: Option<i32>) -> RunLog {
    let mut log = RunLog::default();
    let mut reader = Reader::default();
    for line in text.lines() {
        reader.line(&mut log, line.trim_end_matches('\r'));
    }
    let reason = reader.reason.trim();
    log.error_reason = (!reason.is_empty()).then(|| reason.chars().take(MAX_REASON).collect());
    log.status = status(&log, reader.is_failed, exit_code);
    log
}

/// What has been met so far.
#[derive(Default)]
struct Reader {
    is_failed: bool,
    /// Whether the lines are those of the cause.
    is_in_reason: bool,
    reason: String,
}

impl Reader {
    fn line(&mut self, log: &mut RunLog, line: &str) {
        let begins = time_of(line.get(..19).unwrap_or_default());
        if let Some(at) = begins {
            log.started_at = log.started_at.or(Some(at));
            self.is_in_reason = false;
        }
        if let Some(at) = line.find(CAUSE) {
            (self.is_failed, self.is_in_reason) = (true, true);
            self.keep(line[at + CAUSE.len()..].trim_start_matches([':', '：']));
        } else if self.is_in_reason {
            self.keep(line);
        } else if line.contains("Exception when job run") || line.starts_with("Exception in thread \"main\"") {
            self.is_failed = true;
        }
        if let Some((label, value)) = line.split_once(':') {
            entry(log, label.trim(), value.trim());
        }
        if let Some(at) = line.find("Total ").filter(|_| line.contains(" records, ") && line.contains(" bytes")) {
            progress(log, &line[at..]);
        }
    }

    fn keep(&mut self, line: &str) {
        // The trace below the cause is long and says less.
        let is_trace = line.trim_start().starts_with("at ") && line.contains('(');
        if self.reason.len() < 4 * MAX_REASON && !is_trace && !line.trim().is_empty() {
            self.reason.push_str(line.trim());
            self.reason.push('\n');
        }
    }
}

/// A line `label : value` of the block at the end.
fn entry(log: &mut RunLog, label: &str, value: &str) {
    let transformed = |log: &mut RunLog, set: fn(&mut Transformed, u64)| {
        if let Ok(count) = value.parse() {
            set(log.transformed.get_or_insert_default(), count);
        }
    };
    match label {
        "任务启动时刻" => log.started_at = time_of(value).or(log.started_at),
        "任务结束时刻" => log.ended_at = time_of(value),
        "任务总计耗时" => log.duration_s = value.trim_end_matches('s').parse().ok(),
        "任务平均流量" => log.bytes_per_s = bytes_of(value),
        "记录写入速度" => log.records_per_s = leading(value),
        "读出记录总数" => log.records_read = value.parse().ok(),
        "读写失败总数" => log.records_failed = value.parse().ok(),
        "Transformer成功记录总数" => transformed(log, |all, count| all.succeeded = count),
        "Transformer失败记录总数" => transformed(log, |all, count| all.failed = count),
        "Transformer过滤记录总数" => transformed(log, |all, count| all.filtered = count),
        _ => {}
    }
}

/// A line of progress, such as `Total 10 records, 260 bytes | Speed 26B/s, 1 records/s | Error 0 records, …`.
fn progress(log: &mut RunLog, line: &str) {
    for piece in line.split('|').map(str::trim) {
        let (first, second) = piece.split_once(", ").unwrap_or((piece, ""));
        if let Some(count) = first.strip_prefix("Total ") {
            (log.records_read, log.bytes) = (leading(count), leading(second));
        } else if let Some(speed) = first.strip_prefix("Speed ") {
            (log.bytes_per_s, log.records_per_s) = (bytes_of(speed), leading(second));
        } else if let Some(count) = first.strip_prefix("Error ") {
            log.records_failed = leading(count);
        } else if let Some(percent) = first.strip_prefix("Percentage ") {
            log.percent = percent.trim_end_matches('%').parse().ok().filter(|percent: &f64| percent.is_finite());
        } else if let Some(count) = first.strip_prefix("Transfermor Success ") {
            // The spelling is DataX's own.
            log.transformed.get_or_insert_default().succeeded = leading(count).unwrap_or_default();
        } else if let Some(count) = first.strip_prefix("Transformer Error ") {
            log.transformed.get_or_insert_default().failed = leading(count).unwrap_or_default();
        } else if let Some(count) = first.strip_prefix("Transformer Filter ") {
            log.transformed.get_or_insert_default().filtered = leading(count).unwrap_or_default();
        }
    }
}

fn status(log: &RunLog, is_failed: bool, exit_code: Option<i32>) -> RunStatus {
    let has_errors = log.records_failed.is_some_and(|count| count > 0);
    match exit_code {
        // A process that a signal ended: 128 and its number, as shells tell it.
        Some(143 | 137 | 130) => RunStatus::Cancelled,
        Some(0) | None if !is_failed => match (log.ended_at.is_some() || exit_code.is_some(), has_errors) {
            (false, _) => RunStatus::Running,
            (true, true) => RunStatus::SucceededWithErrors,
            (true, false) => RunStatus::Succeeded,
        },
        _ => RunStatus::Failed,
    }
}

fn time_of(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok()
}

/// The whole number that a text begins with.
fn leading(text: &str) -> Option<u64> {
    let digits = text.trim_start();
    digits[..digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len())].parse().ok()
}

/// A rate such as `253.91KB/s`, in bytes a second.
fn bytes_of(text: &str) -> Option<u64> {
    let text = text.trim().trim_end_matches("/s");
    let at = text.find(|letter: char| letter.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at(at);
    let power = ["B", "KB", "MB", "GB", "TB", "PB"].iter().position(|known| *known == unit)?;
    let bytes = number.parse::<f64>().ok()? * 1024_f64.powi(i32::try_from(power).ok()?);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
    (bytes.is_finite() && (0.0..9.0e18).contains(&bytes)).then(|| bytes.round() as u64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SUCCESS: &str = "\
2018-11-01 14:51:19.012 [main] INFO  Engine - DataX starts job
2018-11-01 14:51:29.100 [job-0] INFO  StandAloneJobContainerCommunicator - Total 100000 records, 2600000 bytes | Speed 253.91KB/s, 10000 records/s | Error 0 records, 0 bytes |  All Task WaitWriterTime 0.073s |  All Task WaitReaderTime 0.000s | Percentage 100.00%
2018-11-01 14:51:29.200 [job-0] INFO  JobContainer -
任务启动时刻                    : 2018-11-01 14:51:19
任务结束时刻                    : 2018-11-01 14:51:29
任务总计耗时                    :                 10s
任务平均流量                    :          253.91KB/s
记录写入速度                    :          10000rec/s
读出记录总数                    :              100000
读写失败总数                    :                   0
";

    fn at(text: &str) -> Option<NaiveDateTime> {
        time_of(text)
    }

    #[test]
    fn c6_log_of_a_run_gives_times_counts_rates_and_status() {
        let log = parse(SUCCESS, Some(0));
        assert_eq!(
            log,
            RunLog {
                started_at: at("2018-11-01 14:51:19"),
                ended_at: at("2018-11-01 14:51:29"),
                duration_s: Some(10),
                records_read: Some(100_000),
                records_failed: Some(0),
                bytes: Some(2_600_000),
                bytes_per_s: Some(260_004),
                records_per_s: Some(10_000),
                transformed: None,
                percent: Some(100.0),
                status: RunStatus::Succeeded,
                error_reason: None,
            }
        );
    }

    #[test]
    fn c6_failing_log_gives_the_most_likely_cause() {
        let text = "\
2018-11-01 14:51:19.012 [main] INFO  Engine - DataX starts job
2018-11-01 14:51:20.000 [job-0] ERROR JobContainer - Exception when job run
com.alibaba.datax.common.exception.DataXException: Code:[X]
2018-11-01 14:51:20.100 [main] ERROR Engine -

经DataX智能分析,该任务最可能的错误原因是:
com.alibaba.datax.common.exception.DataXException: Code:[DBUtilErrorCode-10], Description:[连接数据库失败]
\tat com.alibaba.datax.common.exception.DataXException.asDataXException(DataXException.java:33)
\tat com.alibaba.datax.core.Engine.main(Engine.java:204)
";
        let log = parse(text, Some(255));
        assert_eq!(log.status, RunStatus::Failed);
        assert_eq!(
            log.error_reason.as_deref(),
            Some(
                "com.alibaba.datax.common.exception.DataXException: Code:[DBUtilErrorCode-10], Description:[连接数据库失败]"
            )
        );
        assert_eq!(log.started_at, at("2018-11-01 14:51:19"));
        assert_eq!(parse(text, None).status, RunStatus::Failed);
    }

    #[test]
    fn c6_refused_records_make_a_success_with_errors() {
        let text = SUCCESS.replace("读写失败总数                    :                   0", "读写失败总数 : 7");
        assert_eq!(
            (parse(&text, Some(0)).status, parse(&text, Some(0)).records_failed),
            (RunStatus::SucceededWithErrors, Some(7))
        );
    }

    #[test]
    fn c6_exit_code_decides_over_the_text() {
        for (code, status) in [
            (255, RunStatus::Failed),
            (-1, RunStatus::Failed),
            (2, RunStatus::Failed),
            (143, RunStatus::Cancelled),
            (0, RunStatus::Succeeded),
        ] {
            assert_eq!(parse(SUCCESS, Some(code)).status, status, "{code}");
        }
    }

    #[test]
    fn c6_log_that_stops_half_way_is_a_run_under_way() {
        let text: String = SUCCESS.lines().take(2).collect::<Vec<_>>().join("\n").replace("100.00%", "42.50%");
        let log = parse(&text, None);
        assert_eq!((log.status, log.percent, log.records_read), (RunStatus::Running, Some(42.5), Some(100_000)));
    }

    #[test]
    fn c6_transformers_are_counted_in_both_places() {
        let text = "Total 9 records, 1 bytes | Speed 0B/s, 0 records/s | Error 0 records, 0 bytes | Transfermor Success 5 records | Transformer Error 1 records | Transformer Filter 3 records | Percentage 0.00%";
        let counted = Some(Transformed { succeeded: 5, failed: 1, filtered: 3 });
        assert_eq!(parse(text, None).transformed, counted);
        let block = "Transformer成功记录总数  :  5\nTransformer失败记录总数  :  1\nTransformer过滤记录总数  :  3\n";
        assert_eq!(parse(block, None).transformed, counted);
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "((Total |Speed |任务平均流量:|最可能的错误原因是)?[0-9a-zA-Z.,|:/ \né]{0,40}){0,6}") {
            let log = parse(&text, None);
            prop_assert!(log.status != RunStatus::Cancelled);
        }
    }
}
