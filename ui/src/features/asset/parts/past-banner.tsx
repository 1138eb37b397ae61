// Says plainly that the page shows the past, and leads back to now.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Button, Icon, useFormat } from '../../../kit';

const route = getRouteApi('/shell/a/$id');

export function PastBanner({ at }: { readonly at: string }) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  const navigate = useNavigate();
  const { id } = route.useParams();
  const { tab } = route.useSearch();
  const isNumber = /^\d+$/.test(at);
  const isTime = !isNumber && !Number.isNaN(new Date(at).getTime());
  return (
    <div role="status" className="sticky top-12 z-20 mb-4 flex flex-wrap items-center gap-3 border border-l-3 border-warn bg-warn-soft px-4 py-2 text-13">
      <Icon name="history" className="text-warn" />
      <p className="flex-1">
        {isNumber ? t('past.change', { number: format.number(Number(at)) }) : isTime ? t('past.time', { time: format.dateTime(at) }) : t('past.invalid')} {t('past.readOnly')}
      </p>
      <Button size="small" icon="undo" onClick={() => void navigate({ to: '/a/$id', params: { id }, search: tab ? { tab } : {} })}>
        {t('past.now')}
      </Button>
    </div>
  );
}
