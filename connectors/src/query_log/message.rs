//! What a message of PostgreSQL's log says of a statement, in the languages that the server writes its messages in. Values
//! of parameters, which the log has in the detail, are never looked at.

/// A statement as a message has it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said<'a> {
    pub(super) sql: &'a str,
    /// How long it took, in microseconds.
    pub(super) micros: Option<i64>,
}

/// The words of a language (`lc_messages`) for what is read here.
struct Words {
    /// How grave a message is that only tells what happens.
    log: &'static str,
    duration: &'static [&'static str],
    statement: &'static str,
    execute: &'static str,
    /// What fetches more of the same answer; it is no second execution.
    fetch: &'static str,
    prepare: &'static str,
}

/// English, German, Spanish, French, Italian, Japanese, Korean, Russian, Swedish, Ukrainian, Chinese.
const LANGUAGES: [Words; 11] = [
    words("LOG", &["duration"], ["statement", "execute", "execute fetch from", "prepare"]),
    words("LOG", &["Dauer"], ["Anweisung", "Ausführen", "Ausführen Fetch von", "Vorbereiten"]),
    words("LOG", &["duración"], ["sentencia", "ejecutar", "ejecutar fetch desde", "prepare"]),
    words("LOG", &["durée"], ["instruction", "exécute", "exécute fetch à partir de", "préparation"]),
    words("LOG", &["durata"], ["istruzione", "esecuzione di", "esecuzione di fetch da", "preparazione"]),
    words("LOG", &["期間"], ["文", "実行", "取り出し実行", "準備"]),
    words("로그", &["실행시간", "수행시간"], ["명령 구문", "쿼리실행", "자료뽑기", "prepare"]),
    words("СООБЩЕНИЕ", &["продолжительность"], ["оператор", "выполнение", "выборка из", "подготовка"]),
    words("LOGG", &["varaktighet"], ["sats", "kör", "kör hämtning från", "prepare"]),
    words("ЗАПИСУВАННЯ", &["тривалість"], ["оператор", "виконувати", "виконати витягнення з", "підготовка"]),
    words("日志", &["执行时间"], ["语句", "执行", "执行FETCH操作", "准备"]),
];

const fn words(log: &'static str, duration: &'static [&'static str], rest: [&'static str; 4]) -> Words {
    let [statement, execute, fetch, prepare] = rest;
    Words { log, duration, statement, execute, fetch, prepare }
}

/// Whether a message of this gravity may tell of a statement that ran.
pub(super) fn is_log(severity: &str) -> bool {
    LANGUAGES.iter().any(|words| words.log == severity)
}

/// The statement of a message; nothing for messages about anything else, and for steps of a statement but its execution.
pub(super) fn read<'a>(message: &'a str, detail: &'a str) -> Option<Said<'a>> {
    LANGUAGES.iter().find_map(|words| words.read(message, detail))
}

impl Words {
    fn read<'a>(&self, message: &'a str, detail: &'a str) -> Option<Said<'a>> {
        let (micros, rest) = match self.duration.iter().find_map(|word| message.strip_prefix(word)) {
            Some(rest) => {
                let (micros, rest) = time(rest)?;
                (Some(micros), rest)
            }
            None => (None, message),
        };
        if let Some(sql) = rest.strip_prefix(self.statement).and_then(behind_colon) {
            return Some(Said { sql: self.prepared(sql, detail).unwrap_or(sql), micros });
        }
        let executed = rest.strip_prefix(self.execute).filter(|_| !rest.starts_with(self.fetch))?;
        let (_, sql) = executed.split_once(": ")?;
        Some(Said { sql, micros })
    }

    /// The text behind SQL's own `EXECUTE`, which the detail repeats as it was prepared.
    fn prepared<'a>(&self, sql: &str, detail: &'a str) -> Option<&'a str> {
        if !sql.get(..8)?.eq_ignore_ascii_case("execute ") {
            return None;
        }
        let text = detail.strip_prefix(self.prepare).and_then(behind_colon)?;
        let at = text.to_ascii_lowercase().find(" as ")?;
        Some(text.get(at + 4..)?.trim_start())
    }
}

/// What stands behind a colon, which has a blank in front in French, and behind the blank after it.
fn behind_colon(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([' ', '\u{a0}']).strip_prefix(':')?;
    Some(text.strip_prefix(' ').unwrap_or(text))
}

