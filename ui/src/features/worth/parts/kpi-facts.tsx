// What a KPI is: its metric, assets, period and people.
import { useTranslation } from 'react-i18next';
import { Ago, Card, useFormat } from '../../../kit';
import type { OneKpi } from '../kpi.page';
import { useDay, useValue } from '../words';

export function KpiFacts({ kpi }: { readonly kpi: OneKpi }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const show = useValue();
  const day = useDay();
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    ['metric', t(`metric.${kpi.metric}`)],
    ['formula', kpi.formula ? <code key="formula" className="font-mono text-12">{kpi.formula}</code> : null],
    ['scope', kpi.scope === '' ? t('fact.all') : <code key="scope" className="font-mono text-12">{kpi.scope}</code>],
    ['direction', t(`direction.${kpi.direction}`)],
    ['days', kpi.days == null ? null : format.number(kpi.days)],
    ['baseline', kpi.baseline == null ? null : show(kpi, kpi.baseline)],
    ['baselineCost', kpi.baselineCost != null && kpi.currency ? t('aMonth', { money: format.money(kpi.baselineCost, kpi.currency) }) : null],
    ['target', show(kpi, kpi.target)],
    ['period', t('fact.fromTo', { from: day(kpi.from), until: day(kpi.until) })],
    ['owner', kpi.owner?.replace(/^team:/, '') ?? null],
    ['seen', kpi.team ?? kpi.domain ?? t('fact.everybody')],
  ];
  return (
    <Card title={t('fact.title')}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-13">
        {rows
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{t(`fact.${name}`)}</dt>
              <dd className="wrap-anywhere">{value}</dd>
            </div>
          ))}
      </dl>
      <p className="mt-3 border-t border-line pt-2 text-12 text-muted">
        {t('fact.changed', { name: kpi.changedBy })} <Ago at={kpi.changedAt} />
      </p>
    </Card>
  );
}
