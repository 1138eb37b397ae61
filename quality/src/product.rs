//! Data products: documents of the Open Data Product Standard (Bitol ODPS 1.x), in and out without loss, and which
//! contracts they expect and promise.
//!
//! As with contracts the document is the truth, kept whole with every key; [`Product`] is a view of what ties the product to
//! contracts. The canonical form is that of [`crate::contract`].

use crate::{
    contract::{
        Node, Status,
        read::{at, each, needed, status, text},
    },
    error::{Error, Result},
};

/// A data product: its document, and what ties it to contracts.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// Everything that it says.
    pub document: Node,
    /// The version of the standard, such as `v1.0.0`.
    pub api_version: String,
    /// What identifies it through its versions.
    pub id: String,
    /// What people call it.
    pub name: Option<String>,
    /// Its own version.
    pub version: Option<String>,
    /// Where it is in its life.
    pub status: Status,
    /// The domain it belongs to, by name.
    pub domain: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
    /// What it needs.
    pub inputs: Vec<Port>,
    /// What it offers.
    pub outputs: Vec<Port>,
    /// Who looks after it: name and role.
    pub members: Vec<(String, Option<String>)>,
}

/// A place where data goes in or comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// Where the document says it: `outputPorts[0]`.
    pub path: String,
    /// Its name; with its version it is the only one.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// The contract that holds for it, by its identifier.
    pub contract: Option<String>,
    /// What sort of place it is, such as `tables`.
    pub sort: Option<String>,
    /// The contracts that this output is made of, by identifier.
    pub made_of: Vec<String>,
}

impl Product {
    /// Reads a document of ODPS 0.9 or 1.x.
    ///
    /// # Errors
    /// `Invalid` naming the key, for what is no YAML, is too large or deep, or is not what the standard asks for.
    pub fn read(yaml: &str) -> Result<Self> {
        let document = Node::read(yaml)?;
        let canonical = document.canonical();
        let kind = needed(&canonical, "", "kind")?;
        if kind != "DataProduct" {
            return Err(Error::invalid("kind", format!("is `{kind}`; only `DataProduct` is read here")));
        }
        let api_version = needed(&canonical, "", "apiVersion")?;
        if !(api_version.starts_with("v1.") || api_version.starts_with("v0.9")) {
            let problem = format!("is `{api_version}`; versions 0.9 and 1 of the standard are read");
            return Err(Error::invalid("apiVersion", problem));
        }
        let description = canonical.get("description").cloned().unwrap_or_default();
        // 0.9 had a list of members, 1.0 has a team with one.
        let team = canonical.get("team").filter(|team| matches!(team, Node::Map(_)));
        let members = match team {
            Some(team) => each(team, "team", "members", member)?,
            None => each(&canonical, "", "team", member)?,
        };
        Ok(Self {
            api_version: api_version.to_owned(),
            id: needed(&canonical, "", "id")?.to_owned(),
            name: text(&canonical, "", "name")?,
            version: text(&canonical, "", "version")?,
            status: status(needed(&canonical, "", "status")?),
            domain: text(&canonical, "", "domain")?,
            purpose: text(&description, "description", "purpose")?,
            inputs: each(&canonical, "", "inputPorts", port)?,
            outputs: each(&canonical, "", "outputPorts", port)?,
            members,
            document,
        })
    }

    /// The document in its canonical form, as YAML.
    #[must_use]
    pub fn canonical(&self) -> String {
        self.document.canonical().write()
    }
}

fn port(node: &Node, path: &str) -> Result<Port> {
    let made_of = node.get("inputContracts").map(Node::items).unwrap_or_default();
    let mut contracts = Vec::with_capacity(made_of.len());
    for (number, contract) in made_of.iter().enumerate() {
        let place = format!("{}[{number}]", at(path, "inputContracts"));
        let id = text(contract, &place, "id")?.or(text(contract, &place, "contractId")?);
        contracts.push(id.ok_or_else(|| Error::invalid(at(&place, "id"), "is missing; name the contract"))?);
    }
    Ok(Port {
        path: path.to_owned(),
        name: needed(node, path, "name")?.to_owned(),
        version: text(node, path, "version")?,
        contract: text(node, path, "contractId")?,
        sort: text(node, path, "type")?,
        made_of: contracts,
    })
}

fn member(node: &Node, path: &str) -> Result<(String, Option<String>)> {
    let name = text(node, path, "username")?.or(text(node, path, "name")?);
    let name = name.ok_or_else(|| Error::invalid(at(path, "username"), "is missing"))?;
    Ok((name, text(node, path, "role")?))
}

#[cfg(test)]
mod tests {
    use catalog::Fault;

    use super::*;

    const CUSTOMERS: &str = include_str!("../tests/data/contracts/customers.odps.yaml");

    #[test]
    fn i5_product_comes_out_as_it_went_in() {
        let product = Product::read(CUSTOMERS).unwrap();
        assert_eq!(Node::read(&product.document.write()).unwrap(), product.document);
        let canonical = product.canonical();
        let again = Product::read(&canonical).unwrap();
        assert_eq!(again.canonical(), canonical);
        assert_eq!(Product { document: product.document.clone(), ..again }, product);
        assert_eq!(product.document.get("x-owner-code").and_then(Node::text), Some("007"));
        for kept in ["sbom", "x-owner-code", "tpc-dict-update", "property: tier"] {
            assert!(canonical.contains(kept), "{kept} in {canonical}");
        }
    }

    #[test]
    fn i5_ports_name_their_contracts() {
        let product = Product::read(CUSTOMERS).unwrap();
        assert_eq!((product.status, product.purpose.as_deref()), (Status::Active, Some("One view of each customer")));
        let inputs: Vec<_> = product.inputs.iter().map(|port| (port.name.as_str(), port.contract.as_deref())).collect();
        assert_eq!(inputs, [("orders", Some("0b1f7f0a-3c57-4a3e-9a52-6a2f1f1f8f01")), ("clicks", None)]);
        assert_eq!(product.outputs[0].made_of, ["0b1f7f0a-3c57-4a3e-9a52-6a2f1f1f8f01", "c-2"]);
        assert_eq!(product.members, [("ana".to_owned(), Some("owner".to_owned()))]);
    }

    #[test]
    fn i5_wrong_products_name_the_key() {
        for (from, to, field) in [
            ("kind: DataProduct", "kind: DataContract", "kind"),
            ("apiVersion: v1.0.0", "apiVersion: v3.1.0", "apiVersion"),
            ("id: p-1\n", "", "id"),
            ("- name: clicks", "- title: clicks", "inputPorts[1].name"),
            ("- contractId: c-2", "- version: c-2", "outputPorts[0].inputContracts[1].id"),
        ] {
            assert!(CUSTOMERS.contains(from), "{from}");
            let error = Product::read(&CUSTOMERS.replacen(from, to, 1)).unwrap_err();
            assert_eq!(error.field(), Some(field), "{error}");
        }
    }
}
