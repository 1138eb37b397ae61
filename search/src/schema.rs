//! The fields of a document, and the keys by which exact things are found.

use tantivy::schema::{BytesOptions, FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};

use crate::analyzer;

/// The version of everything that decides what is in the index: fields, analyzers, ranks. An index of another version
/// is made anew.
pub(crate) const VERSION: u32 = 4;

/// The fields of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The asset's id, by which a document is replaced.
    pub(crate) id: Field,
    /// The words of its names.
    pub(crate) name: Field,
    /// The starts of its names.
    pub(crate) prefix: Field,
    /// Its description.
    pub(crate) description: Field,
    /// Names and descriptions of its columns.
    pub(crate) columns: Field,
    /// Its path, tags, owners, kind and data type, as words.
    pub(crate) context: Field,
    /// Exact things, see [`key`].
    pub(crate) key: Field,
    /// [`Facts`](crate::rank::Facts).
    pub(crate) facts: Field,
    /// The change since which it is as it is.
    pub(crate) changed: Field,
    /// The upper half of its id.
    pub(crate) id_high: Field,
    /// The lower half of its id.
    pub(crate) id_low: Field,
    /// The digest of what the document was made from.
    pub(crate) digest: Field,
    /// The source's id.
    pub(crate) source: Field,
    /// The path of the schema (or database) it is in.
    pub(crate) schema: Field,
    /// Its tags.
    pub(crate) tag: Field,
    /// Its owners.
    pub(crate) owner: Field,
    /// The paths of its domains, and of those that these are inside of.
    pub(crate) domain: Field,
    /// The paths of its terms.
    pub(crate) term: Field,
    /// Its custom properties, `name=value`.
    pub(crate) property: Field,
    /// Its name, for sorting.
    pub(crate) sort_name: Field,
    /// What a hit shows, as JSON.
    pub(crate) stored: Field,
}

/// Names of fields whose columns are read by name.
pub(crate) mod column {
    pub(crate) const FACTS: &str = "facts";
    pub(crate) const CHANGED: &str = "changed";
    pub(crate) const ID_HIGH: &str = "id_high";
    pub(crate) const ID_LOW: &str = "id_low";
    pub(crate) const DIGEST: &str = "digest";
    pub(crate) const SOURCE: &str = "source";
    pub(crate) const SCHEMA: &str = "schema";
    pub(crate) const TAG: &str = "tag";
    pub(crate) const OWNER: &str = "owner";
    pub(crate) const DOMAIN: &str = "domain";
    pub(crate) const TERM: &str = "term";
    pub(crate) const PROPERTY: &str = "property";
    pub(crate) const SORT_NAME: &str = "sort_name";
}

/// The schema of the index, with its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = |tokenizer: &str, option: IndexRecordOption| {
        let indexing =
            TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option).set_fieldnorms(false);
        TextOptions::default().set_indexing_options(indexing)
    };
    let words = IndexRecordOption::WithFreqsAndPositions;
    let facet = || TextOptions::default().set_fast("raw");
    let fields = Fields {
        id: builder.add_bytes_field("id", BytesOptions::default().set_indexed()),
        name: builder.add_text_field("name", text(analyzer::NAME, words)),
        prefix: builder.add_text_field("prefix", text(analyzer::PREFIX, IndexRecordOption::Basic)),
        description: builder.add_text_field("description", text(analyzer::TEXT, words)),
        columns: builder.add_text_field("columns", text(analyzer::TEXT, words)),
        context: builder.add_text_field("context", text(analyzer::TEXT, words)),
        key: builder.add_text_field("key", text("raw", IndexRecordOption::Basic)),
        facts: builder.add_u64_field(column::FACTS, FAST),
        changed: builder.add_u64_field(column::CHANGED, FAST),
        id_high: builder.add_u64_field(column::ID_HIGH, FAST),
        id_low: builder.add_u64_field(column::ID_LOW, FAST),
        digest: builder.add_u64_field(column::DIGEST, FAST),
        source: builder.add_text_field(column::SOURCE, facet()),
        schema: builder.add_text_field(column::SCHEMA, facet()),
        tag: builder.add_text_field(column::TAG, facet()),
        owner: builder.add_text_field(column::OWNER, facet()),
        domain: builder.add_text_field(column::DOMAIN, facet()),
        term: builder.add_text_field(column::TERM, facet()),
        property: builder.add_text_field(column::PROPERTY, facet()),
        sort_name: builder.add_text_field(column::SORT_NAME, facet()),
        stored: builder.add_bytes_field("stored", STORED),
    };
    (builder.build(), fields)
}

/// Terms of the field `key`: a letter for what it is, a colon, and the thing itself in lower case.
pub(crate) mod key {
    use crate::words;

    /// The longest key, in bytes; longer ones are cut, on both sides alike.
    const MAX_BYTES: usize = 512;

    /// What an exact thing is.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Sort {
        /// A kind's code.
        Kind,
        /// A source's id.
        Source,
        /// A namespace, or its scheme.
        Namespace,
        /// A schema's path, or its last part.
        Schema,
        /// A tag.
        Tag,
        /// An owner.
        Owner,
        /// A tier.
        Tier,
        /// A term, by its name or another word for it.
        Term,
        /// A data product, by its name.
        Product,
        /// A data standard, by its name or that of its document.
        Standard,
        /// A custom property with its value, `name=value`.
        Property,
        /// A data type without its arguments.
        Type,
        /// Something it has, such as a description.
        Has,
        /// Something it is, such as removed.
        Is,
        /// The last parts of its path, or its display name, as spelled.
        Path,
        /// Its name or display name, run together.
        Squashed,
        /// Itself, by its id.
        Itself,
        /// Itself and what it is inside of, by their ids; what rules ask.
        Inside,
        /// A tag of it or of what it is inside of.
        RuledTag,
        /// An owner of it or of what it is inside of.
        RuledOwner,
        /// Its tier, or that of the nearest that it is inside of.
        RuledTier,
        /// A domain of it or of what it is inside of.
        RuledDomain,
    }

    impl Sort {
        const fn letter(self) -> char {
            match self {
                Self::Kind => 'k',
                Self::Source => 's',
                Self::Namespace => 'n',
                Self::Schema => 'c',
                Self::Tag => 't',
                Self::Owner => 'o',
                Self::Tier => 'r',
                Self::Term => 'm',
                Self::Product => 'u',
                Self::Standard => 'l',
                Self::Property => 'x',
                Self::Type => 'd',
                Self::Has => 'h',
                Self::Is => 'i',
                Self::Path => 'p',
                Self::Squashed => 'e',
                Self::Itself => 'a',
                Self::Inside => 'A',
                Self::RuledTag => 'T',
                Self::RuledOwner => 'O',
                Self::RuledTier => 'R',
                Self::RuledDomain => 'D',
            }
        }
    }

    /// The term for a thing.
    pub(crate) fn term(sort: Sort, thing: &str) -> String {
        let mut term = String::with_capacity(thing.len() + 2);
        term.push(sort.letter());
        term.push(':');
        let thing = words::cut(thing, MAX_BYTES);
        if thing.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
            term.push_str(thing);
        } else {
            term.extend(thing.chars().flat_map(char::to_lowercase));
        }
        term
    }
}
