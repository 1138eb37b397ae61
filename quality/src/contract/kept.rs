//! A contract that is kept here: its versions, the tables it is about, and who relies on it.
//!
//! The document is the truth of everything but one thing: where a version is in its life. That is said by its `status` when it
//! is saved, by people afterwards, and written into the document again when it goes out.

use async_graphql::Enum;
use catalog::{AssetId, ContractId, SuiteId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Contract, Node, Status, agreed::AgreedColumn};
use crate::error::{Error, Result};

/// The most consumers of a contract.
pub const MOST_CONSUMERS: usize = 200;
/// The most checks that a contract asks for.
pub const MOST_PROMISES: usize = 2_000;
/// The most bytes of a document that is kept, in its canonical form.
const MOST_KEPT_BYTES: usize = 1024 * 1024;
/// The most tables of a contract.
const MOST_TABLES: usize = 200;
/// The most columns of a contract, those of objects and lists included.
const MOST_COLUMNS: usize = 10_000;
/// The longest identifier and the longest version, in characters.
const MOST_WORD: usize = 200;

/// Where a version is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "ContractState")]
pub enum State {
    /// It is being written; nobody may rely on it.
    Draft = 1,
    /// It holds.
    Active = 2,
    /// It holds, and will end.
    Deprecated = 3,
    /// It holds no more.
    Retired = 4,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Active, Self::Deprecated, Self::Retired];

    /// The one that a document says; a draft for proposals and words of the company's own.
    #[must_use]
    pub fn of(status: &Status) -> Self {
        match status {
            Status::Active => Self::Active,
            Status::Deprecated => Self::Deprecated,
            Status::Retired => Self::Retired,
            Status::Proposed | Status::Draft | Status::Other(_) => Self::Draft,
        }
    }

    /// The word for it in documents.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Deprecated => "deprecated",
            Self::Retired => "retired",
        }
    }

    /// The number that the store keeps.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The one with this stored number; a draft for any other.
    #[must_use]
    pub fn from_number(number: i16) -> Self {
        Self::ALL.into_iter().find(|state| state.number() == number).unwrap_or(Self::Draft)
    }

    /// Whether tables are held to it.
    #[must_use]
    pub const fn holds(self) -> bool {
        matches!(self, Self::Active | Self::Deprecated)
    }
}

/// Who relies on a contract.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consumer {
    /// An account or a team, as owners are written: `ana`, `team:bi`.
    Party(String),
    /// An asset, such as a dashboard; its owners are told.
    Asset(AssetId),
}

/// A table that a contract is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTable {
    /// Its name in the contract.
    pub name: String,
    /// The table; none as long as nobody knows it.
    pub asset: Option<AssetId>,
}

/// A contract that is kept here, without its documents.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its identifier here.
    pub id: ContractId,
    /// The identifier that its document has.
    pub key: String,
    /// What people call it; its key when it has no name.
    pub name: String,
    /// Who answers for it: an account or `team:` and a name.
    pub owner: Option<String>,
    /// Who relies on it, as people said.
    pub consumers: Vec<Consumer>,
    /// When it is looked at, as a cron expression with the IANA name of its time zone, besides after crawls.
    pub cron: Option<(String, String)>,
    /// The number of the newest version.
    pub latest: i32,
    /// The number of the version that holds.
    pub in_force: Option<i32>,
    /// The suite that holds the tables to it.
    pub suite: Option<SuiteId>,
    /// The tables.
    pub tables: Vec<KeptTable>,
    /// Who brought it.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Who changed it last.
    pub updated_by: String,
    /// When.
    pub updated_at: DateTime<Utc>,
}

impl Kept {
    /// The version that counts: the one in force, else the newest.
    #[must_use]
    pub fn current(&self) -> i32 {
        self.in_force.unwrap_or(self.latest)
    }

    /// The tables that are known.
    pub fn assets(&self) -> impl Iterator<Item = AssetId> + '_ {
        self.tables.iter().filter_map(|table| table.asset)
    }
}

/// A version of a contract; what it says never changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Its place among the versions, from 1.
    pub number: i32,
    /// What its document calls it.
    pub word: String,
    /// Where it is in its life.
    pub state: State,
    /// The digest of what it says, its status left out.
    pub digest: String,
    /// The document in its canonical form, as it was saved.
    pub document: String,
    /// Whether it breaks who relied on the version that held when it was saved.
    pub is_breaking: bool,
    /// Who said that this is known.
    pub acknowledged_by: Option<String>,
    /// Who saved it.
    pub saved_by: String,
    /// When.
    pub saved_at: DateTime<Utc>,
}

impl Version {
    /// What it says.
    ///
    /// # Errors
    /// `Invalid` for a document that this version of the program cannot read.
    pub fn contract(&self) -> Result<Contract> {
        let mut contract = Contract::read(&self.document)?;
        contract.set_state(self.state);
        Ok(contract)
    }
}

