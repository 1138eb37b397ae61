// Where the reader is signed in, and a way out of all other places at once.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import { Button, Card, Confirm, Refusal, toast } from '../../kit';
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
    <Card
      isFlush
      title={t('mine')}
      action={
        <Button size="small" tone="danger" onClick={() => setAsked(true)}>
          {t('endOthers')}
        </Button>
      }
    >
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
    </Card>
  );
}
