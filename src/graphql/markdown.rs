//! Markdown of descriptions as HTML that is safe to show: written by anybody, read by everybody.

use pulldown_cmark::{Options, Parser, html};

/// `text` as HTML without scripts, styles, frames, forms, or addresses other than web and mail ones.
#[must_use]
pub fn to_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut unsafe_html = String::with_capacity(text.len() + text.len() / 2);
    html::push_html(&mut unsafe_html, Parser::new_ext(text, options));
    ammonia::Builder::default()
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(Some("noopener noreferrer nofollow"))
        // Pictures would make the reader's browser call another host.
        .rm_tags(["img"])
        .clean(&unsafe_html)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threat_19_scripts_and_handlers_are_gone() {
        let html =
            to_html("<script>alert(1)</script>\n\n<b onclick=\"x()\">b</b> [a](javascript:alert(1)) <svg onload=x>");
        assert_eq!(html.trim(), "<p><b>b</b> <a rel=\"noopener noreferrer nofollow\">a</a> </p>");
    }

    #[test]
    fn tables_and_links_stay() {
        let html = to_html("|a|\n|-|\n|1|\n\n[x](https://example.org)");
        assert!(html.contains("<td>1</td>") && html.contains("href=\"https://example.org\""));
    }

    #[test]
    fn threat_19_pictures_of_other_hosts_are_not_loaded() {
        assert!(!to_html("![x](https://example.org/a.png)").contains("img"));
    }
}
