//! Real clients of OpenLineage against the real server: openlineage-python sends, dbt-ol runs a project, Airflow a DAG,
//! Marquez' client reads.
#![allow(missing_docs, reason = "tests state facts in their names")]

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use serde_json::{Value, json};

/// A server that ends with the test, with one key to report and one to read.
struct Server {
    child: Child,
    address: String,
    report: String,
    read: String,
    directory: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cadastre(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cadastre"));
    command.arg("--data").arg(data).env("CADASTRE_PASSWORD", "correct horse battery").stdin(Stdio::null());
    command
}

fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

impl Server {
    fn start() -> Self {
        let directory = tempfile::tempdir().expect("a directory is made");
        let data = directory.path().join("data");
        said(
            &cadastre(&data)
                .args(["user", "create", "loader", "--role", "editor"])
                .output()
                .expect("the binary was built"),
        );
        let key = |scope: &str| {
            let arguments = ["token", "create", "--user", "loader", "--name", scope, "--scope", scope, "--json"];
            let made: Value =
                serde_json::from_str(&said(&cadastre(&data).args(arguments).output().expect("the binary was built")))
                    .expect("`--json` answers JSON");
            made["secret"].as_str().expect("a token has a secret").to_owned()
        };
        let (report, read) = (key("report"), key("read"));
        let mut server = cadastre(&data);
        let mut child = server
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary was built");
        let mut lines = BufReader::new(child.stderr.take().expect("it was piped")).lines().map_while(Result::ok);
        let address = lines.by_ref().find_map(|line| {
            let (_, rest) = line.split_once("ready at ")?;
            rest.split_whitespace().next().map(str::to_owned)
        });
        // A log that nobody reads would stop the server one day.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: address.expect("the server says where it is"), report, read, directory }
    }

