//! The application through its router, asked by named callers.

mod documents;
mod forgery;
mod limits;
mod routes;
mod secrets;
mod sessions;
mod support;
mod tokens;
