// Writing something: a text in Markdown, sent by its button or Ctrl/⌘ + Enter. What is refused stays to be mended.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Refusal, TextArea } from '../../../kit';

interface Props {
  readonly label: string;
  readonly action: string;
  readonly initial?: string;
  readonly onSend: (body: string) => Promise<void>;
  readonly onCancel?: () => void;
}

export function Composer({ label, action, initial = '', onSend, onCancel }: Props) {
  const { t } = useTranslation('discussion');
  const [body, setBody] = useState(initial);
  const send = useMutation({ mutationFn: () => onSend(body.trim()), onSuccess: () => setBody(initial) });
  const isReady = body.trim() !== '' && !send.isPending;
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) send.mutate();
      }}
    >
      <TextArea
        label={label}
        hint={t('hint')}
        rows={3}
        value={body}
        onChange={setBody}
        maxLength={10_000}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && isReady) send.mutate();
        }}
      />
      <Refusal error={send.error} />
      <div className="flex gap-2">
        <Button type="submit" tone="primary" isBusy={send.isPending} disabled={!isReady}>
          {action}
        </Button>
        {onCancel ? <Button onClick={onCancel}>{t('cancel')}</Button> : null}
      </div>
    </form>
  );
}