    /// A program of one of the clients' environments that reports here.
    fn client(&self, environment: &str, program: &str) -> Command {
        let script = root().join("scripts/openlineage-clients.sh");
        let output = Command::new(script).arg(environment).output().expect("the script runs");
        let environment = PathBuf::from(said(&output).trim());
        let mut command = Command::new(environment.join("bin").join(program));
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(environment.join("bin")).chain(std::env::split_paths(&inherited));
        let path = std::env::join_paths(path);
        command
            .env("PATH", path.expect("the path has no separator in a part"))
            .env("OPENLINEAGE_URL", &self.address)
            .env("OPENLINEAGE_API_KEY", &self.report)
            .env("MARQUEZ_URL", &self.address)
            .env("MARQUEZ_API_KEY", &self.read)
            .env("NO_PROXY", "*")
            .env("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
            .stdin(Stdio::null());
        command
    }

    /// What the server answers to whoever reads, once its graph and index have seen every change.
    async fn get(&self, path: &str) -> Value {
        loop {
            let answer = reqwest::get(format!("{}/readyz", self.address)).await.expect("the server answers");
            let ready: Value = answer.json().await.expect("it answers JSON");
            if ready["followers"].as_array().is_some_and(|all| all.iter().all(|follower| follower["behind"] == 0)) {
                break;
            }
            tokio::task::yield_now().await;
        }
        let request = reqwest::Client::new().get(format!("{}{path}", self.address)).bearer_auth(&self.read);
        let answer = request.send().await.and_then(reqwest::Response::error_for_status).expect("the server answers");
        answer.json().await.expect("it answers JSON")
    }
}

fn edges(graph: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let nodes = graph["graph"].as_array().expect("a graph has nodes").iter();
    nodes
        .flat_map(|node| node["outEdges"].as_array().cloned().unwrap_or_default())
        .map(|edge| (text(&edge["origin"]), text(&edge["destination"])))
        .collect()
}

#[tokio::test]
async fn i1_python_client_sends_and_marquez_client_reads() {
    let server = Server::start();
    let run = said(&server.client("clients", "python").arg(root().join("tests/openlineage/send.py")).output().unwrap());
    let ask = root().join("tests/openlineage/ask.py");
    let answers = said(&server.client("clients", "python").arg(ask).arg(run.trim()).output().unwrap());
    let answers: Value = serde_json::from_str(&answers).expect("it prints JSON");
    let names = |list: &Value| -> Vec<Value> {
        list.as_array().expect("it is a list").iter().map(|item| item["name"].clone()).collect()
    };
    let namespaces = ["etl", "kafka://bus.example:9092", "postgres://db.example:5432", "s3://lake"];
    assert_eq!(names(&answers["namespaces"]["namespaces"]), namespaces);
    assert_eq!(names(&answers["jobs"]["jobs"]), ["nightly", "nightly.load", "report"]);
    let job = &answers["job"];
    assert_eq!((&job["description"], &job["parentJobName"]), (&json!("Adds it up"), &json!("nightly")));
    assert_eq!((&job["latestRun"]["state"], &job["latestRun"]["durationMs"]), (&json!("COMPLETED"), &json!(180_000)));
    assert_eq!((&answers["runs"]["totalCount"], &answers["run"]["id"]), (&json!(1), &json!(run.trim())));
    assert_eq!(names(&answers["datasets"]["datasets"]), ["shop.public.orders", "shop.public.users"]);
    assert_eq!(answers["dataset"]["name"], "/warehouse/totals");

    let versions = &answers["versions"]["versions"];
    assert_eq!((&versions[0], &versions[0]["version"]), (&answers["version"], &answers["dataset"]["currentVersion"]));
    assert!(!versions[0]["fields"].as_array().expect("it has fields").is_empty(), "{versions}");
    assert_eq!(names(&answers["sources"]["sources"]), &namespaces[1..]);
    assert_eq!(answers["source"], answers["sources"]["sources"][1]);
    assert_eq!(answers["tags"], json!({ "tags": [] }));
    let events = answers["events"]["events"].as_array().expect("it is a list");
    assert_eq!(answers["events"]["totalCount"], events.len());
    let of_run = events.iter().filter(|event| event["run"]["runId"] == run.trim());
    let mut kinds: Vec<&str> = of_run.map(|event| event["eventType"].as_str().expect("it has a type")).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["COMPLETE", "START"], "{events:?}");

