//! What TIS's own database says: applications and workflows, and the history of their builds.
//!
//! Its tables have been spelled in several ways; a column is found whatever its case and underscores.

use std::collections::BTreeMap;

use catalog::{
    AssetKind, Name,
    run::{RunRecord, RunStatus, RunTrigger},
};
use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use crate::{
    config,
    connector::{Connector, Define, Query, QueryLimits, Rows},
    error::{Error, Result},
    mysql::MySql,
    outbound::Outbound,
};

/// The most applications, and the most builds (the newest), that are read.
const MAX_ROWS: usize = 10_000;

/// TIS's database.
pub(super) struct History {
    server: MySql,
    database: String,
}

impl std::fmt::Debug for History {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("History").field("database", &self.database).finish_non_exhaustive()
    }
}

/// What the database says about an application or workflow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Application {
    pub(super) schedule: Option<String>,
    pub(super) owners: Vec<String>,
}

/// A table's columns under the names that are looked for.
struct Columns(BTreeMap<String, String>);

impl Columns {
    /// A column as SQL, or `NULL` where the table has none.
    fn sql(&self, name: &str) -> String {
        self.0.get(name).map_or_else(|| "NULL".to_owned(), |column| quoted(column))
    }

    /// A time as seconds since 1970, by the server's own clock; `NULL` where the table has none.
    fn seconds(&self, name: &str) -> String {
        let Some(column) = self.0.get(name).map(|column| quoted(column)) else { return "NULL".to_owned() };
        let there = format!("COALESCE(CONVERT_TZ({column}, @@global.time_zone, '+00:00'), {column})");
        format!("TIMESTAMPDIFF(SECOND, '1970-01-01', {there})")
    }
}

fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// A name without case and underscores.
fn plain(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

impl History {
    /// The database on a server (host, port, name).
    pub(super) fn new(
        (host, port, database): (&str, u16, &str),
        user: &str,
        password: Option<&SecretString>,
        outbound: Outbound,
    ) -> Result<Self> {
        let named = config::filter::literal(database);
        let mut fields = json!({ "host": host, "port": port, "user": user, "databases": [named] });
        if let Some(password) = password {
            fields["password"] = password.expose_secret().into();
        }
        Ok(Self { server: MySql::new(config::read(fields)?, outbound)?, database: database.to_owned() })
    }

    /// The server's version, when the database has what TIS keeps.
    pub(super) async fn version(&self) -> Result<String> {
        let checked = self.server.check().await?;
        if self.columns("work_flow_build_history").await?.is_none() {
            let problem = format!("`{}` has no table `work_flow_build_history`", self.database);
            return Err(Error::invalid("database", problem));
        }
        Ok(format!("{} {}", checked.engine, checked.version))
    }

    async fn ask(&self, sql: &str) -> Result<Rows> {
        self.server.query(sql, QueryLimits { rows: MAX_ROWS, ..QueryLimits::default() }).await
    }

    /// The columns of a table; nothing when it is not there.
    async fn columns(&self, table: &str) -> Result<Option<Columns>> {
        let database = self.database.replace('\\', "\\\\").replace('\'', "''");
        let sql = format!(
            "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '{database}' AND TABLE_NAME = '{table}'"
        );
        let names = self.ask(&sql).await?.rows.into_iter().filter_map(|row| row.first()?.as_str().map(str::to_owned));
        let columns: BTreeMap<String, String> = names.map(|name| (plain(&name), name)).collect();
        Ok((!columns.is_empty()).then_some(Columns(columns)))
    }

    /// Applications and workflows by name.
    pub(super) async fn applications(&self) -> Result<BTreeMap<String, Application>> {
        let mut found = BTreeMap::new();
        for (table, name, schedule, owners) in [
            ("application", "projectname", "fullbuildcrontime", ["recept", "manager"]),
            ("work_flow", "name", "schedulecron", ["opusername", "opusername"]),
        ] {
            let Some(columns) = self.columns(table).await? else { continue };
            let [first, second] = owners.map(|owner| columns.sql(owner));
            let (name, schedule) = (columns.sql(name), columns.sql(schedule));
            let sql = format!("SELECT {name}, {schedule}, {first}, {second} FROM {} LIMIT {MAX_ROWS}", quoted(table));
            for row in self.ask(&sql).await?.rows {
                let text = |place: usize| row.get(place).and_then(text_of);
                let Some(name) = text(0) else { continue };
                let mut owners: Vec<String> = [text(2), text(3)].into_iter().flatten().collect();
                owners.dedup();
                found.entry(name).or_insert(Application { schedule: text(1), owners });
            }
        }
        Ok(found)
    }

    /// The newest builds as runs of their pipelines.
    pub(super) async fn runs(&self, namespace: &str) -> Result<Vec<RunRecord>> {
        let Some(builds) = self.columns("work_flow_build_history").await? else { return Ok(Vec::new()) };
        let workflow = match self.columns("work_flow").await? {
            Some(flows) if builds.0.contains_key("workflowid") => {
                let (name, id) = (flows.sql("name"), flows.sql("id"));
                format!("(SELECT w.{name} FROM work_flow w WHERE w.{id} = h.{} LIMIT 1)", builds.sql("workflowid"))
            }
            _ => "NULL".to_owned(),
        };
        let id = builds.sql("id");
        let sql = format!(
            "SELECT {id}, {}, {workflow}, {}, {}, {}, {} FROM work_flow_build_history h ORDER BY {id} DESC LIMIT {MAX_ROWS}",
            builds.sql("appname"),
            builds.seconds("starttime"),
            builds.seconds("endtime"),
            builds.sql("state"),
            builds.sql("triggertype"),
        );
        let rows = self.ask(&sql).await?.rows;
        Ok(rows.iter().filter_map(|row| run(row, namespace)).collect())
    }
}

/// A row of the history: identifier, application, workflow, start, end, state, trigger.
fn run(row: &[Value], namespace: &str) -> Option<RunRecord> {
    let number = |place: usize| row.get(place).and_then(number_of);
    let id = row.first().and_then(text_of)?;
    let name = row.get(1).and_then(text_of).or_else(|| row.get(2).and_then(text_of))?;
    let time = |seconds: Option<i64>| seconds.and_then(|seconds| DateTime::<Utc>::from_timestamp(seconds, 0));
    let (started, ended) = (time(number(3)), time(number(4)));
    let status = match number(5)? {
        1 => RunStatus::Succeeded,
        2 | 22 => RunStatus::Running,
        3 => RunStatus::Cancelled,
        _ => RunStatus::Failed,
    };
    let asset = (Name::new(namespace, [name]), AssetKind::Pipeline);
    let mut run = RunRecord::new(asset, id, status, ended.or(started)?);
    run.trigger = match number(6) {
        Some(1) => Some(RunTrigger::Cron),
        Some(2) => Some(RunTrigger::Manual),
        _ => None,
    };
    (run.started_at, run.ended_at) = (started, ended.filter(|_| status.is_over()));
    Some(run)
}

fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && !text.contains('\0')).then_some(text)
}

fn number_of(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(state: i64) -> RunStatus {
        let row =
            [json!(7), json!("app"), Value::Null, json!(1_700_000_000), json!("1700000060"), json!(state), json!(1)];
        run(&row, "tis://x").unwrap().status
    }

    #[test]
    fn c4_states_and_triggers_are_those_of_tis() {
        let expected = [
            (1, RunStatus::Succeeded),
            (-1, RunStatus::Failed),
            (2, RunStatus::Running),
            (22, RunStatus::Running),
            (3, RunStatus::Cancelled),
        ];
        for (state, expected) in expected {
            assert_eq!(status(state), expected, "{state}");
        }
    }

    #[test]
    fn c4_build_of_a_workflow_is_a_run_of_the_workflow() {
        let row = [json!("9"), json!(""), json!("flow"), json!(1_700_000_000), Value::Null, json!(2), json!(2)];
        let run = run(&row, "tis://x").unwrap();
        assert_eq!(
            (run.name.path().as_str(), run.external_id.as_str(), run.trigger),
            ("flow", "9", Some(RunTrigger::Manual))
        );
        assert_eq!((run.started_at.is_some(), run.ended_at), (true, None));
    }
}
