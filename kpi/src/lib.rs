//! What it is worth: how well the catalog is looked after, in numbers.
