//! What the documents of a segment are filtered, counted and ranked by, in memory: two or four bytes a document.
//!
//! Nearly every document has all of this in common with others: kind, tier, source and schema (its [`Group`]), tags, owners,
//! domains, terms and custom properties (its [`Ties`]), and standing. Each combination is kept once, as a [`Class`], and a document says which one is
//! its own. A question then decides once for each class whether it is seen and chosen, and counts classes instead of
//! values; what it reads for each hit is small enough for the processor's caches. The documents of a segment never
//! change, so its rows are read once, and values are numbered as the segment does.

use std::{collections::HashMap, hash::Hash};

use catalog::SourceId;
use tantivy::{
    DocId, SegmentReader,
    columnar::{Column, StrColumn},
};

use crate::{
    count::{FACETS, Facet},
    rank::Facts,
    schema::column,
};

/// How many documents share a [floor](Rows::floor).
const FLOOR: usize = 128;
/// How many documents are read at a time.
const BLOCK: usize = 1024;
/// The number of a value that is not there.
const NONE: u32 = u32::MAX;

/// The rows of a segment.
pub(crate) struct Rows {
    /// For each document the place of its class.
    of_document: Places,
    pub(crate) classes: Vec<Class>,
    pub(crate) groups: Vec<Group>,
    /// The first ones are none at all.
    pub(crate) ties: Vec<Ties>,
    /// For each facet its values, sorted; none where they are no texts.
    pub(crate) texts: [Vec<String>; FACETS],
    /// What the texts of the sources mean.
    pub(crate) sources: Vec<SourceId>,
    floors: Vec<u64>,
}

/// Places, as short as they can be.
enum Places {
    Short(Vec<u16>),
    Long(Vec<u32>),
}

/// Documents that have everything in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Class {
    /// The place of their group.
    pub(crate) group: u32,
    /// The place of their ties.
    pub(crate) ties: u32,
    /// Their [standing](Facts::standing).
    pub(crate) standing: u32,
}

/// Documents that share kind, tier, source, schema and whether they are removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Group {
    facts: u32,
    source: u32,
    schema: u32,
}

impl Group {
    /// Their facts, standing apart.
    pub(crate) fn facts(self) -> Facts {
        Facts(u64::from(self.facts))
    }

    /// The segment's number of their source.
    pub(crate) fn source(self) -> Option<usize> {
        (self.source != NONE).then_some(self.source as usize)
    }

    /// The segment's number of their schema.
    pub(crate) fn schema(self) -> Option<usize> {
        (self.schema != NONE).then_some(self.schema as usize)
    }
}

/// What people tie to assets, by the segment's numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Ties {
    pub(crate) tags: Vec<u32>,
    pub(crate) owners: Vec<u32>,
    pub(crate) domains: Vec<u32>,
    pub(crate) terms: Vec<u32>,
    pub(crate) properties: Vec<u32>,
}

impl Ties {
    /// Those of a facet; none of one that is no tie.
    pub(crate) fn of(&self, facet: Facet) -> Option<&[u32]> {
        match facet {
            Facet::Tag => Some(&self.tags),
            Facet::Owner => Some(&self.owners),
            Facet::Domain => Some(&self.domains),
            Facet::Term => Some(&self.terms),
            Facet::Property => Some(&self.properties),
            Facet::Kind | Facet::Source | Facet::Schema | Facet::Tier => None,
        }
    }
}

