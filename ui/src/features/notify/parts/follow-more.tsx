// Follows what has no page of its own with a button: kinds of events, tags, owners, domains.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import type { EventKind, FollowInput } from '../../../gql/types';
import { Button, Checkbox, Dialog, Field, Refusal, Select, TextField, toast } from '../../../kit';
import { useServerLocale } from '../inbox.page';
import { EventKindsDoc, FollowDoc } from '../queries';

const SORTS = ['kind', 'tag', 'owner', 'domain'] as const;
type Sort = (typeof SORTS)[number];

function inputOf(sort: Sort, kind: EventKind, name: string): FollowInput {
  switch (sort) {
    case 'kind':
      return { kind };
    case 'tag':
      return { tag: name };
    case 'owner':
      return { owner: name };
    default:
      return { domain: name };
  }
}

export function FollowMore() {
  const { t } = useTranslation('notify');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" icon="plus" onClick={() => setOpen(true)}>
        {t('settings.more')}
      </Button>
      {isOpen ? <FollowDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function FollowDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('notify');
  const client = useQueryClient();
  const locale = useServerLocale();
  const [sort, setSort] = useState<Sort>('kind');
  const [kind, setKind] = useState<EventKind>('ASSET_SCHEMA_CHANGED');
  const [name, setName] = useState('');
  const [byMail, setByMail] = useState(true);
  const kinds = useQuery(ask(EventKindsDoc, { locale })).data?.eventKinds.filter((one) => one.canBeFollowed) ?? [];
  const follow = useMutation({
    mutationFn: () => gql(FollowDoc, { what: inputOf(sort, kind, name.trim()), options: { byMail } }),
    onSuccess() {
      void client.invalidateQueries({ queryKey: ['Followed'] });
      toast('good', t('follow.on'));
      onClose();
    },
  });
  return (
    <Dialog isOpen onClose={onClose} title={t('settings.more')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          follow.mutate();
        }}
      >
        <Field label={t('settings.what')}>{({ id }) => <Select id={id} label={t('settings.what')} value={sort} options={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))} onChange={setSort} />}</Field>
        {sort === 'kind' ? (
          <Field label={t('sort.kind')}>{({ id }) => <Select id={id} label={t('sort.kind')} value={kind} options={kinds.map((one) => ({ value: one.kind, label: one.title }))} onChange={setKind} />}</Field>
        ) : (
          <TextField label={t(`sort.${sort}`)} hint={sort === 'owner' ? t('settings.ownerHint') : undefined} value={name} onChange={setName} required autoComplete="off" />
        )}
        <Checkbox label={t('settings.byMail')} checked={byMail} onChange={setByMail} />
        <Refusal error={follow.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" tone="primary" isBusy={follow.isPending} disabled={sort !== 'kind' && name.trim() === ''}>
            {t('follow.do')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
