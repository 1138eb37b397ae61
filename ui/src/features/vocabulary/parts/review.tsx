// The way of a term to being agreed upon: handed in, accepted or declined by somebody else.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { Button, Card, Refusal, StateChip, TextArea, toast } from '../../../kit';
import { statusState } from '../model';
import type { Entry } from '../model';
import { DeprecateTermDoc, ReviewTermDoc, SubmitTermDoc } from '../queries';

export function Review({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation('vocabulary');
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const act = useMutation({
    mutationFn: (what: 'submit' | 'accept' | 'decline' | 'deprecate'): Promise<unknown> => {
      if (what === 'submit') return gql(SubmitTermDoc, { id: entry.id });
      if (what === 'deprecate') return gql(DeprecateTermDoc, { id: entry.id });
      return gql(ReviewTermDoc, { id: entry.id, decision: what === 'accept' ? 'ACCEPT' : 'DECLINE', note: note.trim() || null });
    },
    async onSuccess(_, what) {
      toast('good', t(`review.done.${what}`));
      setNote('');
      await client.invalidateQueries();
    },
  });
  if (entry.details.__typename !== 'TermDetails') return null;
  const { status, reviewedBy, reviewNote, authors } = entry.details;
  const isReviewed = status === 'IN_REVIEW' && entry.governance.mayReview;
  return (
    <Card title={t('review.title')}>
      <div className="flex flex-col gap-3 text-13">
        <p className="flex flex-wrap items-center gap-2">
          <StateChip state={statusState(status)}>{t(`status.${status}`)}</StateChip>
          {authors.length > 0 ? <span className="text-muted">{t('review.authors', { names: authors.join(t('separator')) })}</span> : null}
          {reviewedBy ? <span className="text-muted">{t('review.by', { name: reviewedBy })}</span> : null}
        </p>
        {reviewNote ? <blockquote className="border-l-3 border-line pl-3 whitespace-pre-wrap text-muted">{reviewNote}</blockquote> : null}
        {isReviewed ? <TextArea label={t('review.note')} rows={2} value={note} onChange={setNote} /> : null}
        {status === 'IN_REVIEW' && !isReviewed ? <p className="text-muted">{t('review.waits')}</p> : null}
        <Refusal error={act.error} />
        <span className="flex flex-wrap gap-2">
          {status === 'DRAFT' && entry.mayEdit ? (
            <Button tone="primary" isBusy={act.isPending} onClick={() => act.mutate('submit')}>
              {t('review.submit')}
            </Button>
          ) : null}
          {isReviewed ? (
            <>
              <Button tone="primary" icon="check" isBusy={act.isPending} onClick={() => act.mutate('accept')}>
                {t('review.accept')}
              </Button>
              <Button icon="undo" isBusy={act.isPending} onClick={() => act.mutate('decline')}>
                {t('review.decline')}
              </Button>
            </>
          ) : null}
          {status === 'APPROVED' && entry.mayEdit ? (
            <Button tone="quiet" isBusy={act.isPending} onClick={() => act.mutate('deprecate')}>
              {t('review.deprecate')}
            </Button>
          ) : null}
        </span>
      </div>
    </Card>
  );
}
