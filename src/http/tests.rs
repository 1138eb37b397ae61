//! The application through its router, asked by named callers.

mod audit;
mod catalog;
mod cost;
mod documents;
mod events;
mod exceptions;
mod forgery;
mod graphiql;
mod limits;
mod lineage;
mod manual;
mod marquez;
mod openlineage;
mod outage;
mod pipelines;
mod routes;
mod secrets;
mod sessions;
mod sockets;
mod sql;
mod support;
mod tokens;
mod usage;
mod what_if;
