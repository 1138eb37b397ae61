// How the pass rate went, of all checks and of each side of quality, over as many days as the address says.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { Card, Failure, LineChart, Select, Skeleton, useFormat } from '../../../kit';
import { QualityTrendDoc } from '../queries';
import { linesOf, type Span, spanOf, SPANS } from '../trend';

const route = getRouteApi('/shell/quality');
const USUAL: Span = 30;

export function TrendCard() {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const span: Span = route.useSearch().days ?? USUAL;
  const navigate = useNavigate({ from: '/quality' });
  const answer = useQuery({ ...ask(QualityTrendDoc, { days: span }), placeholderData: (before) => before });
  const days = answer.data?.qualityTrend ?? [];
  const lines = linesOf(days).map(({ dimension, points }) => ({ name: t(dimension ? `dimension.${dimension}` : 'trend.all'), points }));
  const [first, last] = [days[0]?.day, days.at(-1)?.day];
  const options = SPANS.map((value) => ({ value: String(value), label: t('trend.days', { shown: value }) }));
  const go = (next: string) => void navigate({ search: (before) => ({ ...before, days: next === String(USUAL) ? undefined : spanOf(next) }), replace: true });
  return (
    <Card title={t('trend.title')} action={<Select label={t('trend.span')} value={String(span)} options={options} onChange={go} />}>
      {answer.isPending ? <Skeleton lines={6} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && lines.length === 0 ? <p className="text-13 text-muted">{t('trend.none', { shown: span })}</p> : null}
      {lines.length > 0 ? (
        <LineChart label={t('trend.title')} lines={lines} days={first && last && first !== last ? [first, last] : undefined} isFromZero show={(value) => format.percent(value)} dayTitle={t('trend.day')} />
      ) : null}
      {lines.length > 0 ? <p className="mt-2 text-12 text-muted">{t('trend.note')}</p> : null}
    </Card>
  );
}
