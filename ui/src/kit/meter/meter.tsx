// How much of a whole: a bar with its numbers in words.
import { useFormat } from '../format/format';

interface Props {
  readonly label: string;
  readonly part: number;
  readonly whole: number;
}

export function Meter({ label, part, whole }: Props) {
  const format = useFormat();
  const ratio = whole > 0 ? Math.min(1, part / whole) : 0;
  const words = `${format.number(part)} / ${format.number(whole)}`;
  return (
    <div>
      <div className="flex items-baseline justify-between gap-2 text-13">
        <span>{label}</span>
        <span className="text-muted tabular-nums">
          {words}
          <span className="ml-2 font-semibold text-ink">{whole > 0 ? format.percent(ratio) : '–'}</span>
        </span>
      </div>
      <div role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={whole} aria-valuenow={part} aria-valuetext={words} className="mt-1 h-2 overflow-hidden rounded-chip bg-sunken inset-ring inset-ring-line">
        <div className="h-full bg-brand" style={{ width: `${ratio * 100}%` }} />
      </div>
    </div>
  );
}
