//! Where data comes from: SQL lineage, edges and the graph.
