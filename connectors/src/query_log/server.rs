//! Logs that a server is asked for: its connection, and statistics that become sightings.

use secrecy::ExposeSecret as _;
use serde_json::{Map, Value, json};

use super::{
    LogKind, QueryLog, QueryLogConfig, Reader,
    counters::{self, Counted},
    gather::Gatherer,
    position::Position,
    table::Rows,
};
use crate::{
    config,
    connector::Define,
    crawl::Sink,
    error::{Error, Result},
    mysql::MySql,
    outbound::Outbound,
    postgres::Postgres,
};

/// The connection to the server that a configuration names.
///
/// # Errors
/// `Invalid` naming the field.
pub(super) fn of(config: &QueryLogConfig, outbound: Outbound) -> Result<Reader> {
    let needed = |field: &str, text: &Option<String>| {
        let text = text.clone().filter(|text| !text.trim().is_empty());
        text.ok_or_else(|| Error::invalid(field, format!("is missing; `{}` asks a server", config.log.code())))
    };
    let mut fields = Map::new();
    fields.insert("host".to_owned(), needed("host", &config.host)?.into());
    fields.insert("user".to_owned(), needed("user", &config.user)?.into());
    fields.insert("password".to_owned(), config.password.expose_secret().into());
    fields.insert("timeout_seconds".to_owned(), config.timeout_seconds.into());
    fields.insert("tls".to_owned(), json!(config.protection.tls.code()));
    if let Some(port) = config.port {
        fields.insert("port".to_owned(), port.into());
    }
    if let Some(file) = &config.protection.ca_file {
        fields.insert("ca_file".to_owned(), file.as_str().into());
    }
    if config.log != LogKind::PgStatStatements {
        let server = MySql::new(config::read(Value::Object(fields))?, outbound)?;
        return Ok(Reader::MySql(Box::new(server)));
    }
    if let Some(database) = &config.database {
        fields.insert("database".to_owned(), database.as_str().into());
    }
    let server = Postgres::new(config::read(Value::Object(fields))?, outbound)?;
    Ok(Reader::Postgres(Box::new(server)))
}

impl QueryLog {
    pub(super) async fn read_postgres(&self, server: &Postgres, sink: &Sink, position: Option<String>) -> Result<()> {
        let counted = server.statements().await?;
        self.say_counted(counted, sink, position).await;
        Ok(())
    }

    pub(super) async fn read_digests(&self, server: &MySql, sink: &Sink, position: Option<String>) -> Result<()> {
        let counted = server.digests().await?;
        self.say_counted(counted, sink, position).await;
        Ok(())
    }

    /// What counters say since they were last looked at.
    async fn say_counted(&self, counted: Counted, sink: &Sink, position: Option<String>) {
        let (position, is_known) = Position::of(position.as_deref(), self.kind.code());
        let mut gatherer = Gatherer::new(self.place.clone());
        let next = counters::see(&counted, &position, is_known, &mut gatherer);
        for (message, is_warning) in counted.notes.iter().chain(&next.notes) {
            sink.note(self.place.log.clone(), message.clone(), *is_warning).await;
        }
        self.say_unclear(sink, gatherer.unclear).await;
        gatherer.say(sink, Some(next.position.text()), Some(self.keep)).await;
    }

    pub(super) async fn read_general_table(&self, server: &MySql, sink: &Sink, position: Option<String>) -> Result<()> {
        let (mut position, _) = Position::of(position.as_deref(), self.kind.code());
        let mut gatherer = Gatherer::new(self.place.clone());
        let mut rows = Rows::begin(server, position.last).await?;
        while let Some(row) = rows.next(server).await? {
            row.take(&mut position, &mut gatherer);
            if gatherer.is_full() {
                gatherer.say(sink, Some(position.text()), None).await;
            }
        }
        if rows.is_cut() {
            let message = "there is more than one crawl reads; the next one goes on from there".to_owned();
            sink.note(self.place.log.clone(), message, false).await;
        }
        self.say_unclear(sink, gatherer.unclear).await;
        gatherer.say(sink, Some(position.text()), Some(self.keep)).await;
        Ok(())
    }
}
