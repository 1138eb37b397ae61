//! A folder of files of which each is a task: the fields of the form, and what they stand for.

use catalog::Name;
use schemars::JsonSchema;
use serde::Deserialize;

use super::filter::Filter;
use crate::{
    error::{Error, Result},
    folder::Folder,
    outbound::Outbound,
};

/// What the operator fills in for a folder of files, beside what else a connector asks.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct TaskFolderConfig {
    /// The folder with the files, on the machine that runs Cadastre; folders in it are read too.
    #[schemars(
        title = "Folder",
        length(min = 1),
        extend("x-order" = 1, "x-title-zh" = "目录", "x-description-zh" = "文件所在的目录，位于运行 Cadastre 的机器上；包括其子目录。")
    )]
    path: String,
    /// What to call the pipeline; the path of the folder if nothing is given.
    #[serde(default)]
    #[schemars(
        title = "Name",
        extend("x-order" = 20, "x-title-zh" = "名称", "x-description-zh" = "流水线的名称；为空则使用目录的路径。")
    )]
    name: Option<String>,
    /// Which files to read, as patterns such as `*.sql` or `daily/*`; none means `*.json` for jobs
    /// and `*.sql` for scripts.
    #[serde(default)]
    #[schemars(
        title = "Include files",
        extend("x-order" = 21, "x-title-zh" = "包含的文件", "x-description-zh" = "要读取的文件的匹配模式，例如 `*.sql` 或 `daily/*`；为空时作业读取 `*.json`，脚本读取 `*.sql`。")
    )]
    include_files: Vec<String>,
    /// Which files to leave out, as patterns; this wins over including.
    #[serde(default)]
    #[schemars(
        title = "Exclude files",
        extend("x-order" = 22, "x-title-zh" = "排除的文件", "x-description-zh" = "不读取的文件的匹配模式；优先于包含。")
    )]
    exclude_files: Vec<String>,
}

/// A folder of files as a pipeline.
#[derive(Debug)]
pub(crate) struct TaskFolder {
    pub(crate) folder: Folder,
    pub(crate) pipeline: Name,
}

impl TaskFolder {
    /// The options of an address that mean fields of this part of a form.
    pub(crate) const OPTIONS: [&'static str; 3] = ["name", "include_files", "exclude_files"];

    /// The folder that was filled in; its pipeline is in `namespace`, and `usual` is read when nothing is included.
    ///
    /// # Errors
    /// `Invalid` naming the field that is wrong.
    pub(crate) fn new(config: TaskFolderConfig, namespace: &str, usual: &str, outbound: Outbound) -> Result<Self> {
        let usual = [usual.to_owned()];
        let include = if config.include_files.is_empty() { &usual[..] } else { &config.include_files };
        let files = Filter::new(("include_files", include), ("exclude_files", &config.exclude_files))?;
        let folder = Folder::new(&config.path, files, outbound)?;
        let name = config.name.filter(|name| !name.trim().is_empty());
        let pipeline = Name::new(namespace, [name.unwrap_or_else(|| folder.path())]);
        pipeline.validate().map_err(|problem| Error::invalid("name", problem.to_string()))?;
        Ok(Self { folder, pipeline })
    }

    /// Whether the patterns let an asset through.
    pub(crate) fn covers(&self, name: &Name) -> bool {
        match name.parts.as_slice() {
            [pipeline, file, ..] => pipeline == self.pipeline.last() && self.folder.wants(file),
            [pipeline] => pipeline == self.pipeline.last(),
            [] => true,
        }
    }
}
