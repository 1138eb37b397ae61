//! What a rule reaches: a search from all columns at once that have the tie of their own, nearest first.
//!
//! Every column is visited once for each of the few nearest origins that it remembers, so a circle ends, a diamond is one
//! column, and the cost is that of the steps. What has the tie of its own is an origin and is not reached; what is barred
//! (refused by a person, removed, known by name only) is neither reached nor gone through.

use super::{region::Region, rule::RuleText};

/// How many origins a column remembers.
pub(crate) const ORIGINS: usize = 3;
/// No origin.
const NONE: u32 = u32::MAX;

/// How a column was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// How many steps it is away from the nearest origin.
    pub(crate) steps: u32,
    origins: [u32; ORIGINS],
}

impl Arrival {
    const NOT_YET: Self = Self { steps: 0, origins: [NONE; ORIGINS] };

    /// The nearest origins, by their places; nearest first.
    pub(crate) fn origins(&self) -> impl Iterator<Item = u32> {
        self.origins.into_iter().take_while(|origin| *origin != NONE)
    }

    /// Whether the column was reached.
    pub(crate) fn is_there(&self) -> bool {
        self.origins[0] != NONE
    }

    /// Remembers an origin; whether it was new and there was room.
    fn take(&mut self, origin: u32, steps: u32) -> bool {
        let Some(free) = self.origins.iter().position(|known| *known == NONE || *known == origin) else { return false };
        if self.origins[free] == origin {
            return false;
        }
        if free == 0 {
            self.steps = steps;
        }
        self.origins[free] = origin;
        true
    }
}

/// What a column is to a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Standing {
    /// It can be reached.
    #[default]
    Open,
    /// It has the tie of its own.
    Origin,
    /// It is neither reached nor gone through.
    Barred,
}

/// What `rule` reaches, by the places of the columns; `standings` has one for each.
pub(crate) fn spread(region: &Region, standings: &[Standing], rule: &RuleText) -> Vec<Arrival> {
    let mut arrivals = vec![Arrival::NOT_YET; region.assets().len()];
    let origins = (0..).zip(standings).filter(|(_, standing)| **standing == Standing::Origin);
    let mut front: Vec<(u32, u32)> = origins.map(|(place, _)| (place, place)).collect();
    for distance in 1..=rule.max_steps {
        let mut next = Vec::new();
        for (place, origin) in front {
            for step in region.steps(place).iter().filter(|step| rule.passes(step.transformation(), step.masking)) {
                let to = step.to as usize;
                if standings[to] == Standing::Open && arrivals[to].take(origin, distance) {
                    next.push((step.to, origin));
                }
            }
        }
        if next.is_empty() {
            break;
        }
        front = next;
    }
    arrivals
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::{
        edge::{Subtype, Transformation},
        graph::tests::asset,
        propagation::{region::Step, rule::Passage},
    };

    /// Steps as `(from, to, subtype, masking)`.
    type Said = (u32, u32, Subtype, bool);

    fn region(columns: u32, said: &[Said]) -> Region {
        let steps = said.iter().zip(0..).map(|((from, to, subtype, masking), edge)| {
            (*from, Step::new(*to, edge, Transformation::of(*subtype), *masking))
        });
        Region::of((0..columns).map(asset).collect(), steps.collect())
    }

    /// The same by going over all steps until nothing changes.
    fn naive(columns: u32, said: &[Said], standings: &[Standing], rule: &RuleText) -> BTreeMap<u32, u32> {
        let mut reached: BTreeMap<u32, u32> = BTreeMap::new();
        for distance in 1..=rule.max_steps {
            let before = reached.clone();
            for (from, to, subtype, masking) in said {
                let has = standings[*from as usize] == Standing::Origin && distance == 1
                    || before.get(from) == Some(&(distance - 1)) && distance > 1;
                let passes = rule.passes(Transformation::of(*subtype), *masking);
                if has && passes && standings[*to as usize] == Standing::Open {
                    reached.entry(*to).or_insert(distance);
                }
            }
        }
        assert!(reached.keys().all(|place| *place < columns));
        reached
    }

    fn steps_of(arrivals: &[Arrival]) -> BTreeMap<u32, u32> {
        let there = (0..).zip(arrivals).filter(|(_, arrival)| arrival.is_there());
        there.map(|(place, arrival)| (place, arrival.steps)).collect()
    }

    #[test]
    fn threat_39_diamond_and_circle_end_and_nearest_origins_are_remembered() {
        use Subtype::Identity as Copy;
        // 0 and 5 are origins; 1 and 2 lead together to 3, which leads back to 1 and on to 4.
        let said =
            [(0, 1, Copy, false), (0, 2, Copy, false), (1, 3, Copy, false), (2, 3, Copy, false), (3, 1, Copy, false)];
        let said = [&said[..], &[(3, 4, Copy, false), (5, 4, Copy, false), (4, 4, Copy, false)]].concat();
        let mut standings = vec![Standing::Open; 6];
        (standings[0], standings[5]) = (Standing::Origin, Standing::Origin);
        let arrivals = spread(&region(6, &said), &standings, &RuleText::of("r", "pii"));
        assert_eq!(steps_of(&arrivals), BTreeMap::from([(1, 1), (2, 1), (3, 2), (4, 1)]));
        assert_eq!(arrivals[4].origins().collect::<Vec<_>>(), [5, 0]);
        assert_eq!(arrivals[3].origins().collect::<Vec<_>>(), [0]);
    }

    proptest! {
        #[test]
        fn j10_what_a_rule_reaches_is_the_least_fixpoint(
            said in prop::collection::vec((0_u32..12, 0_u32..12, 0_usize..5, any::<bool>()), 0..40),
            standings in prop::collection::vec(0_u8..6, 12),
            (max_steps, copies, masking, aggregation) in (1_u32..8, any::<bool>(), any::<bool>(), any::<bool>()),
        ) {
            let subtypes =
                [Subtype::Identity, Subtype::Identity, Subtype::Transformation, Subtype::Aggregation, Subtype::Filter];
            let said: Vec<Said> =
                said.into_iter().map(|(from, to, subtype, hides)| (from, to, subtypes[subtype], hides)).collect();
            let standings: Vec<Standing> = standings
                .into_iter()
                .map(|number| match number { 0 => Standing::Origin, 1 => Standing::Barred, _ => Standing::Open })
                .collect();
            let rule = RuleText {
                passes: if copies { Passage::Copies } else { Passage::Values },
                stops_at_masking: masking,
                stops_at_aggregation: aggregation,
                max_steps,
                ..RuleText::of("r", "*")
            };
            let found = spread(&region(12, &said), &standings, &rule);
            prop_assert_eq!(steps_of(&found), naive(12, &said, &standings, &rule));
            for arrival in found.iter().filter(|arrival| arrival.is_there()) {
                let all: Vec<u32> = arrival.origins().collect();
                prop_assert!(all.iter().all(|origin| standings[*origin as usize] == Standing::Origin));
            }
        }
    }
}
