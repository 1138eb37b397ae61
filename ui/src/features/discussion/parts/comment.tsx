// One thing that somebody said, with what its reader may do with it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import type { CommentRowFragment } from '../../../gql/types';
import { Ago, Button, Confirm, Refusal, SafeHtml } from '../../../kit';
import { DeleteCommentDoc, EditCommentDoc } from '../queries';
import { Composer } from './composer';

export function Comment({ comment }: { readonly comment: CommentRowFragment }) {
  const { t } = useTranslation('discussion');
  const client = useQueryClient();
  const [act, setAct] = useState<'edit' | 'delete' | null>(null);
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ['Comments'] });
    await client.invalidateQueries({ queryKey: ['Threads'] });
  };
  const remove = useMutation({
    mutationFn: () => gql(DeleteCommentDoc, { id: comment.id }),
    async onSuccess() {
      setAct(null);
      await refresh();
    },
  });
  const edit = async (body: string) => {
    await gql(EditCommentDoc, { id: comment.id, body });
    setAct(null);
    await refresh();
  };
  return (
    <article className="text-13" aria-label={t('by', { name: comment.author.displayName })}>
      <header className="flex flex-wrap items-center gap-2">
        <span className="font-semibold">{comment.author.displayName}</span>
        <span className="text-12 text-muted">
          <Ago at={comment.at} />
          {comment.editedAt && comment.bodyHtml ? ` · ${t('edited')}` : ''}
        </span>
        <span className="ml-auto flex gap-1">
          {comment.mayEdit && act !== 'edit' ? (
            <Button size="small" tone="quiet" onClick={() => setAct('edit')}>
              {t('edit')}
            </Button>
          ) : null}
          {comment.mayDelete ? (
            <Button size="small" tone="quiet" onClick={() => setAct('delete')}>
              {t('delete.action')}
            </Button>
          ) : null}
        </span>
      </header>
      {act === 'edit' ? (
        <Composer label={t('edit')} action={t('save')} initial={comment.body ?? ''} onSend={edit} onCancel={() => setAct(null)} />
      ) : comment.bodyHtml ? (
        <SafeHtml html={comment.bodyHtml} />
      ) : (
        <p className="text-muted italic">{t('deleted')}</p>
      )}
      <Confirm
        isOpen={act === 'delete'}
        onClose={() => setAct(null)}
        title={t('delete.title')}
        text={t('delete.text')}
        action={t('delete.action')}
        isBusy={remove.isPending}
        error={<Refusal error={remove.error} />}
        onConfirm={() => remove.mutate()}
      />
    </article>
  );
}
