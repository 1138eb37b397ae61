//! What breaks, on a small catalog whose every dependent is known by hand.

use catalog::{AssetKind, Fault as _, SourceId, Viewer, Visibility};

use super::*;
use crate::testing::{Table, World, name, on_both, table, view};

fn tables() -> Vec<Table> {
    vec![
        table("orders", &["id", "amount", "paid", "note"]),
        view(
            "sales",
            &["id", "total"],
            "SELECT orders.id, sum(orders.amount) AS total FROM public.orders WHERE orders.paid > '' GROUP BY orders.id",
        ),
        view("top", &["best"], "SELECT max(total) AS best FROM public.sales"),
        view("size", &["rows"], "SELECT count(*) AS rows FROM public.orders"),
        table("copy", &["id"]),
        table("mart", &["total"]),
    ]
}

impl World {
    /// The tables, with a tool that copies all of `orders` and one that loads a column into `mart`.
    async fn what_if_shop(&self) {
        self.crawl_and_follow(&tables()).await;
        self.declare("airflow", "copy", &["orders > copy"]).await;
        self.declare("airflow", "load", &["sales.total > mart.total"]).await;
    }

    async fn ask(&self, proposal: Proposal) -> WhatIf {
        self.lineage.what_if(&Viewer::system(), &proposal, 100).await.unwrap()
    }

    async fn script(&self, sql: &str) -> WhatIf {
        self.ask(script(sql)).await
    }
}

fn script(sql: &str) -> Proposal {
    Proposal::Script(ScriptProposal {
        sql: sql.to_owned(),
        dialect: "postgres".to_owned(),
        namespace: Some("postgres://h:5432".to_owned()),
        defaults: vec!["shop".to_owned(), "public".to_owned()],
    })
}

fn columns(changes: &[(&str, ColumnChange)]) -> Proposal {
    let column = |(name, change): &(&str, ColumnChange)| ColumnProposal {
        column: name.parse().unwrap(),
        change: change.clone(),
    };
    Proposal::Columns(changes.iter().map(column).collect())
}

/// What breaks, such as `! sales.total 1` for something that breaks one step away and `~ top 2` for something affected.
fn broken(answer: &WhatIf) -> Vec<String> {
    let mut lines: Vec<String> = answer
        .broken
        .iter()
        .map(|broken| {
            let mark = if broken.effect == Effect::Breaks { '!' } else { '~' };
            format!("{mark} {} {}", broken.asset.name.parts[2..].join("."), broken.distance)
        })
        .collect();
    lines.sort();
    lines
}

fn changes(answer: &WhatIf) -> Vec<String> {
    let line = |change: &Change| {
        let mark = if change.is_breaking { "!" } else { "" };
        format!("{mark}{:?} {}", change.kind, change.name.parts[2..].join("."))
    };
    answer.changes.iter().map(line).collect()
}

const OF_AMOUNT: [&str; 7] =
    ["! sales 1", "! sales.total 1", "~ copy 1", "~ mart 2", "~ mart.total 2", "~ top 2", "~ top.best 2"];

#[tokio::test]
async fn j9_dropped_column_breaks_who_refers_to_it_and_affects_what_is_behind() {
    on_both(async |world| {
        world.what_if_shop().await;
        for proposal in [
            columns(&[("orders.amount", ColumnChange::Dropped)]),
            columns(&[("orders.amount", ColumnChange::Renamed("sum".into()))]),
            script("ALTER TABLE orders DROP COLUMN amount"),
            script("alter table public.orders rename amount to value;"),
            script("CREATE TABLE shop.public.orders (id text, paid text, note text)"),
        ] {
            let answer = world.ask(proposal).await;
            assert_eq!(broken(&answer), OF_AMOUNT);
            assert_eq!((answer.total, answer.truncated), (7, false));
        }
        let answer = world.script("ALTER TABLE orders DROP amount").await;
        let best = answer.broken.iter().find(|broken| broken.asset.name == name("top.best")).unwrap();
        let path: Vec<String> = best.path.iter().flatten().map(|name| name.parts[2..].join(".")).collect();
        assert_eq!(path, ["orders.amount", "sales.total", "top.best"]);
        assert_eq!(
            best.why,
            "`shop.public.orders.amount` is dropped, and its values come from `shop.public.sales.total` (AGGREGATION)"
        );
    })
    .await;
}

#[tokio::test]
async fn j9_column_that_only_decides_breaks_the_whole_of_what_it_decides_about() {
    on_both(async |world| {
        world.what_if_shop().await;
        let answer = world.script("ALTER TABLE orders DROP COLUMN paid").await;
        assert_eq!(broken(&answer), ["! sales 1", "~ copy 1", "~ mart 2", "~ mart.total 2", "~ top 2", "~ top.best 2"]);
        assert_eq!(answer.broken[0].reference, Some("FILTER"));
    })
    .await;
}

