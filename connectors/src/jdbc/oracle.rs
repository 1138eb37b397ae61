//! Oracle's addresses: `thin:@host:port:sid`, `thin:@//host:port/service`, and the long form in parentheses.

use super::{Place, Platform, decoded};

/// Reads what stands behind `jdbc:oracle`; nothing for an alias, whose server only the machine that knows it can tell.
pub(super) fn place(platform: &'static Platform, rest: &str) -> Option<Place> {
    // Accounts stand before the `@`: `thin:scott/tiger@…`.
    let (_, target) = rest.split_once('@')?;
    if target.trim_start().starts_with('(') {
        let field = |name: &str| entry(target, name);
        let host = field("HOST")?;
        let authority = field("PORT").map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
        let service = field("SERVICE_NAME").or_else(|| field("SID"));
        return Place::of_server(platform, &authority, service.into_iter().collect());
    }
    // In an address without a service the last `@` still ends the account.
    let target = target.rsplit('@').next()?;
    let target = target.split(['?', ';']).next()?.trim_start_matches("tcp:").trim_start_matches("//");
    let (authority, service) = match target.split_once('/') {
        Some((authority, service)) => (authority.to_owned(), service),
        None => {
            let mut pieces = target.splitn(3, ':');
            let (host, port, sid) = (pieces.next()?, pieces.next()?, pieces.next()?);
            (format!("{host}:{port}"), sid)
        }
    };
    let service = service.split(['/', ':']).next().filter(|service| !service.is_empty()).map(decoded);
    Place::of_server(platform, &authority, service.into_iter().collect())
}

/// The first value of `(NAME = value)`.
fn entry(text: &str, name: &str) -> Option<String> {
    text.split('(').find_map(|piece| {
        let (key, value) = piece.split_once('=')?;
        let value = value.split(')').next()?.trim();
        (key.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}
