// Follows an asset with everything inside of it, or mutes it; mounted on the asset's page.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ask, asApiError, gql } from '../../app/gql';
import { Button, Menu, toast } from '../../kit';
import { FollowDoc, FollowingDoc, UnfollowDoc } from './queries';

export function FollowButton({ assetId }: { readonly assetId: string }) {
  const { t } = useTranslation('notify');
  const client = useQueryClient();
  const what = { asset: assetId };
  const answer = useQuery(ask(FollowingDoc, { what }));
  const change = useMutation({
    mutationFn: async (to: 'follow' | 'mute' | 'nothing') => {
      if (to === 'nothing') await gql(UnfollowDoc, { what });
      else await gql(FollowDoc, { what, options: { isMuted: to === 'mute' } });
      return to;
    },
    onSuccess: (to) => toast('good', t(to === 'follow' ? 'follow.on' : to === 'mute' ? 'follow.muted' : 'follow.off')),
    onError: (error) => toast('bad', asApiError(error).message),
    onSettled: () => void client.invalidateQueries({ queryKey: ['Following'] }),
  });
  if (!answer.isSuccess) return null;
  const following = answer.data.following;
  const label = following ? (following.isMuted ? t('follow.isMuted') : t('follow.isOn')) : t('follow.do');
  return (
    <Menu
      trigger={
        <Button tone="quiet" icon="view" isBusy={change.isPending} aria-pressed={following ? !following.isMuted : false}>
          {label}
        </Button>
      }
      entries={[
        ...(following && !following.isMuted ? [] : [{ label: t('follow.all'), icon: 'view', run: () => change.mutate('follow') }]),
        ...(following?.isMuted ? [] : [{ label: t('follow.mute'), icon: 'pause', run: () => change.mutate('mute') }]),
        ...(following ? [{ label: t(following.isMuted ? 'settings.unmute' : 'settings.stop'), icon: 'close', run: () => change.mutate('nothing') }] : []),
      ]}
    />
  );
}
