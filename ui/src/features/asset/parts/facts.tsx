// A card of facts about one asset: names and values; what is not known is left out.
import type { ReactNode } from 'react';
import { Card } from '../../../kit';

export function Facts({ title, facts }: { readonly title: string; readonly facts: readonly (readonly [string, ReactNode])[] }) {
  const shown = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (shown.length === 0) return null;
  return (
    <Card title={title}>
      <dl className="grid grid-cols-[minmax(120px,auto)_minmax(0,1fr)] gap-x-6 text-13">
        {shown.map(([name, value]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid border-t border-line py-1.5 first:border-t-0">
            <dt className="text-muted">{name}</dt>
            <dd className="font-mono wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
