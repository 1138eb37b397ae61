//! The embedded engine: threads of its own, a share of memory for each question, and nothing that reaches outside.

use std::sync::{Arc, LazyLock};

use datafusion::{
    catalog::TableProvider,
    common::{
        TableReference,
        tree_node::{Transformed, TreeNode},
    },
    dataframe::DataFrame,
    error::{DataFusionError, Result},
    execution::{
        disk_manager::DiskManagerBuilder, memory_pool::FairSpillPool, runtime_env::RuntimeEnvBuilder,
        session_state::SessionStateBuilder,
    },
    physical_plan::{ExecutionPlan, coop::CooperativeExec, execute_stream},
    prelude::{SQLOptions, SessionConfig, SessionContext},
    sql::parser::Statement,
};
use futures_util::StreamExt;
use tokio::{runtime::Runtime, sync::Semaphore, task::JoinSet};

use super::{answer::Answer, distinct};
use crate::connector::QueryLimits;

/// The memory that the answer to one question may take while it is worked out; more is put on disk where that can be.
const MEMORY: usize = 256 * 1024 * 1024;
/// The space on disk for it.
const DISK: u64 = 8 * 1024 * 1024 * 1024;
/// How many questions are worked out at once.
const AT_ONCE: usize = 4;
/// The stack of a thread: plans are walked by functions that call themselves, once for each operator of a chain.
const STACK: usize = 64 * 1024 * 1024;
/// Functions that make texts of any length out of a number.
const UNBOUNDED: [&str; 3] = ["repeat", "lpad", "rpad"];

/// Threads that compute, so that those which serve do not wait.
static THREADS: LazyLock<Option<Runtime>> = LazyLock::new(|| {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(threads).thread_name("files").thread_stack_size(STACK).enable_all();
    builder.build().ok()
});

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

/// A table, and what SQL calls it.
pub(super) type Named = (TableReference, Arc<dyn TableProvider>);

/// Why there is no answer.
pub(super) enum Failure {
    TookTooLong,
    /// The threads of the engine are not there, or one of them was lost.
    Broken(String),
    Engine(DataFusionError),
}

/// What a function gives that may need the stack which these threads have.
///
/// # Errors
/// That there are no threads, or that the function panicked.
pub(super) async fn compute<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    on_threads(async move { work() }).await
}

/// What a future gives, on the threads of the engine; dropping this ends it.
async fn on_threads<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Result<T, Failure> {
    let Some(threads) = THREADS.as_ref() else {
        return Err(Failure::Broken("no threads can be started".to_owned()));
    };
    let mut set = JoinSet::new();
    set.spawn_on(work, threads.handle());
    match set.join_next().await {
        Some(Ok(found)) => Ok(found),
        Some(Err(cause)) => Err(Failure::Broken(cause.to_string())),
        None => Err(Failure::Broken("nothing was begun".to_owned())),
    }
}

/// The answer to a statement over tables.
///
/// # Errors
/// What the engine says, or that the time is over.
pub(super) async fn answer(tables: Vec<Named>, statement: Statement, limits: QueryLimits) -> Result<Answer, Failure> {
    let all = async move {
        let _turn = TURNS.acquire().await;
        work_out(tables, statement, limits.rows).await
    };
    // The time is watched from outside, where nothing that computes can keep the watch from being looked at.
    match tokio::time::timeout(limits.timeout, on_threads(all)).await {
        Ok(answer) => answer?.map_err(Failure::Engine),
        Err(_) => Err(Failure::TookTooLong),
    }
}

async fn work_out(tables: Vec<Named>, statement: Statement, most_rows: usize) -> Result<Answer> {
    let session = session()?;
    for (name, table) in tables {
        session.register_table(name, table)?;
    }
    let plan = session.state().statement_to_plan(statement).await?;
    SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false).verify_plan(&plan)?;
    let frame = DataFrame::new(session.state(), plan);
    let task = Arc::new(frame.task_ctx());
    let mut batches = execute_stream(pausing(frame.create_physical_plan().await?)?, task)?;
    let mut answer = Answer::new(&batches.schema(), most_rows);
    while let Some(batch) = batches.next().await {
        if !answer.take(&batch?)? {
            break;
        }
    }
    Ok(answer)
}

/// The same plan, in which what multiplies rows pauses now and then: only a plan that pauses can be ended.
fn pausing(plan: Arc<dyn ExecutionPlan>) -> Result<Arc<dyn ExecutionPlan>> {
    let paused = plan.transform_up(|node| {
        let multiplies = node.children().len() > 1;
        Ok(if multiplies {
            Transformed::yes(Arc::new(CooperativeExec::new(node)) as Arc<dyn ExecutionPlan>)
        } else {
            Transformed::no(node)
        })
    })?;
    Ok(paused.data)
}

/// A session that knows no table, no file and no server.
fn session() -> Result<SessionContext> {
    let disk = DiskManagerBuilder::default().with_max_temp_directory_size(DISK);
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(FairSpillPool::new(MEMORY)))
        .with_disk_manager_builder(disk)
        .build_arc()?;
    let threads = std::thread::available_parallelism().map_or(2, usize::from).min(4);
    let config = SessionConfig::new().with_target_partitions(threads).with_information_schema(false);
    let state = SessionStateBuilder::new().with_config(config).with_runtime_env(runtime).with_default_features();
    let session = SessionContext::new_with_state(state.build());
    session.register_udaf(distinct::function());
    for function in UNBOUNDED {
        session.deregister_udf(function);
    }
    Ok(session)
}
