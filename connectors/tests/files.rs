//! Folders of Parquet, CSV and JSON: what a crawl says of them, and what SQL over them answers.

#![cfg(feature = "files")]
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

mod support {
    pub(crate) mod records;
}

mod folders {
    mod buckets;
    mod crawls;
    mod hostile;
    pub(crate) mod place;
    mod queries;
}
