// Describes and tags one column without leaving the table.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import type { EditAssetInput } from '../../../gql/types';
import { Button, Dialog, Refusal, toast, TokenField } from '../../../kit';
import type { ColumnRow } from '../model';
import { EditColumnDoc } from '../queries';
import { MarkdownEditor } from './markdown-editor';

interface Props {
  readonly table: string;
  readonly column: ColumnRow;
  readonly onClose: () => void;
}

export function ColumnDialog({ table, column, onClose }: Props) {
  const { t } = useTranslation('asset');
  const client = useQueryClient();
  const before = column.tags.filter((tag) => tag.layer === 'CURATED').map((tag) => tag.name);
  const [text, setText] = useState(column.description ?? '');
  const [tags, setTags] = useState<string[]>(before);
  const input: EditAssetInput = {
    ...(text === (column.description ?? '') ? {} : { description: text.trim() === '' ? null : text }),
    ...(tags.join('\n') === before.join('\n') ? {} : { tags }),
  };
  const save = useMutation({
    mutationFn: () => gql(EditColumnDoc, { id: column.id, input: { ...input, expectedVersion: { major: column.version.major, minor: column.version.minor } } }),
    onSuccess() {
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'Columns' && (queryKey[1] as { id?: string } | undefined)?.id === table });
      toast('good', t('edit.saved'));
      onClose();
    },
  });
  const isChanged = Object.keys(input).length > 0;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('edit.title', { name: column.name })}
      actions={
        <>
          <Button onClick={onClose}>{t('edit.cancel')}</Button>
          <Button tone="primary" isBusy={save.isPending} disabled={!isChanged} onClick={() => save.mutate()}>
            {t('edit.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <MarkdownEditor label={t('description.label')} value={text} onChange={setText} onSave={() => isChanged && save.mutate()} />
        <TokenField label={t('edit.tags')} hint={t('edit.tagsHint')} values={tags} choices={[]} onChange={setTags} onSearch={() => undefined} isOpenEnded />
        <Refusal error={save.error} />
      </div>
    </Dialog>
  );
}