impl Rows {
    /// Reads the rows of a segment.
    pub(crate) fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = Columns::of(segment)?;
        let mut of_document = Vec::with_capacity(segment.max_doc() as usize);
        let (mut classes, mut groups, mut ties) = (Numbered::default(), Numbered::default(), Numbered::default());
        ties.number(Ties::default());
        let mut floors = Vec::with_capacity(of_document.capacity().div_ceil(FLOOR));
        let documents: Vec<DocId> = (0..segment.max_doc()).collect();
        for block in documents.chunks(BLOCK) {
            let facts = first_values(Some(&columns.facts), block);
            let sources = first_values(columns.ords(Facet::Source), block);
            let schemas = first_values(columns.ords(Facet::Schema), block);
            for (place, document) in block.iter().enumerate() {
                let facts = Facts(facts[place].unwrap_or(0));
                let [source, schema] = [&sources, &schemas].map(|ords| ords[place].map_or(NONE, narrow));
                of_document.push(classes.number(Class {
                    group: groups.number(Group { facts: facts.without_standing(), source, schema }),
                    ties: columns.ties(*document).map_or(0, |found| ties.number(found)),
                    standing: narrow(facts.standing()),
                }));
            }
            let highs = first_values(Some(&columns.id_high), block);
            floors
                .extend(highs.chunks(FLOOR).map(|highs| highs.iter().map(|high| high.unwrap_or(0)).min().unwrap_or(0)));
        }
        let texts = columns.texts()?;
        let sources = texts[Facet::Source as usize].iter().map(|text| source(text)).collect::<Result<_, _>>()?;
        Ok(Self {
            of_document: Places::new(of_document, classes.list.len()),
            classes: classes.list,
            groups: groups.list,
            ties: ties.list,
            texts,
            sources,
            floors,
        })
    }

    /// The place of a document's class.
    pub(crate) fn class_of(&self, document: DocId) -> usize {
        match &self.of_document {
            Places::Short(places) => usize::from(places[document as usize]),
            Places::Long(places) => places[document as usize] as usize,
        }
    }

    /// The least upper half of the ids of a document and its neighbours.
    pub(crate) fn floor(&self, document: DocId) -> u64 {
        self.floors[document as usize / FLOOR]
    }
}

impl Places {
    /// `places` below `end`.
    fn new(places: Vec<u32>, end: usize) -> Self {
        if end > usize::from(u16::MAX) {
            return Self::Long(places);
        }
        Self::Short(places.into_iter().map(|place| u16::try_from(place).unwrap_or(u16::MAX)).collect())
    }
}

/// The columns that rows are read from.
struct Columns {
    facts: Column<u64>,
    id_high: Column<u64>,
    strings: [Option<StrColumn>; FACETS],
}

impl Columns {
    fn of(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let mut strings: [Option<StrColumn>; FACETS] = Default::default();
        for facet in Facet::ALL {
            if let Some(name) = facet.column() {
                strings[facet as usize] = columns.str(name)?;
            }
        }
        Ok(Self { facts: columns.u64(column::FACTS)?, id_high: columns.u64(column::ID_HIGH)?, strings })
    }

    fn ords(&self, facet: Facet) -> Option<&Column<u64>> {
        self.strings[facet as usize].as_ref().map(|column| column.ords())
    }

    /// The ties of a document, if it has any.
    fn ties(&self, document: DocId) -> Option<Ties> {
        let of = |facet: Facet| -> Vec<u32> {
            self.ords(facet).map_or_else(Vec::new, |ords| ords.values_for_doc(document).map(narrow).collect())
        };
        let ties = Ties {
            tags: of(Facet::Tag),
            owners: of(Facet::Owner),
            domains: of(Facet::Domain),
            terms: of(Facet::Term),
            properties: of(Facet::Property),
        };
        (ties != Ties::default()).then_some(ties)
    }

    fn texts(&self) -> tantivy::Result<[Vec<String>; FACETS]> {
        let mut texts: [Vec<String>; FACETS] = Default::default();
        for (texts, column) in texts.iter_mut().zip(&self.strings) {
            let Some(column) = column else { continue };
            let mut stream = column.dictionary().stream()?;
            while stream.advance() {
                texts.push(String::from_utf8_lossy(stream.key()).into_owned());
            }
        }
        Ok(texts)
    }
}

fn source(text: &str) -> tantivy::Result<SourceId> {
    let id = uuid::Uuid::parse_str(text)
        .map_err(|cause| tantivy::TantivyError::InternalError(format!("`{text}` is not a source: {cause}")))?;
    Ok(SourceId(id))
}

fn first_values(column: Option<&Column<u64>>, documents: &[DocId]) -> Vec<Option<u64>> {
    let mut values = vec![None; documents.len()];
    if let Some(column) = column {
        column.first_vals(documents, &mut values);
    }
    values
}

/// A segment has fewer documents, and with them fewer values, than this can count.
fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}

/// Things, each once, numbered as they come.
struct Numbered<T> {
    list: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { list: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    fn number(&mut self, thing: T) -> u32 {
        if let Some(number) = self.numbers.get(&thing) {
            return *number;
        }
        let number = narrow(self.list.len() as u64);
        self.list.push(thing.clone());
        self.numbers.insert(thing, number);
        number
    }
}
