//! The made-up company's data standard: GB/T 2261.1, the codes of a person's sex, which its customers' column should keep
//! and does not quite.

use catalog::{
    AssetId, AssetKind, Catalog, Details, Patch, Result, Viewer,
    edit::{BulkEdit, Edit},
    kinds::code_list::StandardCode,
    vocabulary::Entry,
};

/// The codes of GB/T 2261.1-2003, their meaning, and what else the company's systems write for them.
const SEX: [(&str, &str, &[&str]); 4] = [
    ("0", "未知的性别", &["未知", "unknown"]),
    ("1", "男性", &["男", "M", "male"]),
    ("2", "女性", &["女", "F", "female"]),
    ("9", "未说明的性别", &["未说明", "not stated"]),
];

/// Writes the standard down and lets `columns` keep it.
///
/// # Errors
/// The catalog's own.
pub(super) async fn write(catalog: &Catalog, viewer: &Viewer, columns: &[AssetId]) -> Result<()> {
    let description = "Codes for the sex of a person, after ISO/IEC 5218.\n\n个人性别代码。";
    let entry = Entry {
        name: Some("GB-T 2261.1".into()),
        display_name: Patch::Set("性别代码 Sex of a person".into()),
        description: Patch::Set(description.into()),
        ..Entry::new(AssetKind::CodeList, None)
    };
    let amend = |details: &mut Details| {
        if let Details::CodeList(list) = details {
            list.standard = Some("GB/T 2261.1-2003".into());
            list.max_length = Some(1);
            list.pattern = Some("[0-9]".into());
            let code = |(code, meaning, names): &(&str, &str, &[&str])| StandardCode {
                code: (*code).into(),
                meaning: (*meaning).into(),
                names: names.iter().map(|name| (*name).to_owned()).collect(),
            };
            list.codes = SEX.iter().map(code).collect();
        }
    };
    let list = catalog.save_entry(viewer, entry, amend).await?.id;
    let keep = BulkEdit { code_list: Patch::Set(list), ..BulkEdit::default() };
    if !columns.is_empty() {
        catalog.edit_all(viewer, columns, keep).await?;
    }
    catalog.edit(viewer, list, Edit { owners: Patch::Set(vec!["data.platform".into()]), ..Edit::default() }).await?;
    Ok(())
}
