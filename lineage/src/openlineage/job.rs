//! Which pipeline or task a job is, and what its facets say about it. Pure.
//!
//! A job inside another one of its namespace is a task of the outermost of them; what has nothing around it is a
//! pipeline, or a task on its own when it is a statement of SQL. What a job was when it was first heard of, it stays.

use std::collections::HashMap;

use catalog::{
    AssetKind, Name,
    kinds::pipeline::{PipelineDetails, TaskDetails},
};
use serde_json::Value;

use super::{
    event::{Facets, Job, text_in},
    identity::{identify, system},
    io::Place,
};

/// A job, as events spell it: namespace and name.
pub(super) type JobKey = (String, String);

/// Where jobs are.
pub(super) type Placed = HashMap<JobKey, Place>;

/// The key of a job.
pub(super) fn key(job: &Job) -> JobKey {
    (job.namespace.clone(), job.name.clone())
}

/// What a run is a part of, nearest first: jobs by their keys.
pub(super) fn around(run_facets: &Facets) -> Vec<JobKey> {
    let job = |path: [&[&str]; 2]| {
        let [namespace, name] = path.map(|path| text_in(run_facets, path).map(str::to_owned));
        Some((namespace?, name?))
    };
    let parent = job([&["parent", "job", "namespace"], &["parent", "job", "name"]]);
    let root = job([&["parent", "root", "job", "namespace"], &["parent", "root", "job", "name"]]);
    parent.into_iter().chain(root).collect()
}

/// The asset that a job is. `known` has the jobs that were heard of before, and pipelines that the catalog has.
pub(super) fn place(job: &Job, run_facets: &Facets, known: &Placed) -> Place {
    let own = key(job);
    if let Some(place) = known.get(&own) {
        return place.clone();
    }
    let around = around(run_facets);
    let mut outer = around.iter().rev().filter(|(namespace, name)| *namespace == own.0 && *name != own.1);
    let Some(outer) = outer.next() else {
        let kind = if is_statement(job) { AssetKind::Task } else { AssetKind::Pipeline };
        return (Name::new(own.0, [own.1]), kind);
    };
    match known.get(outer) {
        // A task has no tasks inside it: what runs inside it is beside it.
        Some((name, AssetKind::Task)) if name.parts.len() > 1 => {
            (Name::new(own.0, [name.parts[0].clone(), own.1]), AssetKind::Task)
        }
        Some((_, AssetKind::Task)) => (Name::new(own.0, [own.1]), AssetKind::Task),
        _ => (Name::new(own.0, [outer.1.clone(), own.1]), AssetKind::Task),
    }
}

fn is_statement(job: &Job) -> bool {
    let kind = text_in(&job.facets, &["jobType", "jobType"]).unwrap_or_default();
    text_in(&job.facets, &["sql", "query"]).is_some() && !["DAG", "JOB"].contains(&kind)
}

/// What a job's facets say of a pipeline, over what was known.
pub(super) fn pipeline(job: &Job, run_facets: &Facets, known: PipelineDetails) -> PipelineDetails {
    let airflow = ["airflowDagRun", "airflow"].into_iter().find(|facet| run_facets.contains_key(*facet));
    let dag = |member: &[&str]| {
        let path = [&[airflow?, "dag"], member].concat();
        text_in(run_facets, &path).map(str::to_owned)
    };
    let schedule = dag(&["timetable", "expression"]).or_else(|| dag(&["timetable_summary"]));
    let schedule = schedule.or_else(|| dag(&["schedule_interval"])).filter(|text| text != "None" && text != "null");
    PipelineDetails {
        tool: tool(job).or(known.tool),
        schedule: schedule.or(known.schedule),
        timezone: dag(&["timetable", "timezone"]).or_else(|| dag(&["timezone"])).or(known.timezone),
        url: text_in(&job.facets, &["sourceCodeLocation", "url"]).map(str::to_owned).or(known.url),
    }
}

/// What a job's facets say of a task, over what was known. `datasets` tell where the names in its SQL are meant.
pub(super) fn task(job: &Job, run_facets: &Facets, datasets: &[(&str, &str)], known: TaskDetails) -> TaskDetails {
    let kind = text_in(&job.facets, &["jobType", "jobType"]).map(str::to_owned);
    let next = next_tasks(run_facets);
    let mut task = TaskDetails {
        task_type: operator(run_facets).or(kind).or(known.task_type.clone()),
        next_tasks: if next.is_empty() { known.next_tasks.clone() } else { next },
        ..known
    };
    let Some(sql) = text_in(&job.facets, &["sql", "query"]) else { return task };
    task.definition = Some(sql.to_owned());
    let place = datasets.iter().map(|(namespace, name)| identify(namespace, name).0).find(|name| name.parts.len() > 1);
    if let Some(name) = place {
        task.defaults = name.parts[..name.parts.len() - 1].to_vec();
        task.namespace = Some(name.namespace.to_string());
    } else if task.namespace.is_none() && job.namespace.contains("://") {
        task.namespace = Some(system(&job.namespace));
    }
    let said = text_in(&job.facets, &["sql", "dialect"]).map(str::to_ascii_lowercase);
    task.dialect = said.or_else(|| scheme_of(task.namespace.as_deref())).or(task.dialect);
    task
}

