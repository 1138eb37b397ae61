//! Who may what: the organisation, roles with menus and buttons, policies over assets, and why somebody may or may not.

pub mod organisation;
pub mod policy;
pub mod rights;

pub use organisation::{OrganisationMutation, OrganisationQuery};
pub use policy::{PolicyMutation, PolicyQuery};
pub use rights::RightsQuery;

/// An identifier as a client writes it.
fn id(field: &str, text: &str) -> async_graphql::Result<uuid::Uuid> {
    Ok(text.parse().map_err(|_| catalog::Error::invalid(field, format!("`{text}` is not an identifier")))?)
}
