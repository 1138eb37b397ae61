//! Who may see and do what with which assets: rules over facts of an asset, and the one decision made from them.
//!
//! Everything here is a pure function of values. Where rules are kept, and who belongs to which team, is the root's.

pub mod condition;
pub mod facts;
pub mod mask;
pub mod policy;
pub mod rights;
pub mod sight;
pub mod test;

pub use self::{
    condition::Condition,
    facts::{DomainNames, Facts},
    mask::{Masking, Masks},
    policy::{Effect, Permission, Policy, PolicyId, Subject, Target},
    rights::{Holder, Rules},
    sight::{Reason, Sight, Verdict},
    test::Test,
};
