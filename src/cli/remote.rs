//! Talking to a running server instead of the data directory.

use std::{path::PathBuf, time::Duration};

use catalog::ErrorKind;
use clap::Args;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use super::failure::Failure;
use crate::config;

/// Which server, and what to come with.
#[derive(Debug, Clone, Args)]
pub(super) struct Remote {
    /// Ask this server instead of working on the data directory.
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// The file whose first line is an API token [default: the variable CADASTRE_TOKEN].
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
}

/// A server that answers GraphQL.
pub(super) struct Server {
    url: String,
    token: SecretString,
    client: reqwest::Client,
}

const RUN: &str = "id status counts { seen added changed removed held } errors { scope message } message code startedAt \
                   endedAt source { name }";

impl Remote {
    /// The server that was named, if one was.
    pub(super) fn connect(&self) -> Result<Option<Server>, Failure> {
        let Some(url) = &self.server else { return Ok(None) };
        let token = match &self.token_file {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|cause| {
                    let problem = format!("`token-file`: cannot read `{}`: {cause}", path.display());
                    Failure::invalid("token-file", problem)
                })?
                .lines()
                .next()
                .map(str::to_owned),
            None => config::variable("CADASTRE_TOKEN"),
        };
        let Some(token) = token.filter(|token| !token.is_empty()) else {
            let failure = Failure::invalid("token-file", "`token-file`: a server wants a token");
            return Err(
                failure.helped("make one with `cadastre token create`, and give it by --token-file or CADASTRE_TOKEN")
            );
        };
        let client = reqwest::Client::builder().timeout(Duration::from_secs(60)).build();
        let client = client.map_err(|cause| Failure::internal(format!("cannot make a client: {cause}")))?;
        Ok(Some(Server { url: url.trim_end_matches('/').to_owned(), token: SecretString::from(token), client }))
    }
}

impl Server {
    /// Has a source crawled and waits for the end.
    pub(super) async fn crawl(&self, name: &str) -> Result<Value, Failure> {
        let source = self.source_named(name).await?;
        let begun =
            self.ask(&format!("mutation($id: SourceId!) {{ startCrawl(source: $id) {{ {RUN} }} }}"), &source).await?;
        let mut run = begun["startCrawl"].clone();
        let id = run["id"].clone();
        while matches!(run["status"].as_str(), Some("QUEUED" | "RUNNING")) {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let answer = self.ask(&format!("query($id: RunId!) {{ run(id: $id) {{ {RUN} }} }}"), &id).await?;
            run = answer["run"].clone();
        }
        Ok(answer_of(&run))
    }

    async fn source_named(&self, name: &str) -> Result<Value, Failure> {
        let mut after = Value::Null;
        loop {
            let query = "query($id: String) { sources(first: 500, after: $id) { nodes { id name } pageInfo { hasNextPage endCursor } } }";
            let answer = self.ask(query, &after).await?;
            let page = &answer["sources"];
            let nodes = page["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
            if let Some(found) = nodes.iter().find(|source| source["name"] == name) {
                return Ok(found["id"].clone());
            }
            if page["pageInfo"]["hasNextPage"] != true {
                let message = format!("the server has no source `{name}`");
                return Err(Failure { kind: ErrorKind::NotFound, field: Some("source".into()), message, help: None });
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
    }

    async fn ask(&self, query: &str, id: &Value) -> Result<Value, Failure> {
        self.query(query, &json!({ "id": id })).await
    }

    /// The data that a question is answered with.
    pub(super) async fn query(&self, query: &str, variables: &Value) -> Result<Value, Failure> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let request = self
            .client
            .post(format!("{}/graphql", self.url))
            .header("content-type", "application/json")
            .bearer_auth(self.token.expose_secret())
            .body(body);
        let unreachable = |_| Failure::unavailable(format!("`{}` does not answer", self.url)).helped("check --server");
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let text = response.text().await.map_err(unreachable)?;
        let answer: Value = serde_json::from_str(&text).unwrap_or_default();
        if let Some(error) = answer["errors"].get(0) {
            return Err(refused(error));
        }
        if status.as_u16() == 401 || status.as_u16() == 403 {
            return Err(Failure {
                kind: ErrorKind::Forbidden,
                field: None,
                message: "the server refuses the token".into(),
                help: None,
            });
        }
        match answer.get("data") {
            Some(data) => Ok(data.clone()),
            None => Err(Failure::unavailable(format!("`{}` answered with {status} and no data", self.url))),
        }
    }
}

fn refused(error: &Value) -> Failure {
    let kind = match error["extensions"]["code"].as_str() {
        Some("INVALID") => ErrorKind::Invalid,
        Some("NOT_FOUND") => ErrorKind::NotFound,
        Some("CONFLICT") => ErrorKind::Conflict,
        Some("FORBIDDEN" | "UNAUTHENTICATED") => ErrorKind::Forbidden,
        Some("UNAVAILABLE") => ErrorKind::Unavailable,
        _ => ErrorKind::Internal,
    };
    Failure {
        kind,
        field: error["extensions"]["field"].as_str().map(str::to_owned),
        message: error["message"].as_str().unwrap_or("the server refused").to_owned(),
        help: None,
    }
}

fn answer_of(run: &Value) -> Value {
    let time = |name: &str| run[name].as_str().and_then(|text| text.parse::<chrono::DateTime<chrono::Utc>>().ok());
    let duration = time("endedAt").zip(time("startedAt")).map_or(0, |(end, start)| (end - start).num_milliseconds());
    let status = run["status"].as_str().unwrap_or_default().to_ascii_lowercase();
    let status = if status == "lost" { "failed".to_owned() } else { status };
    let mut errors = run["errors"].as_array().cloned().unwrap_or_default();
    if status == "failed" {
        errors.insert(0, json!({ "scope": run["source"]["name"], "message": run["message"] }));
    }
    json!({
        "run": run["id"],
        "source": run["source"]["name"],
        "status": status,
        "seen": run["counts"]["seen"],
        "added": run["counts"]["added"],
        "changed": run["counts"]["changed"],
        "removed": run["counts"]["removed"],
        "held": run["counts"]["held"],
        "errors": errors,
        "duration_ms": duration,
        "code": run["code"],
    })
}
