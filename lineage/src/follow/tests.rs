//! Following the log: what views and tools say, whatever the order in which things appear, change and go.

mod by_hand;
mod merge;
mod questions;
mod replay;
mod routines;
mod tools;
mod views;

use std::collections::BTreeSet;

use crate::testing::{Table, table, view};

fn set(edges: &[&str]) -> BTreeSet<String> {
    edges.iter().map(|edge| (*edge).to_owned()).collect()
}

fn orders() -> Table {
    table("orders", &["id", "amount", "paid"])
}

fn sales() -> Table {
    view(
        "sales",
        &["id", "total"],
        "SELECT orders.id, sum(orders.amount) AS total FROM public.orders WHERE orders.paid GROUP BY orders.id",
    )
}
