// How much in the reader's inbox is unread, and the way there.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Icon } from '../kit/icon/icon';
import { useRefreshOnChange } from './events';
import { ask } from './gql';
import { UnreadCountDoc } from './queries';
import { useMay } from './session';

/** How often it is asked when nothing changes in the catalog: other things are told, too. */
const PAUSE_MS = 60_000;
/** The server counts no further. */
const MOST = 100;

export function Bell() {
  const may = useMay();
  return may('READ_CATALOG') ? <Counted /> : null;
}

function Counted() {
  const { t } = useTranslation('app');
  const query = useQuery({ ...ask(UnreadCountDoc, {}), refetchInterval: PAUSE_MS });
  useRefreshOnChange(true, () => void query.refetch());
  const count = query.data?.unreadCount ?? 0;
  const shown = count >= MOST ? '99+' : String(count);
  const label = count > 0 ? t('inbox.unread', { shown }) : t('inbox.label');
  return (
    <Link to="/inbox" aria-label={label} title={label} className="relative inline-flex size-8 items-center justify-center rounded-control text-muted hover:bg-sunken hover:text-ink">
      <Icon name="bell" />
      {count > 0 ? (
        <span aria-hidden className="absolute top-0 right-0 rounded-full bg-brand px-1 text-12 leading-4 font-semibold text-on-brand tabular-nums">
          {shown}
        </span>
      ) : null}
    </Link>
  );
}
