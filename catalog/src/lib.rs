//! What exists: names, assets, versions, the change log, ingest and access rules.
