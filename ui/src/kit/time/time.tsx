// A moment, as "3 hours ago" with the exact time on hover.
import { useFormat } from '../format/format';

/** An unknown moment (null) is a dash. */
export function Ago({ at }: { readonly at: string | null }) {
  const format = useFormat();
  if (at === null) return <span>–</span>;
  return (
    <time dateTime={at} title={format.dateTime(at)} className="whitespace-nowrap">
      {format.ago(at)}
    </time>
  );
}