/// A contract as somebody brings it.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What it says.
    pub contract: Contract,
    /// Its tables, in the order of the document.
    pub tables: Vec<KeptTable>,
    /// Who answers for it; as it was when nothing is said.
    pub owner: Option<String>,
    /// Who relies on it; as it was when nothing is said.
    pub consumers: Option<Vec<Consumer>>,
    /// When it is looked at besides after crawls; as it was when nothing is said.
    pub cron: Option<(String, String)>,
    /// Whether it is known that it breaks who relies on the version in force.
    pub is_breaking_known: bool,
}

impl Draft {
    /// Whether it can be kept.
    ///
    /// # Errors
    /// `Invalid` naming the field for what is too long or too much.
    pub fn check(&self) -> Result<()> {
        let agreed = &self.contract.agreed;
        for (field, word) in [("id", &agreed.id), ("version", &agreed.version)] {
            let length = word.trim().chars().count();
            if length == 0 || length > MOST_WORD {
                let problem = format!("has {length} characters; 1 to {MOST_WORD} are allowed");
                return Err(Error::invalid(field, problem));
            }
        }
        let bytes = self.contract.canonical().len();
        if bytes > MOST_KEPT_BYTES {
            let problem = format!("has {bytes} bytes in its canonical form; at most {MOST_KEPT_BYTES} are kept");
            return Err(Error::invalid("document", problem));
        }
        let columns: usize = agreed.tables.iter().map(|table| count(&table.columns)).sum();
        for (what, found, most) in [("tables", agreed.tables.len(), MOST_TABLES), ("columns", columns, MOST_COLUMNS)] {
            if found > most {
                return Err(Error::invalid("schema", format!("has {found} {what}; at most {most} are allowed")));
            }
        }
        let consumers = self.consumers.as_deref().unwrap_or_default();
        if consumers.len() > MOST_CONSUMERS {
            let problem = format!("names {}; at most {MOST_CONSUMERS} are allowed", consumers.len());
            return Err(Error::invalid("consumers", problem));
        }
        let parties = consumers.iter().filter_map(|consumer| match consumer {
            Consumer::Party(name) => Some(("consumers", name)),
            Consumer::Asset(_) => None,
        });
        for (field, name) in parties.chain(self.owner.iter().map(|owner| ("owner", owner))) {
            let length = name.trim().chars().count();
            if length == 0 || length > MOST_WORD || name.trim() == "team:" {
                return Err(Error::invalid(field, "names nobody; give an account or `team:` and a name"));
            }
        }
        Ok(())
    }
}

fn count(columns: &[AgreedColumn]) -> usize {
    columns.iter().map(|column| 1 + count(&column.columns)).sum()
}

impl Contract {
    /// A digest of what it says, wherever it is in its life.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut said = self.document.canonical();
        if let Node::Map(fields) = &mut said {
            fields.retain(|(name, _)| name != "status");
        }
        blake3::hash(said.write().as_bytes()).to_hex().to_string()
    }

    /// Lets it say that it is there in its life; a word of the company's own for the same stays.
    pub fn set_state(&mut self, state: State) {
        if State::of(&self.agreed.status) == state {
            return;
        }
        if let Node::Map(fields) = &mut self.document {
            for (name, value) in fields.iter_mut().filter(|(name, _)| name == "status") {
                debug_assert_eq!(name, "status");
                *value = Node::Text(state.code().to_owned());
            }
        }
        self.agreed.status = match state {
            State::Draft => Status::Draft,
            State::Active => Status::Active,
            State::Deprecated => Status::Deprecated,
            State::Retired => Status::Retired,
        };
    }
}

/// Whether the major number of a version is higher than another's: `2.0.0` after `1.4`, `v3` after `v2.1`. Words without a
/// number are never higher.
#[must_use]
pub fn is_higher_major(new: &str, old: &str) -> bool {
    matches!((major(new), major(old)), (Some(new), Some(old)) if new > old)
}

fn major(version: &str) -> Option<u64> {
    let version = version.trim().trim_start_matches(['v', 'V']);
    let digits = version.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(version.len());
    version[..digits].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDERS: &str = include_str!("../../tests/data/contracts/orders.odcs.yaml");

    #[test]
    fn i5_major_versions_are_compared_as_numbers() {
        assert!(is_higher_major("2.0.0", "1.9"));
        assert!(is_higher_major("v10", "v9.1"));
        assert!(!is_higher_major("1.10", "1.9"));
        assert!(!is_higher_major("next", "1.0"));
    }

    #[test]
    fn i5_status_goes_out_as_people_set_it_and_is_no_part_of_what_is_said() {
        let mut contract = Contract::read(ORDERS).unwrap();
        let digest = contract.digest();
        contract.set_state(State::Deprecated);
        assert!(contract.canonical().contains("status: deprecated"), "{}", contract.canonical());
        assert_eq!(contract.digest(), digest);
        assert_eq!(Contract::read(&contract.canonical()).unwrap().agreed.status, Status::Deprecated);
        let other = Contract::read(&ORDERS.replace("shop\n    schema: public", "shop2\n    schema: public")).unwrap();
        assert_ne!(other.digest(), digest);
    }
}
