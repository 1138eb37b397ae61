//! `distinct_whole(number)`: how many different whole numbers there are, exactly, in compressed sets of bits.
//!
//! Keys are dense as a rule, and then this takes a hundredth of the time and memory of grouping. Numbers that lie far
//! apart make the sets grow; the count is then given up and null, and who asked groups instead.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, BinaryArray, PrimitiveArray},
        compute::cast,
        datatypes::{ArrowPrimitiveType, DataType, Field, FieldRef, Int64Type, UInt64Type},
    },
    common::{ScalarValue, exec_datafusion_err, exec_err},
    error::Result,
    logical_expr::{
        Accumulator, AggregateUDF, AggregateUDFImpl, Signature, Volatility,
        function::{AccumulatorArgs, StateFieldsArgs},
    },
};
use roaring::RoaringTreemap;

/// The memory that one set may take, in bytes.
const MOST: usize = 32 * 1024 * 1024;
/// What the set of numbers that begin with the same 32 bits costs besides what it holds, in bytes.
const PART: usize = 200;
/// After how many values the memory is looked at again.
const LOOK: usize = 100_000;

/// The function, for a session to know.
pub(super) fn function() -> AggregateUDF {
    DistinctWhole { signature: Signature::any(1, Volatility::Immutable) }.into()
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct DistinctWhole {
    signature: Signature,
}

impl AggregateUDFImpl for DistinctWhole {
    fn name(&self) -> &'static str {
        "distinct_whole"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int64)
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Different::default()))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        Ok(vec![Arc::new(Field::new(format!("{}[seen]", args.name), DataType::Binary, true))])
    }
}

/// What was seen so far.
#[derive(Debug, Default)]
struct Different {
    seen: RoaringTreemap,
    /// Values since the memory was looked at.
    unlooked: usize,
    is_given_up: bool,
}

impl Different {
    fn memory(&self) -> usize {
        self.seen.serialized_size() + self.seen.bitmaps().count() * PART
    }

    fn give_up_if_large(&mut self) {
        self.unlooked = 0;
        if self.memory() > MOST {
            (self.seen, self.is_given_up) = (RoaringTreemap::new(), true);
        }
    }

    /// Takes numbers; those that follow upon one another are taken at once.
    fn take<T: ArrowPrimitiveType>(&mut self, numbers: &PrimitiveArray<T>, bits: impl Fn(T::Native) -> u64) {
        let mut run: Option<(u64, u64)> = None;
        for number in numbers.iter().flatten().map(bits) {
            match &mut run {
                Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
                Some((_, last)) if *last == number => {}
                _ => {
                    if let Some((first, last)) = run.replace((number, number)) {
                        self.seen.insert_range(first..=last);
                    }
                }
            }
        }
        if let Some((first, last)) = run {
            self.seen.insert_range(first..=last);
        }
    }
}

impl Accumulator for Different {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [numbers] = values else { return exec_err!("distinct_whole takes one column") };
        if self.is_given_up {
            return Ok(());
        }
        match numbers.data_type() {
            DataType::UInt64 => self.take(numbers.as_primitive::<UInt64Type>(), |number| number),
            whole if whole.is_integer() => {
                let numbers = cast(numbers, &DataType::Int64)?;
                self.take(numbers.as_primitive::<Int64Type>(), |number| number.cast_unsigned());
            }
            // A column that is something else by now than the catalog says.
            _ => (self.seen, self.is_given_up) = (RoaringTreemap::new(), true),
        }
        self.unlooked += numbers.len();
        if self.unlooked > LOOK {
            self.give_up_if_large();
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(ScalarValue::Int64((!self.is_given_up).then(|| i64::try_from(self.seen.len()).unwrap_or(i64::MAX))))
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.memory()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        if self.is_given_up {
            return Ok(vec![ScalarValue::Binary(None)]);
        }
        let mut bytes = Vec::with_capacity(self.seen.serialized_size());
        self.seen.serialize_into(&mut bytes)?;
        Ok(vec![ScalarValue::Binary(Some(bytes))])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let Some(states) = states.first().and_then(|states| states.as_any().downcast_ref::<BinaryArray>()) else {
            return exec_err!("distinct_whole was given something else than its own state");
        };
        for state in states {
            let Some(bytes) = state else {
                (self.seen, self.is_given_up) = (RoaringTreemap::new(), true);
                return Ok(());
            };
            let seen = RoaringTreemap::deserialize_from(bytes);
            self.seen |= seen.map_err(|cause| exec_datafusion_err!("distinct_whole cannot read its state: {cause}"))?;
            self.give_up_if_large();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use datafusion::arrow::array::{Int64Array, UInt64Array};

    use super::*;

    /// What two parts of a column come to together.
    fn counted(parts: [ArrayRef; 2]) -> ScalarValue {
        let mut all = Different::default();
        for part in parts {
            let mut some = Different::default();
            some.update_batch(&[part]).unwrap();
            let state = some.state().unwrap().remove(0).to_array().unwrap();
            all.merge_batch(&[state]).unwrap();
        }
        all.evaluate().unwrap()
    }

    #[test]
    fn f1_numbers_are_counted_once_wherever_they_are() {
        let one = Int64Array::from(vec![Some(3), Some(4), None, Some(4), Some(-1), Some(i64::MIN)]);
        let two = Int64Array::from(vec![Some(5), Some(4), Some(-1), Some(i64::MAX), Some(0)]);
        assert_eq!(counted([Arc::new(one), Arc::new(two)]), ScalarValue::Int64(Some(7)));
        let large = || Arc::new(UInt64Array::from(vec![u64::MAX, 0, u64::MAX - 1]));
        assert_eq!(counted([large(), large()]), ScalarValue::Int64(Some(3)));
        let nothing = || Arc::new(Int64Array::from(vec![None::<i64>]));
        assert_eq!(counted([nothing(), nothing()]), ScalarValue::Int64(Some(0)));
    }

    #[test]
    fn f1_numbers_far_apart_are_given_up_and_not_guessed() {
        let apart =
            |from: i64| Arc::new(Int64Array::from_iter_values((from..from + 150_000).map(|n| n << 33))) as ArrayRef;
        let mut all = Different::default();
        for from in 0..4 {
            all.update_batch(&[apart(from * 150_000)]).unwrap();
            assert!(all.size() < 2 * MOST, "{}", all.size());
        }
        assert_eq!(all.evaluate().unwrap(), ScalarValue::Int64(None));
        assert_eq!(all.state().unwrap(), vec![ScalarValue::Binary(None)]);
        let few = Arc::new(Int64Array::from(vec![1])) as ArrayRef;
        assert_eq!(counted([few.clone(), few]), ScalarValue::Int64(Some(1)));
    }
}
