//! PRIVATE: the tables of the crate. Rows do not leave it.

pub(crate) mod check;
pub(crate) mod contract;
pub(crate) mod detection;
pub(crate) mod incident;
pub(crate) mod profile;
pub(crate) mod result;
pub(crate) mod suite;

use catalog::page::filling::Step;
use sea_orm::sea_query::{Expr, ExprTrait as _, Order, SelectStatement};

/// How many identifiers one statement names.
pub(crate) const NAMED: usize = 500;

/// Narrows a query to the rows of a step, newest first.
fn newest(query: &mut SelectStatement, step: Step) {
    if let Some(after) = step.after {
        query.and_where(Expr::col("id").lt(after));
    }
    query.order_by("id", Order::Desc).limit(step.limit);
}