#[tokio::test]
async fn j9_what_nobody_reads_and_what_only_grows_breaks_nothing() {
    on_both(async |world| {
        world.crawl_and_follow(&tables()).await;
        for (sql, expected) in [
            ("ALTER TABLE orders DROP note", vec!["!Dropped orders.note"]),
            ("ALTER TABLE orders ADD COLUMN x bigint", vec!["Added orders.x"]),
            ("ALTER TABLE orders DROP amount; ALTER TABLE orders ADD amount text NOT NULL", vec![]),
            ("ALTER TABLE orders RENAME amount TO a; ALTER TABLE orders RENAME a TO amount", vec![]),
            ("CREATE TABLE IF NOT EXISTS orders (id text)", vec![]),
            ("INSERT INTO orders SELECT * FROM orders", vec![]),
            ("ALTER TABLE nowhere DROP COLUMN a", vec![]),
        ] {
            let answer = world.script(sql).await;
            assert_eq!(
                (broken(&answer), changes(&answer)),
                (vec![], expected.iter().map(|e| (*e).to_owned()).collect()),
                "{sql}"
            );
        }
        let answer = world.script("ALTER TABLE nowhere DROP a; ALTER TABLE orders DROP COLUMN b").await;
        assert_eq!(
            answer.notes,
            [
                "line 1: `shop.public.nowhere` is not in the catalog; nothing is known to depend on it",
                "line 1: `orders` has no column `b` in the catalog",
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn j9_narrower_type_breaks_and_a_wider_one_does_not() {
    on_both(async |world| {
        world.what_if_shop().await;
        let answer = world.script("ALTER TABLE orders ALTER COLUMN amount TYPE varchar(10)").await;
        assert_eq!((broken(&answer).len(), changes(&answer)), (7, vec!["!Retyped orders.amount".to_owned()]));
        let narrow = columns(&[("orders.amount", ColumnChange::Retyped("text".into()))]);
        assert_eq!(world.ask(narrow).await.total, 0);
    })
    .await;
}

#[tokio::test]
async fn j9_dropped_and_renamed_tables_break_who_reads_them_whatever_they_read() {
    on_both(async |world| {
        world.what_if_shop().await;
        let expected = [
            "! copy 1",
            "! sales 1",
            "! sales.id 1",
            "! sales.total 1",
            "! size 1",
            "~ mart 2",
            "~ mart.total 2",
            "~ top 2",
            "~ top.best 2",
        ];
        for sql in ["DROP TABLE orders CASCADE", "ALTER TABLE orders RENAME TO orders_old"] {
            let answer = world.script(sql).await;
            let own = broken(&answer).into_iter().filter(|line| !line.starts_with("! size.")).collect::<Vec<_>>();
            assert_eq!(own, expected, "{sql}");
        }
    })
    .await;
}

#[tokio::test]
async fn j9_statement_that_the_proposal_mends_does_not_break() {
    on_both(async |world| {
        world.crawl_and_follow(&tables()).await;
        let mended = "CREATE OR REPLACE VIEW sales AS SELECT id, 1 AS total FROM orders WHERE paid > '' GROUP BY id";
        let answer = world.script(&format!("ALTER TABLE orders DROP amount; {mended}")).await;
        assert_eq!(broken(&answer), Vec::<String>::new());
        let forgotten = "CREATE OR REPLACE VIEW sales AS SELECT id, amount AS total FROM orders";
        let answer = world.script(&format!("ALTER TABLE orders DROP amount; {forgotten}")).await;
        assert_eq!(broken(&answer), ["! sales 1", "! sales.total 1", "~ top 2", "~ top.best 2"]);
        let smaller = "CREATE OR REPLACE VIEW sales AS SELECT id FROM orders";
        let answer = world.script(smaller).await;
        assert_eq!(broken(&answer), ["! top 1", "! top.best 1"]);
        assert_eq!(changes(&answer), ["Redefined sales", "!Dropped sales.total"]);
        let star =
            "ALTER TABLE orders DROP amount; DROP VIEW top; CREATE OR REPLACE VIEW sales AS SELECT * FROM orders";
        let answer = world.script(star).await;
        assert_eq!(broken(&answer), Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn j9_what_people_say_of_a_view_stays_when_its_sql_is_written_anew() {
    on_both(async |world| {
        world.crawl_and_follow(&tables()).await;
        let hand = catalog::HandEdge {
            upstream: world.find("orders.amount").await,
            downstream: world.find("sales.total").await,
            subtype: None,
            masking: false,
            note: None,
        };
        world.catalog.write_lineage(&Viewer::system(), vec![hand]).await.unwrap();
        world.follow().await;
        let mended = "CREATE OR REPLACE VIEW sales AS SELECT id, 1 AS total FROM orders";
        let answer = world.script(&format!("ALTER TABLE orders DROP amount; {mended}")).await;
        assert_eq!(broken(&answer), ["! sales 1", "! sales.total 1", "~ top 2", "~ top.best 2"]);
    })
    .await;
}

#[tokio::test]
async fn j9_dropped_schema_takes_its_tables_along() {
    on_both(async |world| {
        world.what_if_shop().await;
        let board = Name::new("bi://h", ["boards", "sales", "board"]);
        let details = catalog::Details::Dashboard(catalog::kinds::dashboard::DashboardDetails::default());
        world.crawl_records(SourceId::new(), vec![catalog::AssetRecord::new(board.clone(), details).into()]).await;
        let edge = catalog::record::DeclaredEdge {
            downstream: board.clone(),
            downstream_kind: AssetKind::Dashboard,
            ..crate::testing::declared("mart > mart")
        };
        let record = catalog::record::LineageRecord {
            tool: "bi".into(),
            scope: "board".into(),
            through: None,
            edges: vec![edge],
            queries: Vec::new(),
            statements: Vec::new(),
            by_hand: None,
        };
        world.push(catalog::Record::Lineage(record)).await;
        for sql in ["DROP SCHEMA public CASCADE", "DROP SCHEMA IF EXISTS shop.public", "DROP DATABASE shop"] {
            let answer = world.script(sql).await;
            let hit: Vec<(&Name, Effect)> = answer.broken.iter().map(|item| (&item.asset.name, item.effect)).collect();
            assert_eq!((hit, answer.changes.len()), (vec![(&board, Effect::Breaks)], 6), "{sql}");
        }
        let answer = world.script("DROP SCHEMA nowhere").await;
        assert_eq!(answer.notes.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn j9_column_that_must_have_a_value_is_told_to_the_task_that_writes_it() {
    on_both(async |world| {
        world.crawl_and_follow(&tables()).await;
        let task = Name::new("airflow", ["daily", "load"]);
        let mut edge = crate::testing::declared("orders.id > mart.total");
        edge.columns[0].subtype = "TRANSFORMATION".into();
        let record = catalog::record::LineageRecord {
            tool: "airflow".into(),
            scope: "daily.load".into(),
            through: Some(task.clone()),
            edges: vec![edge],
            queries: Vec::new(),
            statements: Vec::new(),
            by_hand: None,
        };
        world.push(catalog::Record::Lineage(record)).await;
        let answer = world.script("ALTER TABLE mart ADD COLUMN day date NOT NULL").await;
        assert_eq!((answer.total, &answer.broken[0].asset.name, answer.broken[0].effect), (1, &task, Effect::Breaks));
        assert_eq!(world.script("ALTER TABLE mart ADD COLUMN day date NOT NULL DEFAULT now()").await.total, 0);
        let answer = world.script("ALTER TABLE orders DROP id").await;
        let told: Vec<AssetKind> = answer.broken.iter().map(|broken| broken.asset.kind).collect();
        assert!(told.contains(&AssetKind::Task), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn j9_viewer_is_told_of_nothing_that_they_may_not_know() {
    on_both(async |world| {
        world.crawl_and_follow(&tables()[..2]).await;
        let other = SourceId::new();
        world.crawl_as(other, &[view("top", &["best"], "SELECT max(total) AS best FROM public.sales")]).await;
        world.follow().await;
        let bound = Viewer { sees: Visibility::Sources([world.source].into()), ..Viewer::system() };
        let drop = script("ALTER TABLE orders DROP COLUMN amount");
        let answer = world.lineage.what_if(&bound, &drop, 100).await.unwrap();
        assert_eq!((broken(&answer), answer.total), (vec!["! sales 1".into(), "! sales.total 1".into()], 2));
        assert_eq!(world.ask(drop.clone()).await.total, 4);
        let stranger = Viewer { sees: Visibility::Sources([other].into()), ..Viewer::system() };
        let answer = world.lineage.what_if(&stranger, &drop, 100).await.unwrap();
        assert_eq!((answer.total, answer.changes.len()), (0, 0));
        let column = columns(&[("orders.amount", ColumnChange::Dropped)]);
        let error = world.lineage.what_if(&stranger, &column, 100).await.unwrap_err();
        assert_eq!(error.kind(), catalog::ErrorKind::NotFound);
    })
    .await;
}

#[tokio::test]
async fn j9_answer_is_bounded_and_says_so() {
    on_both(async |world| {
        world.what_if_shop().await;
        let proposal = columns(&[("orders.amount", ColumnChange::Dropped)]);
        let answer = world.lineage.what_if(&Viewer::system(), &proposal, 2).await.unwrap();
        assert_eq!((answer.broken.len(), answer.total, answer.truncated), (2, 7, true));
        for limit in [0, MAX_ITEMS + 1] {
            let error = world.lineage.what_if(&Viewer::system(), &proposal, limit).await.unwrap_err();
            assert_eq!(error.field(), Some("limit"));
        }
    })
    .await;
}

fn relation(key: &str, sql: Option<&str>, upstream: &[&str]) -> Relation {
    Relation {
        key: key.to_owned(),
        name: Some(name(key)),
        sql: sql.map(str::to_owned),
        dialect: Some("postgres".to_owned()),
        defaults: vec!["shop".to_owned(), "public".to_owned()],
        upstream: upstream.iter().map(|key| (*key).to_owned()).collect(),
        ..Relation::default()
    }
}

/// A project in which `sales` is made from `orders`, and `top` from `sales`.
fn project(sales: &str, top: &str) -> Vec<Relation> {
    vec![
        relation("top", Some(top), &["sales"]),
        relation("sales", Some(sales), &["orders"]),
        relation("orders", None, &[]),
    ]
}

#[tokio::test]
async fn j9_models_of_a_project_are_compared_with_the_base_or_with_the_catalog() {
    on_both(async |world| {
        world.crawl_and_follow(&tables()).await;
        let sales = "SELECT id, sum(amount) AS total FROM orders GROUP BY id";
        let top = "SELECT max(total) AS best FROM sales";
        let base = project(sales, top);
        let ask = async |after: Vec<Relation>, before: Option<Vec<Relation>>| {
            world.ask(Proposal::Relations(RelationsProposal { after, before, gone: Vec::new() })).await
        };
        for before in [Some(base.clone()), None] {
            assert_eq!(ask(base.clone(), before.clone()).await.total, 0);
            let renamed = project("SELECT id, sum(amount) AS value FROM orders GROUP BY id", top);
            let answer = ask(renamed, before.clone()).await;
            assert_eq!(broken(&answer), ["! top 1", "! top.best 1"], "{before:?}");
            let mended = project(
                "SELECT id, sum(amount) AS value FROM orders GROUP BY id",
                "SELECT max(value) AS best FROM sales",
            );
            assert_eq!(ask(mended, before.clone()).await.total, 0, "{before:?}");
            let star = project("SELECT id FROM orders", "SELECT * FROM sales");
            assert_eq!(broken(&ask(star, before).await), Vec::<String>::new());
        }
        let mut without = base.clone();
        without.retain(|relation| relation.key != "sales");
        let answer = ask(without, Some(base)).await;
        assert_eq!(changes(&answer), ["!Dropped sales"]);
        assert_eq!(broken(&answer), ["! top 1", "! top.best 1"]);
    })
    .await;
}

#[tokio::test]
async fn threat_37_project_that_goes_in_circles_ends() {
    on_both(async |world| {
        world.crawl_and_follow(&tables()).await;
        let mut after = project("SELECT best FROM top", "SELECT total AS best FROM sales");
        after[2].upstream = vec!["top".to_owned(), "orders".to_owned(), "nowhere".to_owned()];
        let before = Some(after.clone());
        let proposal = Proposal::Relations(RelationsProposal { after, before, gone: Vec::new() });
        assert_eq!(world.ask(proposal).await.total, 0);
    })
    .await;
}

#[tokio::test]
async fn threat_22_hostile_proposals_are_refused_or_end_soon() {
    on_both(async |world| {
        world.crawl_and_follow(&tables()).await;
        let long = " ".repeat(9 * 1024 * 1024);
        let many: String = (0..6000).map(|n| format!("DROP TABLE t{n};")).collect();
        for (sql, field) in [(long, "ddl"), (many, "ddl")] {
            let error = world.lineage.what_if(&Viewer::system(), &script(&sql), 10).await.unwrap_err();
            assert_eq!(error.field(), Some(field));
        }
        let deep = format!("CREATE OR REPLACE VIEW sales AS SELECT {}1 AS total FROM orders", "(".repeat(5000));
        world.script(&deep).await;
        let odd = Proposal::Script(ScriptProposal { dialect: "klingon".into(), ..ScriptProposal::default() });
        let error = world.lineage.what_if(&Viewer::system(), &odd, 10).await.unwrap_err();
        assert_eq!(error.field(), Some("dialect"));
        let error = world.lineage.what_if(&Viewer::system(), &columns(&[]), 10).await.unwrap_err();
        assert_eq!(error.field(), Some("columns"));
    })
    .await;
}
