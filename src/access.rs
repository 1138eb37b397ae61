//! Who is calling: accounts, sessions, API tokens, and the keys of the house. What they may do is `catalog::Viewer`'s.

mod error;
mod password;
mod seal;
mod secret;
mod throttle;

pub use self::{
    error::{Error, Result},
    seal::Sealer,
};
