//! The words of a document, in English and in Chinese.

use catalog::AssetKind;

/// The language of a document's own words; what people wrote stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese.
    Chinese,
}

impl std::str::FromStr for Language {
    type Err = catalog::Error;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        match code {
            "en" => Ok(Self::English),
            "zh" => Ok(Self::Chinese),
            _ => Err(catalog::Error::invalid("lang", format!("`{code}` is not a language here; known: en, zh"))),
        }
    }
}

impl Language {
    pub(super) const fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::Chinese => &CHINESE,
        }
    }
}

/// What is written between the facts.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) code: &'static str,
    index: usize,
    pub(super) exported_by: &'static str,
    pub(super) at: &'static str,
    pub(super) contents: &'static str,
    pub(super) column: &'static str,
    pub(super) data_type: &'static str,
    pub(super) nullable: &'static str,
    pub(super) default: &'static str,
    pub(super) key: &'static str,
    pub(super) description: &'static str,
    pub(super) tags: &'static str,
    pub(super) owners: &'static str,
    pub(super) tier: &'static str,
    pub(super) yes: &'static str,
    pub(super) no: &'static str,
    pub(super) tables: &'static str,
    pub(super) columns: &'static str,
    pub(super) others: &'static str,
}

impl Words {
    /// What such a thing is called.
    pub(super) const fn kind(&self, kind: AssetKind) -> &'static str {
        kind.words()[self.index]
    }
}

const ENGLISH: Words = Words {
    code: "en",
    index: 0,
    exported_by: "Exported by",
    at: "on",
    contents: "Contents",
    column: "Column",
    data_type: "Type",
    nullable: "Nullable",
    default: "Default",
    key: "Key",
    description: "Description",
    tags: "Tags",
    owners: "Owners",
    tier: "Tier",
    yes: "yes",
    no: "no",
    tables: "Tables",
    columns: "Columns",
    others: "Other assets",
};

const CHINESE: Words = Words {
    code: "zh",
    index: 1,
    exported_by: "导出人",
    at: "导出时间",
    contents: "目录",
    column: "字段",
    data_type: "类型",
    nullable: "可空",
    default: "默认值",
    key: "键",
    description: "说明",
    tags: "标签",
    owners: "负责人",
    tier: "等级",
    yes: "是",
    no: "否",
    tables: "表",
    columns: "字段",
    others: "其他资产",
};
