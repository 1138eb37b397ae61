#![doc = include_str!("../README.md")]

pub mod asset;
pub mod change;
pub mod clock;
pub mod count;
pub mod data_type;
pub mod error;
pub mod id;
pub mod kinds;
pub mod name;
pub mod page;
pub mod platform;
pub mod record;
pub mod relation;
pub mod viewer;

pub use asset::{Asset, Curated, Harvested, Statistics, Version};
pub use change::{Change, ChangeNumber, Commit, FieldChange, Operation, Origin, follow::Follower};
pub use clock::Clock;
pub use count::Count;
pub use data_type::{DataType, TypeClass};
pub use error::{Error, ErrorKind, Fault, Result};
pub use id::{AssetId, CommitId, HoldId, RunId, SourceId, UserId};
pub use kinds::{AssetKind, Details};
pub use name::{Name, NameQuery};
pub use page::{Page, PageRequest};
pub use record::{AssetRecord, Record};
pub use relation::{Layer, Relation, RelationKind};
pub use viewer::{Action, Role, Scope, Viewer, Visibility};
