//! What encloses the place that an expression's scan has reached, kept on a heap of its own.
//!
//! The scan of an expression never recurses for parentheses: twenty thousand of
//! them cost twenty thousand small entries here and no stack.

use super::functions::{Function, Shape};
use crate::sql::statement::{IndirectSubtype, Subtype};
use crate::sql::syntax::Role;

/// No bracket encloses.
pub(super) const OPEN: usize = usize::MAX;

/// What opened a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// A parenthesis that only groups.
    Group,
    Call(Function),
    Case,
    /// `[ … ]`
    Subscript,
    /// `OVER ( … )`
    Window,
    /// Any other parenthesis of a known meaning.
    Special,
}

/// One thing that encloses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) opening: Opening,
    /// The token that closes the innermost bracket, this frame's own unless it is a `CASE`.
    pub(super) close: usize,
    /// The role of the whole.
    outer: Role,
    /// The role of what stands at this place.
    pub(super) role: Role,
    /// Whether this and everything around it only groups.
    pub(super) only_groups: bool,
    argument: usize,
}

/// Everything that encloses, outermost first.
#[derive(Debug, Default)]
pub(super) struct Frames(Vec<Frame>);

impl Frames {
    pub(super) fn top(&self) -> Option<&Frame> {
        self.0.last()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The role of what stands at this place.
    pub(super) fn role(&self) -> Role {
        self.top().map_or(Role::COPY, |frame| frame.role)
    }

    pub(super) fn only_groups(&self) -> bool {
        self.top().is_none_or(|frame| frame.only_groups)
    }

    /// The token that closes the innermost bracket, or [`OPEN`].
    pub(super) fn close(&self) -> usize {
        self.top().map_or(OPEN, |frame| frame.close)
    }

    pub(super) fn opening(&self) -> Option<Opening> {
        self.top().map(|frame| frame.opening)
    }

    /// Opens a bracket that `close` closes, whose inside has the role `inside`.
    pub(super) fn open(&mut self, opening: Opening, close: usize, inside: Role) {
        let outer = self.role();
        let only_groups = self.only_groups() && opening == Opening::Group;
        let role = inside.within(outer);
        self.0.push(Frame { opening, close, outer, role, only_groups, argument: 0 });
    }

    /// Opens a call.
    pub(super) fn open_call(&mut self, function: Function, close: usize) {
        let subtype = if function.shape == Shape::Aggregate { Subtype::Aggregation } else { Subtype::Transformation };
        let inside = Role::Value { subtype, masking: function.is_masking };
        self.open(Opening::Call(function), close, inside);
        if function.shape == Shape::Choice {
            self.turn(Role::Indirect(IndirectSubtype::Conditional));
        }
    }

    /// Opens a `CASE`, whose conditions decide among values.
    pub(super) fn open_case(&mut self) {
        let close = self.close();
        self.open(Opening::Case, close, Role::Indirect(IndirectSubtype::Conditional));
    }

    /// How many frames there are.
    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }

    /// Whether the innermost frame is enclosed by nothing but parentheses and arrays.
    pub(super) fn is_within_arrays(&self) -> bool {
        let Some((_, outer)) = self.0.split_last() else { return true };
        outer.iter().all(|frame| match frame.opening {
            Opening::Group | Opening::Subscript => true,
            Opening::Call(function) => function.shape == Shape::Array,
            _ => false,
        })
    }

    /// Closes every `CASE` that was left open in the innermost bracket.
    pub(super) fn pop_cases(&mut self) {
        while self.opening() == Some(Opening::Case) {
            self.0.pop();
        }
    }

    /// Closes the innermost frame.
    pub(super) fn pop(&mut self) {
        self.0.pop();
    }

    /// Closes the innermost bracket, and every `CASE` that was left open in it.
    pub(super) fn pop_bracket(&mut self) {
        while let Some(frame) = self.0.pop() {
            if frame.opening != Opening::Case {
                break;
            }
        }
    }

    /// Gives what follows inside the innermost frame another role.
    pub(super) fn turn(&mut self, role: Role) {
        if let Some(frame) = self.0.last_mut() {
            frame.role = role.within(frame.outer);
        }
    }

    /// Moves on to the next argument of the innermost frame.
    pub(super) fn next_argument(&mut self) {
        let Some(frame) = self.0.last_mut() else { return };
        frame.argument += 1;
        if matches!(frame.opening, Opening::Call(Function { shape: Shape::Choice, .. })) {
            frame.role = Role::computed().within(frame.outer);
        }
    }

    /// Which argument of a call this is, and of what kind of call.
    pub(super) fn call(&self) -> Option<(Shape, usize)> {
        match self.top() {
            Some(Frame { opening: Opening::Call(function), argument, .. }) => Some((function.shape, *argument)),
            _ => None,
        }
    }
}
