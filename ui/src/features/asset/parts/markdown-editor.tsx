// A description in Markdown: a text field, and the server's own rendering of it.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { Button, Failure, SafeHtml, Skeleton, TextArea } from '../../../kit';
import { PreviewDoc } from '../queries';

function Preview({ text }: { readonly text: string }) {
  const { t } = useTranslation('asset');
  const query = useQuery({ ...ask(PreviewDoc, { text }), enabled: text.trim() !== '' });
  if (text.trim() === '') return <p className="text-13 text-muted">{t('markdown.empty')}</p>;
  if (query.isPending) return <Skeleton lines={3} />;
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return <SafeHtml html={query.data.renderMarkdown} />;
}

interface Props {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onSave: () => void;
}

export function MarkdownEditor({ label, hint, value, onChange, onSave }: Props) {
  const { t } = useTranslation('asset');
  const [isPreview, setPreview] = useState(false);
  return (
    <div className="flex flex-col gap-1">
      {isPreview ? (
        <>
          <p className="text-13 font-medium">{label}</p>
          <div className="min-h-36 rounded-control border border-line bg-surface p-3">
            <Preview text={value} />
          </div>
        </>
      ) : (
        <TextArea
          label={label}
          hint={hint ?? t('markdown.hint')}
          value={value}
          rows={7}
          autoFocus
          onChange={onChange}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !event.nativeEvent.isComposing) {
              event.preventDefault();
              onSave();
            }
          }}
        />
      )}
      <div>
        <Button tone="quiet" size="small" icon={isPreview ? 'edit' : 'view'} onClick={() => setPreview(!isPreview)}>
          {isPreview ? t('markdown.write') : t('markdown.preview')}
        </Button>
      </div>
    </div>
  );
}