/// The time behind the word for it, in microseconds, and what stands behind its unit.
fn time(text: &str) -> Option<(i64, &str)> {
    let text = text.trim_start_matches([' ', '\u{a0}', ':']);
    let end = text.find(|sign: char| !sign.is_ascii_digit() && sign != '.')?;
    let micros = micros(&text[..end])?;
    let unit = text[end..].trim_start();
    let rest = unit.trim_start_matches(|sign: char| !sign.is_whitespace() && sign != ',');
    Some((micros, rest.trim_start_matches([' ', ','])))
}

fn micros(text: &str) -> Option<i64> {
    let time: f64 = text.parse().ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "bounded in the same breath")]
    let micros = (time * 1000.0).clamp(0.0, 1e15) as i64;
    Some(micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'a>(message: &'a str, detail: &'a str) -> Option<(&'a str, Option<i64>)> {
        read(message, detail).map(|said| (said.sql, said.micros))
    }

    #[test]
    fn statement_is_found_in_every_sort_of_message() {
        let parameters = "parameters: $1 = 'canary'";
        assert_eq!(of("statement: SELECT 1: 2", ""), Some(("SELECT 1: 2", None)));
        assert_eq!(of("duration: 12.345 ms  statement: SELECT 1", ""), Some(("SELECT 1", Some(12_345))));
        assert_eq!(of("execute <unnamed>: SELECT $1", parameters), Some(("SELECT $1", None)));
        assert_eq!(of("duration: 0.5 ms  execute s1/p1: SELECT $1", parameters), Some(("SELECT $1", Some(500))));
        let detail = "prepare: PREPARE get AS SELECT a FROM t WHERE b = $1";
        assert_eq!(of("statement: EXECUTE get('canary')", detail), Some(("SELECT a FROM t WHERE b = $1", None)));
    }

    #[test]
    fn statement_is_found_in_the_languages_of_the_server() {
        for message in [
            "Dauer: 1.5 ms  Anweisung: SELECT 1",
            "duración: 1.5 ms  sentencia: SELECT 1",
            "durée : 1.5 ms, instruction : SELECT 1",
            "durata: 1.5 ms  istruzione: SELECT 1",
            "期間: 1.5 ミリ秒  文: SELECT 1",
            "실행시간: 1.5 ms  명령 구문: SELECT 1",
            "продолжительность: 1.5 мс, оператор: SELECT 1",
            "varaktighet: 1.5 ms  sats: SELECT 1",
            "тривалість: 1.5 мс, оператор: SELECT 1",
            "执行时间: 1.5 ms 语句: SELECT 1",
            "Dauer: 1.5 ms  Ausführen <unnamed>: SELECT 1",
            "durée : 1.5 ms  exécute <unnamed>: SELECT 1",
            "期間: 1.5 ミリ秒  実行 s1/p1: SELECT 1",
            "продолжительность: 1.5 мс  выполнение <unnamed>: SELECT 1",
            "执行时间: 1.5 ms 执行<unnamed>: SELECT 1",
        ] {
            assert_eq!(of(message, ""), Some(("SELECT 1", Some(1500))), "{message}");
        }
        let detail = "préparation : PREPARE get AS SELECT a FROM t";
        assert_eq!(of("instruction : EXECUTE get('canary')", detail), Some(("SELECT a FROM t", None)));
        assert!(["LOG", "日志", "СООБЩЕНИЕ"].into_iter().all(is_log) && !is_log("ERROR") && !is_log("FEHLER"));
    }

    #[test]
    fn what_is_no_execution_says_nothing() {
        for message in [
            "duration: 1.0 ms",
            "duration: 0.1 ms  parse <unnamed>: SELECT 1",
            "duration: 0.1 ms  bind <unnamed>: SELECT 1",
            "execute fetch from c1: SELECT 1",
            "Dauer: 0.1 ms  Parsen <unnamed>: SELECT 1",
            "Ausführen Fetch von c1: SELECT 1",
            "执行FETCH操作 c1: SELECT 1",
            "執行 SELECT 1",
            "duration: x ms  statement: SELECT 1",
            "connection authorized: user=ana",
            "checkpoint starting: time",
            "",
        ] {
            assert_eq!(of(message, ""), None, "{message}");
        }
    }
}
