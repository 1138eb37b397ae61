//! Find it: documents, the index and the query language.
