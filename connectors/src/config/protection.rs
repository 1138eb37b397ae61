//! How the connection to a database server is protected: the fields of the form.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Tls;

/// What the operator fills in about encryption.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(crate) struct Protection {
    /// Whether the connection is encrypted.
    #[serde(default)]
    #[schemars(
        title = "Encryption",
        extend("x-order" = 30, "x-title-zh" = "加密", "x-description-zh" = "连接是否加密。")
    )]
    pub(crate) tls: Tls,
    /// The file with the certificates of the authorities to trust, on the machine that runs Cadastre.
    #[serde(default)]
    #[schemars(
        title = "Authority file",
        extend("x-order" = 31, "x-title-zh" = "CA 证书文件", "x-description-zh" = "运行 Cadastre 的机器上受信任 CA 证书的文件。")
    )]
    pub(crate) ca_file: Option<String>,
}
