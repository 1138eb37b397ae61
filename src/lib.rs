//! The application: the crates wired together and put behind HTTP, GraphQL and the command line.

// GraphQL's roots are joined one inside of another, and what answers a field is as deep as there are roots.
#![recursion_limit = "256"]

pub mod access;
pub mod app;
pub mod audit;
pub mod checking;
pub mod cli;
pub mod collab;
pub mod config;
pub mod counted;
pub mod demo;
pub mod documentation;
pub mod graphql;
pub mod http;
pub mod jobs;
pub mod lateness;
pub mod menus;
pub mod notify;
pub mod plan;
pub mod reference;
pub mod rest;
pub mod sheet;
pub mod sources;
pub mod standards;
pub mod telemetry;
pub mod whatif;
pub mod worth;
