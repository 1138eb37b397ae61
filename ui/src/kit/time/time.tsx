// A moment, as "3 hours ago" with the exact time on hover.
import { useFormat } from '../format/format';

export function Ago({ at }: { readonly at: string }) {
  const format = useFormat();
  return (
    <time dateTime={at} title={format.dateTime(at)} className="whitespace-nowrap">
      {format.ago(at)}
    </time>
  );
}
