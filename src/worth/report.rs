//! The report on a page: KPIs, costs, what nobody uses and health, as HTML that stands alone — for a file, or for mail.
//!
//! Its numbers are those of the tables that the interface of programs answers; nothing is reckoned here.

use std::fmt::Write as _;

use catalog::Viewer;
use kpi::cost::GroupBy;

use super::{Result, Worth, table::Table};

/// The most rows of each table of the report.
const MOST_ROWS: usize = 50;

/// The looks; mail programs read nothing but what is in the page.
const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1f26;\
background:#fff}table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}th,td{text-align:left;padding:.3rem .6rem;\
border-bottom:1px solid #d5dae1;font-variant-numeric:tabular-nums}th{color:#55606e;font-weight:600}\
@media(prefers-color-scheme:dark){body{background:#14181d;color:#e6e9ed}th{color:#9aa5b1}td,th{border-color:#333b45}}";

impl Worth {
    /// The report of what the viewer may know of.
    ///
    /// # Errors
    /// `Forbidden`; the store's own.
    pub async fn report(&self, viewer: &Viewer) -> Result<String> {
        let mut page = String::with_capacity(64 * 1024);
        let day = self.today();
        let _ = write!(
            page,
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width\"><title>Data report of {day}</title><style>{STYLE}</style></head><body>\
             <h1>Data report of {day} · 数据报告</h1>"
        );
        section(&mut page, "KPIs · 指标", &self.kpi_table(viewer).await?);
        section(&mut page, "Cost by source · 按来源的成本", &self.cost_table(viewer, GroupBy::Source).await?);
        section(&mut page, "Cost by team · 按团队的成本", &self.cost_table(viewer, GroupBy::Team).await?);
        section(&mut page, "Not read for 30 days · 30 天未读", &self.unused_table(viewer, 30).await?);
        section(&mut page, "Health by team · 按团队的健康度", &self.health_table(viewer, GroupBy::Team).await?);
        page.push_str("</body></html>\n");
        Ok(page)
    }
}

fn section(page: &mut String, title: &str, table: &Table) {
    let _ = write!(page, "<h2>{}</h2>", escaped(title));
    if table.rows.is_empty() {
        page.push_str("<p>Nothing to show · 暂无数据</p>");
        return;
    }
    page.push_str("<table><thead><tr>");
    for name in &table.head {
        let _ = write!(page, "<th>{}</th>", escaped(&name.replace('_', " ")));
    }
    page.push_str("</tr></thead><tbody>");
    for row in table.rows.iter().take(MOST_ROWS) {
        page.push_str("<tr>");
        for cell in row {
            let _ = write!(page, "<td>{}</td>", escaped(cell));
        }
        page.push_str("</tr>");
    }
    page.push_str("</tbody></table>");
    if table.rows.len() > MOST_ROWS {
        let _ = write!(page, "<p>and {} more · 另有 {0} 行</p>", table.rows.len() - MOST_ROWS);
    }
}

/// A text in a page.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threat_19_what_assets_are_called_is_no_markup() {
        let mut page = String::new();
        let rows = vec![vec!["<script>alert(1)</script>".to_owned()]];
        section(&mut page, "a & b", &Table { head: vec!["name"], rows });
        assert!(page.contains("&lt;script&gt;") && page.contains("a &amp; b") && !page.contains("<script>"), "{page}");
    }

    #[test]
    fn f13_long_tables_end_with_how_many_more_there_are() {
        let mut page = String::new();
        section(&mut page, "x", &Table { head: vec!["n"], rows: vec![vec!["1".to_owned()]; 53] });
        assert!(page.contains("and 3 more") && page.matches("<td>").count() == 50);
    }
}
