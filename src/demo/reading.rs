//! Who in the made-up company uses what: queries, as a module reports them day by day, and who looks at which page.

use catalog::{
    AssetId, AssetKind, Name, UserId, Viewer,
    usage::{ReportedUse, UseCounts},
};

use super::{around, days::Days, lake, random::Random};
use crate::app::App;

/// How often in a hundred days tables are read, by what their names begin with; what comes first counts.
const OFTEN: &[(&str, u64)] = &[
    ("ads_executive", 98),
    ("ads_", 70),
    ("dws_", 55),
    ("dwd_order", 60),
    ("dwd_", 25),
    ("ods_orders", 40),
    ("orders", 80),
    ("customers", 60),
    ("products", 35),
    ("payments", 30),
];
/// Who reads.
const READERS: [&str; 5] = ["ana.garcia", "chen.jie", "lin.wei", "zhao.min", "superset"];

/// The people, with the tables that they may be seen at.
pub(super) struct Readers {
    people: Vec<Viewer>,
    tables: Vec<(Name, AssetId)>,
    random: Random,
}

impl Readers {
    /// The readers of these tables and views.
    pub(super) fn of(mut tables: Vec<(Name, AssetId)>, seed: u64) -> Self {
        tables.retain(|(name, _)| often(name.last()) > 0);
        tables.sort_by(|one, other| one.0.last().cmp(other.0.last()));
        // What somebody looks at is told by name only; nobody can sign in as one of them.
        let person = |name: &str| Viewer::person(UserId::new(), name, catalog::Role::Viewer);
        Self { people: READERS[..4].iter().copied().map(person).collect(), tables, random: Random::seeded(seed) }
    }

    /// Reports what was used on a day.
    ///
    /// # Errors
    /// The catalog's own.
    pub(super) async fn query(&mut self, app: &App, days: &Days, day: i64) -> catalog::Result<()> {
        let mut uses = Vec::new();
        for (name, _) in &self.tables {
            let chance = often(name.last());
            for reader in READERS {
                // Each of five has a part of the chance.
                if self.random.chance(chance / 2) {
                    let reads = i64::try_from(1 + self.random.below(chance / 4 + 1)).unwrap_or(1);
                    uses.push(used(name.clone(), (days, day), (reader, reads), &mut self.random));
                }
            }
        }
        for table in lake::TABLES.iter().filter(|table| table.read_until.is_some_and(|until| day <= until)) {
            let reads = i64::try_from(1 + self.random.below(9)).unwrap_or(1);
            uses.push(used(lake::name(table.name), (days, day), ("spark", reads), &mut self.random));
        }
        app.catalog().report_usage(&Viewer::system(), uses).await?;
        Ok(())
    }

    /// Lets some people look at some pages.
    ///
    /// # Errors
    /// The store's own.
    pub(super) async fn look(&mut self, app: &App, days: &Days, day: i64) -> kpi::Result<()> {
        for (at, person) in self.people.iter().enumerate() {
            if !self.random.chance(70) {
                continue;
            }
            let session = format!("demo-{day}-{at}");
            for _ in 0..=self.random.below(3) {
                let pick = usize::try_from(self.random.below(self.tables.len() as u64)).unwrap_or(0);
                let Some((name, asset)) = self.tables.get(pick) else { continue };
                if self.random.chance(often(name.last())) {
                    app.worth().kpis().saw(person, &session, Some(*asset)).await?;
                    days.pass(2);
                }
            }
        }
        Ok(())
    }
}

fn often(table: &str) -> u64 {
    OFTEN.iter().find(|(prefix, _)| table.starts_with(prefix)).map_or(0, |(_, often)| *often)
}

fn used(name: Name, (days, day): (&Days, i64), (reader, reads): (&str, i64), random: &mut Random) -> ReportedUse {
    let minutes = i64::try_from(random.below(300)).unwrap_or(0);
    ReportedUse {
        name,
        kind: AssetKind::Table,
        day: days.date(day),
        actor: Some(reader.to_owned()),
        counts: UseCounts { queries: reads, reads, writes: 0, total_micros: Some(reads * 850_000) },
        last_read: Some(days.at(day, minutes)),
        last_write: None,
    }
}

/// The dashboards are looked at as well, by those who report it.
pub(super) async fn open_boards(app: &App, days: &Days, day: i64) -> catalog::Result<()> {
    let uses = around::DASHBOARDS.iter().take(3).map(|(name, ..)| ReportedUse {
        name: around::dashboard(name),
        kind: AssetKind::Dashboard,
        day: days.date(day),
        actor: Some("ana.garcia".to_owned()),
        counts: UseCounts { queries: 3, reads: 3, writes: 0, total_micros: None },
        last_read: Some(days.at(day, 7)),
        last_write: None,
    });
    app.catalog().report_usage(&Viewer::system(), uses.collect()).await?;
    Ok(())
}
