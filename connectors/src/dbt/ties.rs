//! The tags and owners of what a project has: its own, those of its configuration, and the owner of its group.

use catalog::{AssetKind, Name, Record, RelationKind};

use super::{
    artifacts::{Config, Meta, Node, Owner, Tags},
    project::Project,
    semantics::{Metric, SavedQuery, SemanticModel},
};
use crate::crawl::Sink;

/// Where tags and owners are written.
#[derive(Default)]
pub(super) struct Tied<'a> {
    tags: Option<&'a Tags>,
    meta: Option<&'a Meta>,
    config: Option<&'a Config>,
    group: Option<&'a String>,
    owner: Option<&'a Owner>,
}

impl<'a> From<&'a Node> for Tied<'a> {
    fn from(node: &'a Node) -> Self {
        let (tags, meta, config) = (Some(&node.tags), Some(&node.meta), Some(&node.config));
        Self { tags, meta, config, group: node.group.as_ref(), owner: node.owner.as_ref() }
    }
}

impl<'a> From<&'a SemanticModel> for Tied<'a> {
    fn from(model: &'a SemanticModel) -> Self {
        Self { config: Some(&model.config), group: model.group.as_ref(), ..Self::default() }
    }
}

impl<'a> From<&'a Metric> for Tied<'a> {
    fn from(metric: &'a Metric) -> Self {
        let (tags, meta, config) = (Some(&metric.tags), Some(&metric.meta), Some(&metric.config));
        Self { tags, meta, config, group: metric.group.as_ref(), owner: None }
    }
}

impl<'a> From<&'a SavedQuery> for Tied<'a> {
    fn from(query: &'a SavedQuery) -> Self {
        let (tags, config) = (Some(&query.tags), Some(&query.config));
        Self { tags, config, group: query.group.as_ref(), ..Self::default() }
    }
}

/// Says the tags and owners of an asset.
pub(super) async fn say(project: &Project, (name, kind): (&Name, AssetKind), tied: Tied<'_>, sink: &Sink) {
    let tags = tied.tags.into_iter().chain(tied.config.map(|config| &config.tags)).flat_map(|tags| &tags.0);
    let wanted = tied.group.or_else(|| tied.config?.group.as_ref());
    let group = wanted.and_then(|wanted| project.manifest.groups.values().find(|group| group.name == *wanted));
    let owners = [group.and_then(|group| group.owner.as_ref()), tied.owner].into_iter().flatten();
    let meta = tied.meta.into_iter().chain(tied.config.map(|config| &config.meta)).flat_map(|meta| &meta.owner);
    let owners = meta.chain(owners.flat_map(Owner::accounts)).map(|owner| (RelationKind::Owner, owner));
    let mut said: Vec<(RelationKind, &String)> = tags.map(|tag| (RelationKind::Tag, tag)).chain(owners).collect();
    said.sort();
    said.dedup();
    for (relation, target) in said {
        let (name, target) = (name.clone(), target.clone());
        sink.say(Record::Relation { name, kind, relation, target }).await;
    }
}
