#![doc = include_str!("../README.md")]

pub mod asset;
pub mod bench;
pub mod by_hand;
pub mod catalog;
pub mod change;
pub mod clock;
pub mod count;
pub mod data_type;
pub mod database;
mod declare;
pub mod doctor;
mod draft;
pub mod edit;
pub mod error;
pub mod governance;
pub mod history;
pub mod hold;
pub mod id;
pub mod ingest;
pub mod kinds;
pub mod log;
pub mod name;
mod pace;
pub mod page;
pub mod platform;
pub mod read;
pub mod record;
pub mod relation;
pub mod report;
pub mod revert;
pub mod run;
pub mod scrub;
mod source;
mod state;
mod store;
pub mod transfer;
pub mod usage;
pub mod viewer;

pub use asset::{Ancestor, Asset, Curated, Harvested, Statistics, Version};
pub use by_hand::{HandEdge, Rewritten};
pub use catalog::Catalog;
pub use change::{Change, ChangeNumber, Commit, FieldChange, Operation, Origin, follow::Follower};
pub use clock::Clock;
pub use count::Count;
pub use data_type::{DataType, TypeClass};
pub use database::{Database, Engine, Write};
pub use edit::{BulkEdit, Edit, Patch};
pub use error::{Error, ErrorKind, Fault, Result};
pub use history::ChangeFilter;
pub use hold::Hold;
pub use id::{
    AssetId, CommitId, EndpointId, EventId, HoldId, PipelineRunId, PolicyId, RequestId, RunId, SourceId,
    SubscriptionId, TokenId, UserId,
};
pub use ingest::{Guard, Ingest, ItemError, RunContext, Summary};
pub use kinds::{AssetKind, Details};
pub use name::{Name, NameQuery};
pub use page::{Page, PageRequest};
pub use read::{ChildFilter, Coverage, Listing, StateSpan, TieSpan};
pub use record::{AssetRecord, Record};
pub use relation::{Layer, Relation, RelationKind};
pub use report::{Outcome, RefusedItem, Report, ReportItem};
pub use revert::RevertTarget;
pub use run::{LogExcerpt, PipelineRun, RunRecord, RunStatus, RunTrigger};
pub use viewer::{Action, Role, Scope, Viewer, Visibility};
