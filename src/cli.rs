//! The command line: one file a command; what all of them share is here and in `output` and `failure`.
//!
//! With `--json` a command writes exactly one JSON value to standard output and nothing else there; progress and logs go
//! to standard error. Exit codes: 0 done, 1 refused by a check or by the state of things, 2 wrong usage or input, 3 not
//! found, 4 forbidden, 5 unavailable, 70 a fault of ours.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

mod bench;
mod check;
mod contract;
mod crawl;
mod demo;
mod doctor;
mod document;
mod failure;
mod find;
mod impact;
mod lineage;
mod lineage_sql;
mod look;
mod open;
mod output;
mod plan;
mod profile;
mod remote;
mod runs;
mod scratch;
mod serve;
mod sources;
mod token;
mod transfer;
mod user;
mod worth;

use self::{failure::Failure, output::Output};

/// How much stack a worker has, in bytes: an answer of many levels is put together by as many nested futures.
const STACK: usize = 8 << 20;

/// A metadata catalog and data-governance service in one binary.
#[derive(Debug, Parser)]
#[command(
    name = "cadastre",
    version,
    about,
    after_help = "Examples:\n  cadastre demo\n  cadastre crawl postgres://reader@db.example:5432/shop --password-file pw\n  cadastre search 'kind:table orders' --json\n  cadastre serve --data /var/lib/cadastre"
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command understands.
#[derive(Debug, Clone, Default, Args)]
struct Common {
    /// The data directory [default: ./cadastre-data].
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The store, when it is not in the data directory: postgres://… or sqlite:///path.
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// The configuration file [default: cadastre.toml in the data directory].
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Log more; twice for everything.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Write one JSON value instead of text.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answers requests: pages, GraphQL, schedules.
    Serve(serve::Serve),
    /// Shows Cadastre with a made-up company, crawled twice.
    Demo(demo::Demo),
    /// Crawls a source now: an address, or a source by name.
    Crawl(crawl::Crawl),
    /// Finds assets.
    Search(find::Search),
    /// Shows one asset.
    Show(look::Show),
    /// Shows what governance from files would change.
    Plan(plan::Plan),
    /// Changes governance as files say.
    Apply(plan::Apply),
    /// Writes governance into files.
    Pull(plan::Pull),
    /// Writes documentation of an asset and everything inside.
    Document(document::Document),
    /// Shows what happened to one asset.
    History(look::History),
    /// Shows where the data of an asset comes from, or goes to.
    Lineage(lineage::Lineage),
    /// Shows what breaks if a script, a dbt project or a list of columns comes about.
    Impact(impact::Impact),
    /// Shows the lineage of SQL text, column by column, as JSON lines.
    LineageSql(lineage_sql::LineageSql),
    /// Makes the checks of a table or a suite now.
    Check(check::Check),
    /// Measures a table now.
    Profile(profile::Profile),
    /// Holds tables to data contracts (ODCS).
    #[command(subcommand)]
    Contract(contract::Contract),
    /// Shows KPIs with how far they have come.
    Kpi(worth::Kpi),
    /// Shows what data costs a month.
    Cost(worth::Cost),
    /// Lists sources.
    Sources(sources::Sources),
    /// Lists runs.
    Runs(runs::Runs),
    /// Examines the store and everything that follows it.
    Doctor(doctor::Doctor),
    /// Copies everything into a directory, while a server runs or not.
    Backup(transfer::Backup),
    /// Brings a backup back into an empty data directory.
    Restore(transfer::Restore),
    /// Writes everything as lines of JSON.
    Export(transfer::Export),
    /// Reads an export into an empty store.
    Import(transfer::Import),
    /// Manages accounts.
    #[command(subcommand)]
    User(user::User),
    /// Manages API tokens.
    #[command(subcommand)]
    Token(token::Token),
    /// Prints what programs need to know.
    #[command(subcommand)]
    Schema(Schema),
    /// Brings the store to this version and ends.
    Migrate,
    /// Prints figures beside their yardsticks.
    #[command(subcommand)]
    Bench(bench::Bench),
}

#[derive(Debug, Subcommand)]
enum Schema {
    /// The GraphQL schema.
    Graphql,
}

/// The command line, as clap knows it.
#[must_use]
pub fn command() -> clap::Command {
    <Cli as clap::CommandFactory>::command()
}

/// Reads the command line and does what it says.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // clap prints help, version and mistakes itself; its own exit code for mistakes is 2 as well.
        Err(answer) => {
            let code = if answer.use_stderr() { failure::WRONG_USAGE } else { 0 };
            drop(answer.print());
            return ExitCode::from(code);
        }
    };
    let output = Output::new(cli.common.json);
    let runtime = tokio::runtime::Builder::new_multi_thread().thread_stack_size(STACK).enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(dispatch(&cli, &output)),
        Err(cause) => Err(Failure::internal(format!("cannot start: {cause}"))),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => output.fail(&failure),
    }
}

async fn dispatch(cli: &Cli, output: &Output) -> Result<ExitCode, Failure> {
    let common = &cli.common;
    match &cli.command {
        Command::Serve(command) => command.run(common).await,
        Command::Demo(command) => command.run(common).await,
        Command::Crawl(command) => command.run(common, output).await,
        Command::Search(command) => command.run(common, output).await,
        Command::Show(command) => command.run(common, output).await,
        Command::Plan(command) => command.run(common, output).await,
        Command::Apply(command) => command.run(common, output).await,
        Command::Pull(command) => command.run(common, output).await,
        Command::Document(command) => command.run(common, output).await,
        Command::History(command) => command.run(common, output).await,
        Command::Lineage(command) => command.run(common, output).await,
        Command::Impact(command) => command.run(common, output).await,
        Command::LineageSql(command) => command.run(output),
        Command::Check(command) => command.run(common, output).await,
        Command::Profile(command) => command.run(common, output).await,
        Command::Contract(command) => command.run(common, output).await,
        Command::Kpi(command) => command.run(common, output).await,
        Command::Cost(command) => command.run(common, output).await,
        Command::Sources(command) => command.run(common, output).await,
        Command::Runs(command) => command.run(common, output).await,
        Command::Doctor(command) => command.run(common, output).await,
        Command::Backup(command) => command.run(common, output).await,
        Command::Restore(command) => command.run(common, output).await,
        Command::Export(command) => command.run(common, output).await,
        Command::Import(command) => command.run(common, output).await,
        Command::User(command) => command.run(common, output).await,
        Command::Token(command) => command.run(common, output).await,
        Command::Schema(Schema::Graphql) => {
            output.text(&crate::graphql::text());
            Ok(ExitCode::SUCCESS)
        }
        Command::Migrate => migrate(common, output).await,
        Command::Bench(command) => command.run(common, output).await,
    }
}

async fn migrate(common: &Common, output: &Output) -> Result<ExitCode, Failure> {
    let app = open::for_writing(common).await?;
    let data = app.config().data.display().to_string();
    output.answer(&serde_json::json!({ "data": data, "migrated": true }), || {
        format!("the store of `{data}` is at this version")
    });
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn data_may_stand_before_or_behind_the_command() {
        let before = Cli::try_parse_from(["cadastre", "--data", "/x", "runs"]).unwrap();
        let behind = Cli::try_parse_from(["cadastre", "runs", "--data", "/x"]).unwrap();
        assert_eq!(before.common.data, behind.common.data);
    }
}
