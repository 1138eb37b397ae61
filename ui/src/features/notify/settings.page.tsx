// What somebody follows, and how mail tells.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask, asApiError, gql } from '../../app/gql';
import { assetPage, sourcePage } from '../../app/places';
import type { FollowedQuery, FollowInput, Locale, MailPace } from '../../gql/types';
import { Button, Card, Empty, Failure, Field, KindIcon, Page as Frame, Select, Skeleton, TagChip, toast } from '../../kit';
import { useServerLocale } from './inbox.page';
import { FollowMore } from './parts/follow-more';
import { ChooseMailDoc, EventKindsDoc, FollowedDoc, MailChoiceDoc, UnfollowDoc } from './queries';

const PAGE_SIZE = 100;
const PACES: readonly MailPace[] = ['AS_IT_HAPPENS', 'DAILY', 'NEVER'];
const LOCALES: readonly Locale[] = ['EN', 'ZH'];

type Following = FollowedQuery['followed']['nodes'][number];

/** What the server calls what is followed. */
function inputOf(one: Following): FollowInput | null {
  if (one.assetId) return { asset: one.assetId };
  if (one.owner) return { owner: one.owner };
  if (one.domain) return { domain: one.domain };
  if (one.tag) return { tag: one.tag };
  if (one.kind) return { kind: one.kind };
  return one.source ? { source: one.source } : null;
}

function Name({ one }: { readonly one: Following }) {
  const { t } = useTranslation('notify');
  const locale = useServerLocale();
  const titles = useQuery(ask(EventKindsDoc, { locale })).data?.eventKinds;
  if (one.asset) {
    return (
      <Link to={assetPage(one.asset.id)} className="inline-flex min-w-0 items-center gap-2 hover:underline">
        <KindIcon kind={one.asset.kind} />
        <span className="truncate font-medium">{one.asset.fullName}</span>
      </Link>
    );
  }
  if (one.assetId) return <span className="text-muted">{t('settings.hidden')}</span>;
  if (one.source) {
    return (
      <Link to={sourcePage(one.source)} className="hover:underline">
        {t('settings.source')}
      </Link>
    );
  }
  if (one.kind) return <span>{t('settings.every', { kind: titles?.find((found) => found.kind === one.kind)?.title ?? one.kind })}</span>;
  if (one.owner) return <span>{t('settings.owner', { name: one.owner })}</span>;
  return <span>{one.domain ? t('settings.domain', { name: one.domain }) : t('settings.tag', { name: one.tag })}</span>;
}

function Followed() {
  const { t } = useTranslation('notify');
  const client = useQueryClient();
  const answer = useInfiniteQuery({
    queryKey: ['Followed'],
    queryFn: ({ pageParam, signal }) => gql(FollowedDoc, { first: PAGE_SIZE, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.followed.pageInfo.hasNextPage ? (last.followed.pageInfo.endCursor ?? null) : null),
  });
  const stop = useMutation({
    mutationFn: (what: FollowInput) => gql(UnfollowDoc, { what }),
    onSuccess: () => toast('good', t('settings.stopped')),
    onError: (error) => toast('bad', asApiError(error).message),
    onSettled: () => void client.invalidateQueries({ queryKey: ['Followed'] }),
  });
  const rows = answer.data?.pages.flatMap((part) => part.followed.nodes) ?? [];
  return (
    <Card title={t('settings.followed')} action={<FollowMore />} isFlush>
      {answer.isPending ? <Skeleton shape="rows" lines={4} /> : null}
      {answer.isError && rows.length === 0 ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && rows.length === 0 ? <Empty icon="view" title={t('settings.none')} text={t('settings.noneText')} /> : null}
      <ul className="divide-y divide-line">
        {rows.map((one) => {
          const what = inputOf(one);
          return (
            <li key={one.id} className="flex flex-wrap items-center gap-2 px-4 py-2 text-13">
              <span className="min-w-0 flex-1 wrap-anywhere">
                <Name one={one} />
              </span>
              {one.isMuted ? <TagChip>{t('settings.muted')}</TagChip> : null}
              {!one.isMuted && !one.byMail ? <TagChip>{t('settings.noMail')}</TagChip> : null}
              {what ? (
                <Button size="small" tone="quiet" onClick={() => stop.mutate(what)}>
                  {t(one.isMuted ? 'settings.unmute' : 'settings.stop')}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
      {answer.hasNextPage ? (
        <div className="py-3 text-center">
          <Button isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function Mail() {
  const { t } = useTranslation('notify');
  const client = useQueryClient();
  const answer = useQuery(ask(MailChoiceDoc, {}));
  const choose = useMutation({
    mutationFn: (choice: { pace: MailPace; locale: Locale }) => gql(ChooseMailDoc, choice),
    onSuccess: () => toast('good', t('settings.saved')),
    onError: (error) => toast('bad', asApiError(error).message),
    onSettled: () => void client.invalidateQueries({ queryKey: ['MailChoice'] }),
  });
  if (answer.isPending) return <Skeleton lines={3} />;
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  const { pace, locale, isAvailable, trouble } = answer.data.mailChoice;
  return (
    <Card title={t('settings.mail')}>
      {isAvailable ? null : <p className="mb-3 text-13 text-muted">{t('settings.noServer')}</p>}
      <div className="flex flex-wrap gap-4">
        <Field label={t('settings.pace')}>
          {({ id }) => <Select id={id} label={t('settings.pace')} value={pace} options={PACES.map((value) => ({ value, label: t(`pace.${value}`) }))} onChange={(value) => choose.mutate({ pace: value, locale })} />}
        </Field>
        <Field label={t('settings.language')}>
          {({ id }) => <Select id={id} label={t('settings.language')} value={locale} options={LOCALES.map((value) => ({ value, label: t(`locale.${value}`) }))} onChange={(value) => choose.mutate({ pace, locale: value })} />}
        </Field>
      </div>
      {trouble ? <p className="mt-3 text-13 text-bad">{t('settings.trouble', { text: trouble })}</p> : null}
    </Card>
  );
}

export function Page() {
  const { t } = useTranslation('notify');
  return (
    <Frame title={t('settings.title')} lead={t('settings.lead')} width="form">
      <div className="flex flex-col gap-4">
        <Followed />
        <Mail />
      </div>
    </Frame>
  );
}
