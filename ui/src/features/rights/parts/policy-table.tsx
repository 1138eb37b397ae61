// Policies, one a row: whether each gives or takes, what, from whom, of which assets, until when.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, DataTable, IconButton, StateChip, useFormat, useKindName } from '../../../kit';
import type { Column } from '../../../kit';
import { hasEnded, isAboutAll } from '../policy';
import type { Policy } from '../policy';

interface Props {
  readonly policies: readonly Policy[];
  /** The one that is being turned on or off. */
  readonly switching: string | null;
  readonly onOpen: (id: string) => void;
  readonly onSwitch: (policy: Policy) => void;
  readonly onDelete: (policy: Policy) => void;
}

/** Whom and what a policy is about, in one line each. */
function useWords() {
  const { t } = useTranslation('rights');
  const kindName = useKindName();
  const list = (names: readonly string[]) => names.join(t('separator'));
  return {
    permissions: (policy: Policy) => list(policy.permissions.map((permission) => t(`permission.${permission}`))),
    whom: (policy: Policy) => list(policy.subjects.map(({ kind, name }) => (name ? t('subject.named', { kind: t(`subject.one.${kind}`), name }) : t('subject.EVERYONE')))),
    what(policy: Policy): string {
      if (isAboutAll(policy)) return t('policy.everything');
      const gone = policy.assetIds.length - policy.assets.length + policy.sourceIds.length - policy.sources.length;
      return list([
        ...policy.assets.map((asset) => asset.fullName),
        ...policy.sources.map((source) => source.name),
        ...policy.kinds.map(kindName),
        ...(policy.condition ? [policy.condition] : []),
        ...(gone > 0 ? [t('policy.gone', { count: gone })] : []),
      ]);
    },
  };
}

export function PolicyTable({ policies, switching, onOpen, onSwitch, onDelete }: Props) {
  const { t } = useTranslation('rights');
  const format = useFormat();
  const words = useWords();
  const cut = (text: string) => (
    <span className="truncate" title={text}>
      {text}
    </span>
  );
  const columns: Column<Policy>[] = [
    { id: 'effect', title: t('policy.effect'), width: '124px', cell: (policy) => <StateChip state={policy.effect === 'ALLOW' ? 'good' : policy.effect === 'DENY' ? 'bad' : 'warn'}>{t(`effect.${policy.effect}`)}</StateChip> },
    {
      id: 'name',
      title: t('name'),
      width: 'minmax(120px, 1fr)',
      cell: (policy) => (
        <button type="button" onClick={() => onOpen(policy.id)} className="min-h-6 truncate font-medium hover:text-brand hover:underline" title={policy.description || policy.name}>
          {policy.name}
        </button>
      ),
    },
    { id: 'permissions', title: t('policy.permissions'), width: 'minmax(80px, 0.7fr)', cell: (policy) => cut(words.permissions(policy)) },
    { id: 'whom', title: t('policy.whom'), width: 'minmax(120px, 1fr)', cell: (policy) => cut(words.whom(policy)) },
    { id: 'what', title: t('policy.what'), width: 'minmax(160px, 2fr)', cell: (policy) => cut(words.what(policy)) },
    { id: 'until', title: t('policy.until'), width: '130px', cell: (policy) => (policy.until ? cut(format.dateTime(policy.until)) : <span className="text-muted">{t('policy.forever')}</span>) },
    { id: 'state', title: t('policy.state'), width: '110px', cell: (policy) => <State policy={policy} /> },
    {
      id: 'actions',
      title: t('actions'),
      width: '170px',
      align: 'right',
      cell: (policy) => (
        <>
          <Button size="small" tone="quiet" isBusy={switching === policy.id} onClick={() => onSwitch(policy)} aria-label={t(policy.isEnabled ? 'policy.disableOne' : 'policy.enableOne', { name: policy.name })}>
            {t(policy.isEnabled ? 'policy.disable' : 'policy.enable')}
          </Button>
          <IconButton icon="edit" label={t('policy.change', { name: policy.name })} onClick={() => onOpen(policy.id)} className="size-7" />
          <IconButton icon="trash" label={t('deleteOne', { name: policy.name })} onClick={() => onDelete(policy)} className="size-7" />
        </>
      ),
    },
  ];
  return <DataTable label={t('policy.title')} columns={columns} rows={policies} rowKey={(policy) => policy.id} />;
}

function State({ policy }: { readonly policy: Policy }) {
  const { t } = useTranslation('rights');
  const [now] = useState(Date.now);
  if (!policy.isEnabled) return <StateChip state="unknown">{t('policy.off')}</StateChip>;
  if (hasEnded(policy, now)) return <StateChip state="unknown">{t('policy.ended')}</StateChip>;
  return <StateChip state="active">{t('policy.on')}</StateChip>;
}
