//! A stretch of a segment's documents: which of them hold, and their points so far.

use tantivy::DocId;

/// How many documents a window has.
pub(crate) const WIDTH: DocId = 4096;
const WORDS: usize = WIDTH as usize / 64;

/// Documents from `start` on.
pub(crate) struct Window {
    start: DocId,
    bits: [u64; WORDS],
    /// Says something where a bit is set only.
    points: [u32; WIDTH as usize],
}

impl Window {
    /// An empty window.
    pub(crate) fn new() -> Box<Self> {
        Box::new(Self { start: 0, bits: [0; WORDS], points: [0; WIDTH as usize] })
    }

    /// The start of the window that a document is in.
    pub(crate) const fn start_of(document: DocId) -> DocId {
        document - document % WIDTH
    }

    /// Empties it, for the documents from `start` on.
    pub(crate) fn clear(&mut self, start: DocId) {
        self.start = start;
        self.bits.fill(0);
        self.points.fill(0);
    }

    pub(crate) const fn start(&self) -> DocId {
        self.start
    }

    /// The first document behind it.
    pub(crate) const fn end(&self) -> DocId {
        self.start + WIDTH
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bits.iter().all(|word| *word == 0)
    }

    /// Adds documents, all of which lie in it.
    pub(crate) fn add(&mut self, documents: &[DocId], points: u32) {
        for document in documents {
            let place = (document - self.start) as usize % WIDTH as usize;
            self.bits[place / 64] |= 1 << (place % 64);
            self.points[place] += points;
        }
    }

    /// Adds every document before `end`.
    pub(crate) fn add_until(&mut self, end: DocId) {
        let count = end.saturating_sub(self.start).min(WIDTH) as usize;
        self.bits[..count / 64].fill(u64::MAX);
        if let Some(word) = self.bits.get_mut(count / 64) {
            *word |= (1 << (count % 64)) - 1;
        }
    }

    /// Adds what `other` has.
    pub(crate) fn merge(&mut self, other: &Self) {
        other.each(|document, points| self.add(&[document], points));
    }

    /// Leaves only what `other` has too, for the points of both.
    pub(crate) fn keep(&mut self, other: &Self) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(word, other)| *word &= other);
        self.raise(other);
    }

    /// Adds the points of `other` to what both have.
    pub(crate) fn raise(&mut self, other: &Self) {
        // Those of documents that are not in `self` are never read.
        self.points.iter_mut().zip(&other.points).for_each(|(points, other)| *points = points.wrapping_add(*other));
    }

    /// Leaves only what `other` does not have.
    pub(crate) fn remove(&mut self, other: &Self) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(word, other)| *word &= !other);
    }

    /// Each document with its points, first ones first.
    pub(crate) fn each(&self, mut each: impl FnMut(DocId, u32)) {
        for (at, word) in self.bits.iter().enumerate() {
            let mut word = *word;
            while word != 0 {
                let place = at * 64 + word.trailing_zeros() as usize;
                word &= word - 1;
                #[expect(clippy::cast_possible_truncation, reason = "the place is below the width")]
                each(self.start + place as DocId, self.points[place]);
            }
        }
    }
}
