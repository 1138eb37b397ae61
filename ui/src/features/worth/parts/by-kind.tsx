// What is described and owned, for each sort of data apart: raw data, what people work with, queues, workflows, models.
// The total is a sum of counts, never a mean of percentages.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { Card, Failure, Meter, Skeleton } from '../../../kit';
import { byKindGroup, dayAt } from '../model';
import { KindCoverageDoc } from '../queries';

const NAMES = ['described', 'owned'] as const;
/** The newest point is of today, or of the last days where nothing was worked out since. */
const BACK_DAYS = 7;

export function ByKind() {
  const { t } = useTranslation('worth');
  const [now] = useState(() => Date.now());
  const answer = useQuery(ask(KindCoverageDoc, { from: dayAt(now, -BACK_DAYS), to: dayAt(now) }));
  return (
    <section className="mt-6">
      <h2 className="mb-2 text-16 font-semibold">{t('byKind.title')}</h2>
      {answer.isPending ? <Skeleton lines={5} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.data ? (
        <div className="grid grid-cols-2 gap-4 max-lg:grid-cols-1">
          {NAMES.map((name) => {
            const groups = byKindGroup(answer.data[name].lines);
            const total = groups.reduce((sum, { part, whole }) => ({ part: sum.part + part, whole: sum.whole + whole }), { part: 0, whole: 0 });
            return (
              <Card key={name} title={t(`byKind.${name}`)}>
                {groups.length === 0 ? <p className="text-13 text-muted">{t('byKind.none')}</p> : null}
                <div className="flex flex-col gap-3">
                  {groups.map(({ group, part, whole }) => (
                    <Meter key={group} label={t(`kindGroup.${group}`)} part={part} whole={whole} />
                  ))}
                  {groups.length > 1 ? (
                    <div className="border-t border-line pt-3 font-semibold">
                      <Meter label={t('byKind.total')} part={total.part} whole={total.whole} />
                    </div>
                  ) : null}
                </div>
              </Card>
            );
          })}
        </div>
      ) : null}
    </section>
  );
}