    let graph = server.get("/api/v1/lineage?nodeId=job:etl:nightly.load").await;
    let (orders, load) = ("dataset:postgres://db.example:5432:shop.public.orders", "job:etl:nightly.load");
    let totals = "dataset:s3://lake:/warehouse/totals";
    let found = edges(&graph);
    for edge in [(orders, load), (load, totals)] {
        assert!(found.contains(&(edge.0.to_owned(), edge.1.to_owned())), "{edge:?} is not in {found:?}");
    }
}

#[tokio::test]
async fn i1_dbt_ol_runs_a_project_whose_models_become_tasks_with_lineage() {
    let server = Server::start();
    let project = root().join("tests/openlineage/shop");
    let database = server.directory.path().join("shop.duckdb");
    let output = server
        .client("clients", "dbt-ol")
        .args(["run", "--target-path"])
        .arg(server.directory.path().join("target"))
        .arg("--project-dir")
        .arg(&project)
        .arg("--profiles-dir")
        .arg(&project)
        .arg("--log-path")
        .arg(server.directory.path().join("logs"))
        .env("OPENLINEAGE_NAMESPACE", "dbt")
        .env("SHOP_DUCKDB", &database)
        .current_dir(server.directory.path())
        .output()
        .unwrap();
    said(&output);
    let jobs = server.get("/api/v1/namespaces/dbt/jobs").await;
    let named = |part: &str| {
        let found = jobs["jobs"].as_array().unwrap().iter().find(|job| job["name"].as_str().unwrap().ends_with(part));
        found.unwrap_or_else(|| panic!("no job ends with {part} in {jobs}")).clone()
    };
    let (totals, run) = (named("shop.totals"), named("dbt-run-shop"));
    assert_eq!(totals["parentJobName"], run["name"], "{totals}");
    let runs = server.get(&format!("/api/v1/namespaces/dbt/jobs/{}/runs", run["name"].as_str().unwrap())).await;
    assert_eq!(runs["runs"][0]["state"], "COMPLETED", "{runs}");
    let namespace = totals["outputs"][0]["namespace"].as_str().expect("a model writes its table").to_owned();
    assert!(namespace.starts_with("duckdb"), "{totals}");
    let name = totals["outputs"][0]["name"].as_str().unwrap();
    let graph = server.get(&format!("/api/v1/lineage?nodeId=dataset:{namespace}:{name}")).await;
    let node = format!("dataset:{namespace}:{name}");
    let job = format!("job:dbt:{}", totals["name"].as_str().unwrap());
    let found = edges(&graph);
    assert!(found.contains(&(job.clone(), node)), "{found:?}");
    assert!(found.iter().any(|(from, to)| from.ends_with("orders") && *to == job), "{found:?}");
}

#[tokio::test]
async fn i1_airflow_runs_a_dag_that_becomes_a_pipeline_with_tasks_and_runs() {
    let server = Server::start();
    let home = server.directory.path().join("airflow");
    let transport = json!({ "type": "http", "url": server.address, "endpoint": "api/v1/lineage",
        "auth": { "type": "api_key", "apiKey": server.report } });
    let oven = json!({ "conn_type": "sqlite", "host": server.directory.path().join("oven.db") });
    let airflow = |arguments: &[&str]| {
        let mut command = server.client("airflow", "airflow");
        command
            .args(arguments)
            .env("AIRFLOW_HOME", &home)
            .env("AIRFLOW__CORE__DAGS_FOLDER", root().join("tests/openlineage/dags"))
            .env("AIRFLOW__CORE__LOAD_EXAMPLES", "False")
            .env("AIRFLOW__OPENLINEAGE__NAMESPACE", "bakery")
            .env("AIRFLOW__OPENLINEAGE__TRANSPORT", transport.to_string())
            .env("AIRFLOW_CONN_OVEN", oven.to_string())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env_remove("OPENLINEAGE_URL");
        command.output().unwrap()
    };
    said(&airflow(&["db", "migrate"]));
    // One of its tasks fails on purpose, and so does the command.
    let output = airflow(&["dags", "test", "bake", "2026-01-31"]);
    let log = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let job = async |name: &str| server.get(&format!("/api/v1/namespaces/bakery/jobs/{name}")).await;
    for (name, state) in
        [("bake", "FAILED"), ("bake.make", "COMPLETED"), ("bake.add_up", "COMPLETED"), ("bake.deliver", "FAILED")]
    {
        assert_eq!(job(name).await["latestRun"]["state"], state, "{name}: {log}");
    }
    let add_up = job("bake.add_up").await;
    assert_eq!((&add_up["parentJobName"], &add_up["simpleName"]), (&json!("bake"), &json!("add_up")));
    let file = |name: &str| json!([{ "namespace": "file://mill.example", "name": name }]);
    assert_eq!((&add_up["inputs"], &add_up["outputs"]), (&file("/data/flour.csv"), &file("/data/bread.csv")));
    let query = json!({ "query": "{ pipelineRuns(filter: { statuses: [FAILED], grain: TASK }) {
        nodes { asset { name } errorReason log { head } attempt } } }" });
    let request = reqwest::Client::new().post(format!("{}/graphql", server.address)).bearer_auth(&server.read);
    let answer: Value = request.json(&query).send().await.unwrap().json().await.unwrap();
    let failed = answer["data"]["pipelineRuns"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}")).clone();
    let deliver =
        failed.iter().find(|run| run["asset"]["name"] == "bake.deliver").unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(deliver["errorReason"], "the van has no fuel");
    assert!(deliver["log"]["head"].as_str().unwrap().starts_with("Traceback"), "{deliver}");
}
