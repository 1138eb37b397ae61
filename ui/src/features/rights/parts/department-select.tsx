// One department of the tree, or none.
import { Select } from '../../../kit';
import { inTreeOrder } from '../model';

interface Props {
  readonly id: string;
  readonly label: string;
  /** The word for none. */
  readonly none: string;
  readonly departments: readonly { readonly id: string; readonly name: string; readonly parent?: string | null }[];
  /** Left out, with all that is below it. */
  readonly without?: string;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

const NONE = '';
/** Of a list no leading blanks are shown; these are. */
const STEP = '\u2003';

export function DepartmentSelect({ id, label, none, departments, without, value, onChange }: Props) {
  const options = inTreeOrder(departments, without).map(({ one, depth }) => ({ value: one.id, label: STEP.repeat(depth) + one.name }));
  return <Select id={id} label={label} value={value ?? NONE} options={[{ value: NONE, label: none }, ...options]} onChange={(next) => onChange(next === NONE ? null : next)} />;
}
