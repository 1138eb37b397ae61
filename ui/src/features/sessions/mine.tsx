// Where the reader is signed in, and a way out of all other places at once.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import { Button, Confirm, Refusal, toast } from '../../kit';
import { Sessions } from './list';
import { EndOtherSessionsDoc } from './queries';

export function MySessions() {
  const { t } = useTranslation('sessions');
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const end = useMutation({
    mutationFn: () => gql(EndOtherSessionsDoc, {}),
    onSuccess({ endSessions }) {
      setAsked(false);
      toast('good', t('endedOthers', { count: endSessions }));
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ['Sessions'] }),
  });
  return (
    <section aria-labelledby="my-sessions" className="mt-6 flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="my-sessions" className="text-16 font-semibold">
          {t('mine')}
        </h2>
        <Button size="small" tone="danger" onClick={() => setAsked(true)}>
          {t('endOthers')}
        </Button>
      </div>
      <Sessions everybody={false} />
      <Confirm
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t('askOthers')}
        text={t('askText')}
        action={t('endOthers')}
        isBusy={end.isPending}
        error={<Refusal error={end.error} />}
        onConfirm={() => end.mutate()}
      />
    </section>
  );
}
