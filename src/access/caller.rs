//! Who is calling, and what they came with.

use catalog::Viewer;

/// What somebody showed to be let in; only hashes, so that it may be kept and printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// Nothing.
    Nothing,
    /// The cookie of a session.
    Session {
        /// The hash it is stored under.
        hash: String,
    },
    /// An API token.
    Token {
        /// The hash it is stored under.
        hash: String,
    },
    /// Direct access to the data directory, as the command line has it.
    System,
}

/// Who is calling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// What they may do and see.
    pub viewer: Viewer,
    /// How people call them.
    pub display_name: String,
    /// Whether it is the user of the demonstration.
    pub is_demo: bool,
    /// What they came with.
    pub credential: Credential,
}

impl Caller {
    /// Somebody who has not signed in.
    #[must_use]
    pub fn anonymous() -> Self {
        let viewer = Viewer::anonymous();
        Self { display_name: viewer.name.clone(), viewer, is_demo: false, credential: Credential::Nothing }
    }

    /// The service itself.
    #[must_use]
    pub fn system() -> Self {
        let viewer = Viewer::system();
        Self { display_name: viewer.name.clone(), viewer, is_demo: false, credential: Credential::System }
    }

    /// Whether somebody is signed in, or came with a token.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.viewer.role.is_some()
    }

    /// Whether they came with the cookie of a session, as browsers do.
    #[must_use]
    pub fn is_browser(&self) -> bool {
        matches!(self.credential, Credential::Session { .. })
    }
}
