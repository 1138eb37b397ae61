// An announcement as it shall be, about an asset or for everybody; and deleting one.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../../app/gql';
import type { AnnouncementLevel } from '../../../gql/types';
import { Button, Confirm, Dialog, Field, Refusal, Select, TextArea, TextField, toast, useLevelName } from '../../../kit';
import { announcementInput, draftOf, LEVELS } from '../model';
import type { Announcement, Draft } from '../model';
import { DeleteAnnouncementDoc, SaveAnnouncementDoc } from '../queries';

const MOST_TITLE = 200;
const MOST_BODY = 10_000;
const FORM = 'announcement';
const FIELDS = ['title', 'body', 'from', 'until'];

interface Props {
  /** What it is about; null for everybody. */
  readonly about: { readonly id: string; readonly displayName: string } | null | undefined;
  /** The one that is changed; null for a new one. */
  readonly announcement: Announcement | null;
  readonly onClose: () => void;
}

/** Asks anew for everything that shows announcements. */
function useRenewed() {
  const client = useQueryClient();
  return () => Promise.all(['AssetNews', 'Announcements', 'AnnouncementsForEverybody'].map((name) => client.invalidateQueries({ queryKey: [name] })));
}

export function AnnouncementDialog({ about, announcement, onClose }: Props) {
  const { t } = useTranslation('notices');
  const levelName = useLevelName();
  const renew = useRenewed();
  const [draft, setDraft] = useState<Draft>(() => draftOf(announcement));
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const input = announcementInput(draft, announcement, about?.id ?? null);
  const save = useMutation({
    mutationFn: () => (input ? gql(SaveAnnouncementDoc, { input }) : Promise.resolve(null)),
    async onSuccess() {
      toast('good', t('saved'));
      onClose();
      await renew();
    },
  });
  const refused = save.error ? asApiError(save.error) : null;
  const at = (name: string) => (refused?.field === name ? refused.message : undefined);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={announcement ? t('form.changeTitle') : about ? t('form.title', { name: about.displayName }) : t('form.everybodyTitle')}
      text={about ? t('form.text') : t('form.everybodyText')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form={FORM} isBusy={save.isPending} disabled={!input}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (input) save.mutate();
        }}
      >
        <TextField label={t('form.subject')} maxLength={MOST_TITLE} value={draft.title} onChange={(title) => change({ title })} error={at('title')} autoComplete="off" required />
        <Field label={t('form.level')} hint={about ? t(`form.levelHint.${draft.level}`) : undefined}>
          {({ id }) => <Select<AnnouncementLevel> id={id} label={t('form.level')} value={draft.level} options={LEVELS.map((value) => ({ value, label: levelName(value) }))} onChange={(level) => change({ level })} />}
        </Field>
        <TextArea label={t('form.body')} rows={5} maxLength={MOST_BODY} value={draft.body} onChange={(body) => change({ body })} error={at('body')} />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label={t('form.from')} hint={t('form.fromHint')} type="datetime-local" value={draft.from} onChange={(from) => change({ from })} error={at('from')} />
          <TextField label={t('form.until')} hint={t('form.untilHint')} type="datetime-local" value={draft.until} onChange={(until) => change({ until })} error={at('until')} />
        </div>
        <Refusal error={refused && FIELDS.includes(refused.field ?? '') ? null : save.error} />
      </form>
    </Dialog>
  );
}

export function DeleteAnnouncement({ announcement, onClose }: { readonly announcement: Announcement; readonly onClose: () => void }) {
  const { t } = useTranslation('notices');
  const renew = useRenewed();
  const remove = useMutation({
    mutationFn: () => gql(DeleteAnnouncementDoc, { id: announcement.id }),
    async onSuccess() {
      toast('good', t('deleted'));
      onClose();
      await renew();
    },
  });
  return <Confirm isOpen onClose={onClose} title={t('deleteTitle', { title: announcement.title })} text={t('deleteText')} action={t('deleteAction')} isBusy={remove.isPending} error={<Refusal error={remove.error} />} onConfirm={() => remove.mutate()} />;
}
