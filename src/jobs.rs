//! Background work.
pub mod cron;