/// The dialect that a system speaks, by the scheme of its namespace, where the engine knows it.
fn scheme_of(namespace: Option<&str>) -> Option<String> {
    let scheme = namespace?.split(':').next()?;
    crate::sql::Dialect::from_name(scheme).map(|_| scheme.to_owned())
}

/// The tool behind a job, in lower case.
pub(super) fn tool(job: &Job) -> Option<String> {
    text_in(&job.facets, &["jobType", "integration"]).map(str::to_ascii_lowercase)
}

fn operator(run_facets: &Facets) -> Option<String> {
    text_in(run_facets, &["airflow", "task", "operator_class"]).map(str::to_owned)
}

/// The tasks that wait for this one, as Airflow writes them: the text of a list.
fn next_tasks(run_facets: &Facets) -> Vec<String> {
    let Some(dag) = text_in(run_facets, &["airflow", "dag", "dag_id"]) else { return Vec::new() };
    let Some(task) = run_facets.get("airflow").and_then(|facet| facet.get("task")) else { return Vec::new() };
    let names: Vec<String> = match task.get("downstream_task_ids") {
        Some(Value::String(text)) => text.split('\'').skip(1).step_by(2).map(str::to_owned).collect(),
        Some(Value::Array(all)) => all.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    };
    let mut names: Vec<String> = names.into_iter().take(1000).map(|name| format!("{dag}.{name}")).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Facets {
        let Value::Object(facets) = value else { panic!("facets are an object") };
        facets
    }

    fn job(name: &str, facets: Value) -> Job {
        Job { namespace: "etl".into(), name: name.into(), facets: object(facets) }
    }

    fn inside(parent: (&str, &str), root: (&str, &str)) -> Facets {
        let job = |(namespace, name): (&str, &str)| json!({ "job": { "namespace": namespace, "name": name } });
        let mut facet = job(parent);
        facet["root"] = job(root);
        object(json!({ "parent": facet }))
    }

    fn printed((name, kind): Place) -> String {
        format!("{kind} {name}")
    }

    #[test]
    fn i1_job_is_a_task_of_the_outermost_job_of_its_namespace() {
        let plain = job("load", json!({}));
        let at = |facets: &Facets| printed(place(&plain, facets, &Placed::new()));
        assert_eq!(at(&Facets::new()), "pipeline etl/load");
        assert_eq!(at(&inside(("etl", "nightly"), ("etl", "nightly"))), "task etl/nightly.load");
        assert_eq!(at(&inside(("etl", "nightly.step"), ("etl", "nightly"))), "task etl/nightly.load");
        assert_eq!(at(&inside(("etl", "dbt-run"), ("airflow", "nightly"))), "task etl/dbt-run.load");
        assert_eq!(at(&inside(("airflow", "x"), ("airflow", "nightly"))), "pipeline etl/load");
    }

    #[test]
    fn threat_36_job_inside_itself_ends() {
        let facets = inside(("etl", "load"), ("etl", "load"));
        assert_eq!(printed(place(&job("load", json!({})), &facets, &Placed::new())), "pipeline etl/load");
    }

    #[test]
    fn statement_on_its_own_is_a_task_and_a_job_stays_what_it_was() {
        let statement = job("load", json!({ "sql": { "query": "INSERT INTO a SELECT * FROM b" } }));
        assert_eq!(printed(place(&statement, &Facets::new(), &Placed::new())), "task etl/load");
        let was = (Name::new("etl", ["load"]), AssetKind::Pipeline);
        let known = Placed::from([(key(&statement), was.clone())]);
        assert_eq!(place(&statement, &inside(("etl", "nightly"), ("etl", "nightly")), &known), was);
    }

    #[test]
    fn schedule_and_order_of_airflow_are_read() {
        let facets = object(json!({ "airflow": {
            "dag": { "dag_id": "nightly", "timetable_summary": "0 2 * * *", "timetable": { "timezone": "Asia/Shanghai" } },
            "task": { "operator_class": "SQLExecuteQueryOperator", "downstream_task_ids": "['report', 'clean']" } } }));
        let job = job("nightly.load", json!({ "jobType": { "integration": "AIRFLOW", "jobType": "TASK" } }));
        let pipeline = pipeline(&job, &facets, PipelineDetails::default());
        assert_eq!(
            (pipeline.schedule.as_deref(), pipeline.timezone.as_deref()),
            (Some("0 2 * * *"), Some("Asia/Shanghai"))
        );
        assert_eq!(pipeline.tool.as_deref(), Some("airflow"));
        let task = task(&job, &facets, &[], TaskDetails::default());
        assert_eq!(task.task_type.as_deref(), Some("SQLExecuteQueryOperator"));
        assert_eq!(task.next_tasks, ["nightly.clean", "nightly.report"]);
    }

    #[test]
    fn names_in_sql_are_meant_where_the_data_sets_are() {
        let job = job("load", json!({ "sql": { "query": "INSERT INTO a SELECT * FROM b" } }));
        let task = task(&job, &Facets::new(), &[("postgres://h", "shop.public.a")], TaskDetails::default());
        assert_eq!((task.dialect.as_deref(), task.namespace.as_deref()), (Some("postgres"), Some("postgres://h:5432")));
        assert_eq!(task.defaults, ["shop", "public"]);
    }
}
