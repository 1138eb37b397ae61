//! GraphiQL, for those who may write their own GraphQL: a page of the user interface's build, with a policy of its own.
//!
//! Its editor needs what no other page may: style elements made by a script, which a number used once allows, style
//! attributes, and Trusted Types policies, each allowed by its name. Scripts, workers and requests stay our own.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Response},
};

use super::{error::Problem, ui};
use crate::access;

/// What stands in the page for the number used once.
const PLACE: &str = "%CSP_NONCE%";

/// The policies that the page's scripts make: our own and those of its editor, which write the lines of a text, its
/// wraps and colours, and a message's text.
const TRUSTED_TYPES: &str =
    "default dompurify editorViewLayer domLineBreaksComputer tokenizeToString standaloneColorizer";

/// Answers with the page.
///
/// # Errors
/// [`access::Error::NoRandomness`] when the system has no random numbers.
pub async fn page() -> Result<Response, Problem> {
    let nonce = access::nonce()?;
    let text = String::from_utf8_lossy(&ui::graphiql()).replace(PLACE, &nonce);
    let policy = HeaderValue::try_from(policy(&nonce)).map_err(|cause| Problem::broken(&cause))?;
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    Ok((headers, text).into_response())
}

fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; \
         script-src 'self'; style-src-elem 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; \
         trusted-types {TRUSTED_TYPES}"
    )
}

#[cfg(test)]
mod tests {
    use super::{TRUSTED_TYPES, policy};

    #[test]
    fn threat_19_policy_allows_by_name_only_and_nothing_from_elsewhere() {
        let policy = policy("0123");
        for forbidden in
            ["http:", "https:", "ws:", "blob:", "*", "'unsafe-eval'", "'wasm-unsafe-eval'", "'strict-dynamic'"]
        {
            assert!(!policy.contains(forbidden), "{forbidden}: {policy}");
        }
        let directives: Vec<&str> = policy.split(';').map(str::trim).collect();
        let unsafe_ones: Vec<&&str> = directives.iter().filter(|one| one.contains("unsafe")).collect();
        assert_eq!(unsafe_ones, [&"style-src-attr 'unsafe-inline'"]);
        let expected = [
            "default-src 'none'",
            "script-src 'self'",
            "style-src-elem 'self' 'nonce-0123'",
            "connect-src 'self'",
            "worker-src 'self'",
            "require-trusted-types-for 'script'",
            &format!("trusted-types {TRUSTED_TYPES}"),
        ];
        for directive in expected {
            assert!(directives.contains(&directive), "{directive}: {policy}");
        }
    }

    #[test]
    fn page_makes_the_trusted_types_policies_that_are_allowed() {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/graphiql/policy.ts");
        let text = std::fs::read_to_string(file).unwrap();
        let list = text.split("EDITOR_POLICIES: readonly string[] = [").nth(1).unwrap().split(']').next().unwrap();
        let made: Vec<&str> = list.split(',').map(|name| name.trim().trim_matches('\'')).collect();
        // The first two are the page's own and its editor's cleaner of HTML.
        let allowed: Vec<&str> = TRUSTED_TYPES.split(' ').skip(2).collect();
        assert_eq!(allowed, made);
    }
}
