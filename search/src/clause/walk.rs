//! Walking through the documents of a segment for which a [`Clause`] holds, a [`Window`] at a time.

use tantivy::{
    COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, SegmentReader, TERMINATED,
    postings::BlockSegmentPostings,
    query::{Scorer, Weight},
    schema::IndexRecordOption,
};

use super::{All, Clause, Source, window::Window};

/// A clause in one segment.
pub(crate) struct Walk {
    node: Node,
    window: Box<Window>,
    next: DocId,
}

impl Walk {
    /// Begins with the first document of a segment.
    pub(crate) fn begin(clause: &Clause<Box<dyn Weight>>, segment: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Self { node: Node::open(clause, segment)?, window: Window::new(), next: 0 })
    }

    /// The next window that may have a document.
    pub(crate) fn next(&mut self) -> Option<&Window> {
        let first = self.node.reach(self.next);
        if first == TERMINATED {
            return None;
        }
        self.window.clear(Window::start_of(first));
        self.node.fill(&mut self.window);
        self.next = self.window.end();
        Some(&self.window)
    }
}

/// A clause that stands at a document.
enum Node {
    /// Every document before this one.
    Everything(DocId),
    Term(Box<Postings>, u32),
    Query(Box<Buffered>, u32),
    Any(Vec<Node>),
    All(All<Node>, [Box<Window>; 2]),
}

impl Node {
    fn open(clause: &Clause<Box<dyn Weight>>, segment: &SegmentReader) -> tantivy::Result<Self> {
        let each = |clauses: &[Clause<Box<dyn Weight>>]| -> tantivy::Result<Vec<Self>> {
            clauses.iter().map(|clause| Self::open(clause, segment)).collect()
        };
        Ok(match clause {
            Clause::Everything => Self::Everything(segment.max_doc()),
            Clause::Leaf(Source::Term(term), points) => {
                let index = segment.inverted_index(term.field())?;
                match index.read_block_postings(term, IndexRecordOption::Basic)? {
                    Some(postings) => Self::Term(Box::new(Postings { postings, at: 0 }), *points),
                    None => Self::Any(Vec::new()),
                }
            }
            Clause::Leaf(Source::Query(weight), points) => {
                Self::Query(Box::new(Buffered::new(weight.scorer(segment, 1.0)?)), *points)
            }
            Clause::Any(clauses) => {
                let mut nodes = each(clauses)?;
                nodes.retain_mut(|node| node.reach(0) != TERMINATED);
                Self::Any(nodes)
            }
            Clause::All(All { must, may, not }) => {
                let mut must = each(must)?;
                if must.iter_mut().any(|node| node.reach(0) == TERMINATED) {
                    return Ok(Self::Any(Vec::new()));
                }
                // What names few documents soon leaves nothing for the others to do.
                must.sort_by_key(Self::cost);
                Self::All(All { must, may: each(may)?, not: each(not)? }, [Window::new(), Window::new()])
            }
        })
    }

    /// About how many documents it names.
    fn cost(&self) -> u64 {
        match self {
            Self::Everything(end) => u64::from(*end),
            Self::Term(postings, _) => u64::from(postings.postings.doc_freq()),
            Self::Query(buffered, _) => u64::from(buffered.documents.size_hint()),
            Self::Any(nodes) => nodes.iter().map(Self::cost).sum(),
            Self::All(all, _) => all.must.iter().map(Self::cost).min().unwrap_or(0),
        }
    }

    /// Leaves out what lies before `target`. Gives a document before which it names none, or the end.
    fn reach(&mut self, target: DocId) -> DocId {
        match self {
            Self::Everything(end) => {
                if target < *end {
                    target
                } else {
                    TERMINATED
                }
            }
            Self::Term(postings, _) => postings.reach(target),
            Self::Query(buffered, _) => buffered.reach(target),
            Self::Any(nodes) => nodes.iter_mut().map(|node| node.reach(target)).min().unwrap_or(TERMINATED),
            Self::All(all, _) => all.must.iter_mut().fold(target, |target, node| match target {
                TERMINATED => TERMINATED,
                target => node.reach(target),
            }),
        }
    }

    /// Adds what it names within a window that it has not gone past.
    fn fill(&mut self, window: &mut Window) {
        match self {
            Self::Everything(end) => window.add_until(*end),
            Self::Term(postings, points) => postings.fill(window, *points),
            Self::Query(buffered, points) => buffered.fill(window, *points),
            Self::Any(nodes) => nodes.iter_mut().for_each(|node| node.fill(window)),
            Self::All(all, spare) => {
                let [found, other] = spare;
                all.fill(window.start(), found, other);
                window.merge(found);
            }
        }
    }
}

impl All<Node> {
    fn fill(&mut self, start: DocId, found: &mut Window, other: &mut Window) {
        let fill = |node: &mut Node, window: &mut Window| {
            window.clear(start);
            node.fill(window);
        };
        let mut must = self.must.iter_mut();
        found.clear(start);
        if let Some(first) = must.next() {
            first.fill(found);
        }
        for node in must {
            if found.is_empty() {
                return;
            }
            fill(node, other);
            found.keep(other);
        }
        for node in &mut self.not {
            fill(node, other);
            found.remove(other);
        }
        if found.is_empty() {
            return;
        }
        for node in &mut self.may {
            fill(node, other);
            found.raise(other);
        }
    }
}

/// The documents of a term.
struct Postings {
    postings: BlockSegmentPostings,
    /// The place in the block.
    at: usize,
}

impl Postings {
    fn reach(&mut self, target: DocId) -> DocId {
        if self.postings.docs().last().is_some_and(|last| *last < target) {
            self.at = self.postings.seek(target);
        } else {
            let rest = self.postings.docs().get(self.at..).unwrap_or_default();
            self.at += rest.partition_point(|document| *document < target);
        }
        self.postings.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn fill(&mut self, window: &mut Window, points: u32) {
        self.reach(window.start());
        loop {
            let rest = self.postings.docs().get(self.at..).unwrap_or_default();
            let Some(last) = rest.last() else { return };
            if *last >= window.end() {
                let count = rest.partition_point(|document| *document < window.end());
                window.add(&rest[..count], points);
                self.at += count;
                return;
            }
            window.add(rest, points);
            self.postings.advance();
            self.at = 0;
        }
    }
}

/// The documents of a query, some of them read ahead.
struct Buffered {
    documents: Box<dyn Scorer>,
    ahead: [DocId; COLLECT_BLOCK_BUFFER_LEN],
    at: usize,
    count: usize,
}

impl Buffered {
    fn new(documents: Box<dyn Scorer>) -> Self {
        Self { documents, ahead: [0; COLLECT_BLOCK_BUFFER_LEN], at: 0, count: 0 }
    }

    fn reach(&mut self, target: DocId) -> DocId {
        let rest = &self.ahead[self.at..self.count];
        self.at += rest.partition_point(|document| *document < target);
        if self.at < self.count {
            return self.ahead[self.at];
        }
        if self.documents.doc() < target { self.documents.seek(target) } else { self.documents.doc() }
    }

    fn fill(&mut self, window: &mut Window, points: u32) {
        self.reach(window.start());
        loop {
            let rest = &self.ahead[self.at..self.count];
            let count = rest.partition_point(|document| *document < window.end());
            window.add(&rest[..count], points);
            self.at += count;
            if self.at < self.count || self.documents.doc() >= window.end() {
                return;
            }
            (self.at, self.count) = (0, self.documents.fill_buffer(&mut self.ahead));
        }
    }
}

#[cfg(test)]
mod tests;
