// What people wrote about an edge: their note, who and when, and the buttons that
// change it for who may.
import { useTranslation } from 'react-i18next';
import { Ago, Button } from '../../../../kit';
import type { Detail } from '../../edge';
import { byHandOf, type End } from '../../manual';
import { useManual } from './manual';

interface Props {
  readonly edges: readonly Detail[];
  readonly upstream: End;
  readonly downstream: End;
}

export function ByHandSection({ edges, upstream, downstream }: Props) {
  const { t } = useTranslation('lineage');
  const manual = useManual();
  const hand = byHandOf(edges);
  const draft = { upstream, downstream, pairs: hand?.pairs ?? [], note: hand?.note ?? '' };
  if (hand === null) {
    return manual === null ? null : (
      <div>
        <Button size="small" icon="edit" onClick={() => manual.write(draft)}>
          {t('manual.describe')}
        </Button>
      </div>
    );
  }
  return (
    <section aria-label={t('manual.title')} className="flex flex-col gap-1.5 rounded-control border-l-3 border-brand bg-sunken p-2">
      <h2 className="text-12 font-semibold text-muted">{t('manual.title')}</h2>
      <p className={hand.note === '' ? 'text-13 text-muted' : 'text-13 wrap-anywhere whitespace-pre-wrap'}>{hand.note === '' ? t('manual.unnoted') : hand.note}</p>
      {hand.actor === null ? null : (
        <p className="text-12 text-muted">
          <span className="font-medium text-ink">{hand.actor}</span>
          {hand.at === null ? null : (
            <>
              {' · '}
              <Ago at={hand.at} />
            </>
          )}
        </p>
      )}
      {manual === null ? null : (
        <div className="flex gap-2">
          <Button size="small" icon="edit" onClick={() => manual.write(draft)}>
            {t('manual.edit')}
          </Button>
          <Button size="small" icon="trash" onClick={() => manual.remove(draft)}>
            {t('manual.remove')}
          </Button>
        </div>
      )}
    </section>
  );
}
