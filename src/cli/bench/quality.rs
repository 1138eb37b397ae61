//! `cadastre bench quality`: the same eight checks of one table as this program, Soda, Great Expectations and dbt make
//! them, each from starting the program to its exit code, on a table of PostgreSQL and on a Parquet file.
//!
//! Processor time is that of the program, and of the server where there is one, told by the system; both only on Linux,
//! and that of a server only when it runs on this machine.

mod process;
mod table;

use std::path::{Path, PathBuf};

use catalog::bench::Figure;
use clap::Args;

use self::{
    process::{Program, Spent},
    table::{Held, Kind},
};
use crate::cli::{Output, failure::Failure, scratch::Scratch};

/// The programs that are measured beside this one, in the order in which they are shown.
const PEERS: [&str; 3] = ["soda", "great-expectations", "dbt"];

/// With how many rows, where, and beside what.
#[derive(Debug, Args)]
pub(in crate::cli) struct Scans {
    /// A PostgreSQL database on this machine: postgres://…; a schema is made in it and removed.
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// How many rows the table in PostgreSQL has.
    #[arg(long, value_name = "ROWS", default_value_t = 500_000)]
    rows: u64,
    /// How many rows the Parquet file has.
    #[arg(long, value_name = "ROWS", default_value_t = 1_000_000)]
    file_rows: u64,
    /// The folder that scripts/quality-peers.sh installed Soda, Great Expectations and dbt into.
    #[arg(long, value_name = "FOLDER")]
    peers: Option<PathBuf>,
}

impl Scans {
    pub(super) async fn measure(&self, files: &Scratch, output: &Output) -> Result<Vec<Figure>, Failure> {
        let mut figures = self.of_table(Held::in_file(files, self.file_rows).await?, files, output).await?;
        match &self.postgres {
            Some(url) => {
                let held = Held::in_postgres(files, url, self.rows).await?;
                figures.extend(self.of_table(held, files, output).await?);
            }
            None => {
                output.note("PostgreSQL is left out; give the address of a database on this machine with --postgres")
            }
        }
        Ok(figures)
    }

    /// The figures of one table, which goes away again whatever happens.
    async fn of_table(&self, held: Held, files: &Scratch, output: &Output) -> Result<Vec<Figure>, Failure> {
        let figures = self.run(&held, files, output).await;
        held.remove().await?;
        figures
    }

    async fn run(&self, held: &Held, files: &Scratch, output: &Output) -> Result<Vec<Figure>, Failure> {
        output.note(&format!("{} with {} rows", held.kind.title(), held.rows));
        let ours = held.program("check", files)?.run(held.server).await?;
        let mut figures = shown("cadastre check", held, ours, None);
        let profile = held.program("profile", files)?.run(held.server).await?;
        figures.extend(shown("cadastre profile", held, profile, None));
        for (name, path) in self.peers(output)? {
            let program = Program::new(&path, files.fresh()?).args([held.kind.name()]).envs(held.told());
            figures.extend(shown(name, held, program.run(held.server).await?, Some(ours)));
        }
        Ok(figures)
    }

    fn peers(&self, output: &Output) -> Result<Vec<(&'static str, PathBuf)>, Failure> {
        let Some(folder) = &self.peers else {
            output.note("nothing is measured beside it; install the others with scripts/quality-peers.sh and name the folder with --peers");
            return Ok(Vec::new());
        };
        PEERS.into_iter().map(|name| Ok((name, program(folder, name)?))).collect()
    }
}

fn program(folder: &Path, name: &str) -> Result<PathBuf, Failure> {
    let path = folder.join(name);
    path.canonicalize().map_err(|cause| {
        let problem = format!("`peers`: there is no program `{}`: {cause}", path.display());
        Failure::invalid("peers", problem).helped("install it with scripts/quality-peers.sh")
    })
}

/// Rows of the table of figures; beside what this program took where it is another's.
fn shown(who: &str, held: &Held, spent: Spent, ours: Option<Spent>) -> Vec<Figure> {
    let figure = |what: &str, unit, value: f64, yardstick: Option<f64>| Figure {
        name: format!("{who}, {}: {what}", held.kind.title()),
        size: held.rows,
        unit,
        value,
        yardstick,
        ratio: yardstick.filter(|ours| *ours > 0.0).map(|ours| value / ours),
        ..Figure::default()
    };
    let cpu = |spent: Spent| (spent.program + spent.server).as_secs_f64();
    let mut figures = vec![
        figure("CPU (ours)", "s", cpu(spent), ours.map(cpu)),
        figure("wall (ours)", "s", spent.wall.as_secs_f64(), ours.map(|ours| ours.wall.as_secs_f64())),
        figure("peak memory (ours)", "MB", spent.megabytes(), ours.map(Spent::megabytes)),
    ];
    if held.kind == Kind::Postgres {
        figures.insert(1, figure("of it in the server", "s", spent.server.as_secs_f64(), None));
    }
    figures
}
