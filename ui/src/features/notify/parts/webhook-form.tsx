// Makes or changes a webhook or a chat. Its address and secret only go in: what is left empty stays.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, ask, gql } from '../../../app/gql';
import type { EventKind, Locale, Shape, WebhookFieldsFragment } from '../../../gql/types';
import { Button, Checkbox, Dialog, Field, Refusal, Select, TextField, toast } from '../../../kit';
import { useServerLocale } from '../inbox.page';
import { SHAPES, toggled } from '../model';
import { EventKindsDoc, SaveWebhookDoc, WebhookReadersDoc } from '../queries';
import { SecretDialog } from './secret-dialog';

const LOCALES: readonly Locale[] = ['EN', 'ZH'];
const FIELDS = ['name', 'url', 'secret'];

interface Props {
  /** The one to change; a new one when absent. */
  readonly webhook?: WebhookFieldsFragment;
  readonly onClose: () => void;
}

export function WebhookForm({ webhook, onClose }: Props) {
  const { t } = useTranslation('notify');
  const client = useQueryClient();
  const serverLocale = useServerLocale();
  const [name, setName] = useState(webhook?.name ?? '');
  const [shape, setShape] = useState<Shape>(webhook?.shape ?? 'CLOUD_EVENTS');
  const [url, setUrl] = useState('');
  const [given, setGiven] = useState('');
  const [kinds, setKinds] = useState<readonly EventKind[]>(webhook?.kinds ?? []);
  const [reader, setReader] = useState(webhook?.reader?.id ?? '');
  const [locale, setLocale] = useState<Locale>(webhook?.locale ?? serverLocale);
  const [made, setMade] = useState<string | null>(null);
  const all = useQuery(ask(EventKindsDoc, { locale: serverLocale })).data?.eventKinds ?? [];
  const readers = useQuery(ask(WebhookReadersDoc, {})).data?.webhookReaders ?? [];
  const known = webhook?.reader && !readers.some((one) => one.id === webhook.reader?.id) ? [webhook.reader, ...readers] : readers;
  const isChat = shape !== 'CLOUD_EVENTS';
  const save = useMutation({
    mutationFn: () =>
      gql(SaveWebhookDoc, {
        input: {
          ...(webhook ? { id: webhook.id } : { shape }),
          name: name.trim(),
          ...(url.trim() === '' ? {} : { url: url.trim() }),
          ...(isChat && given !== '' ? { secret: given } : {}),
          ...(reader === '' || reader === webhook?.reader?.id ? {} : { reader }),
          kinds: [...kinds],
          locale,
        },
      }),
    onSuccess({ saveWebhook }) {
      for (const key of ['Webhook', 'Webhooks']) void client.invalidateQueries({ queryKey: [key] });
      toast('good', t('saved'));
      if (saveWebhook.secret) setMade(saveWebhook.secret);
      else onClose();
    },
  });
  const field = save.error instanceof ApiError ? save.error.field : undefined;
  const errorOf = (wanted: string) => (field === wanted ? save.error?.message : undefined);
  if (made) return <SecretDialog secret={made} onClose={onClose} />;
  return (
    <Dialog isOpen onClose={onClose} shape="wide" title={t(webhook ? 'webhook.change' : 'webhook.new')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextField label={t('webhook.name')} value={name} onChange={setName} error={errorOf('name')} required autoComplete="off" />
        {webhook ? null : (
          <Field label={t('webhook.shape')} hint={t(`shapeText.${isChat ? 'chat' : 'CLOUD_EVENTS'}`)}>
            {({ id }) => <Select id={id} label={t('webhook.shape')} value={shape} options={SHAPES.map((value) => ({ value, label: t(`shape.${value}`) }))} onChange={setShape} />}
          </Field>
        )}
        <TextField label={t('webhook.address')} hint={t(webhook ? 'webhook.addressKept' : 'webhook.addressHint')} value={url} onChange={setUrl} error={errorOf('url')} required={!webhook} isMono autoComplete="off" spellCheck={false} />
        {isChat ? <TextField label={t('webhook.secret')} hint={t(webhook?.hasSecret ? 'webhook.secretKept' : 'webhook.secretHint')} type="password" value={given} onChange={setGiven} error={errorOf('secret')} autoComplete="new-password" /> : null}
        <Field label={t('webhook.reader')} hint={t('webhook.readerHint')} error={errorOf('reader')}>
          {({ id }) => <Select id={id} label={t('webhook.reader')} value={reader === '' ? (known[0]?.id ?? '') : reader} options={known.map((one) => ({ value: one.id, label: one.displayName }))} onChange={setReader} />}
        </Field>
        {isChat ? <Field label={t('settings.language')}>{({ id }) => <Select id={id} label={t('settings.language')} value={locale} options={LOCALES.map((value) => ({ value, label: t(`locale.${value}`) }))} onChange={setLocale} />}</Field> : null}
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 text-13 font-medium">{t('webhook.kinds')}</legend>
          <p className="mb-1 text-12 text-muted">{t('webhook.kindsHint')}</p>
          <div className="grid grid-cols-2 gap-x-4 max-sm:grid-cols-1">
            {all
              .filter((one) => one.kind !== 'WEBHOOK_TEST')
              .map((one) => (
                <Checkbox
                  key={one.kind}
                  label={one.title}
                  checked={kinds.includes(one.kind)}
                  onChange={(isOn) =>
                    setKinds(
                      toggled(
                        kinds,
                        one.kind,
                        isOn,
                        all.map((known) => known.kind),
                      ),
                    )
                  }
                />
              ))}
          </div>
        </fieldset>
        {field !== undefined && FIELDS.includes(field) ? null : <Refusal error={save.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" tone="primary" isBusy={save.isPending} disabled={name.trim() === '' || (!webhook && url.trim() === '')}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
