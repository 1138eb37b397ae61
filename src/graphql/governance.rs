//! Who may what: the organisation, roles with menus and buttons, policies over assets, and why somebody may or may
//! not; and what people sort assets by.

pub mod organisation;
pub mod policy;
pub mod properties;
pub mod rights;
pub mod vocabulary;

pub use organisation::{OrganisationMutation, OrganisationQuery};
pub use policy::{PolicyMutation, PolicyQuery};
pub use properties::{PropertyMutation, PropertyQuery};
pub use rights::RightsQuery;
pub use vocabulary::{VocabularyMutation, VocabularyQuery};

/// An identifier as a client writes it.
fn id(field: &str, text: &str) -> async_graphql::Result<uuid::Uuid> {
    Ok(text.parse().map_err(|_| catalog::Error::invalid(field, format!("`{text}` is not an identifier")))?)
}
