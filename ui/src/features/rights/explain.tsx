// Who may what with one asset, and why: the reasons of the decision in words, each policy a way to it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import type { AssetPermission, ExplainQuery } from '../../gql/types';
import { Dialog, Field, Refusal, Select, Skeleton, StateChip } from '../../kit';
import { PersonPicker } from './parts/person-picker';
import { PERMISSIONS } from './policy';
import { ExplainDoc } from './queries';
import { useRoleName } from './role-name';

interface Props {
  readonly asset: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

type Verdict = ExplainQuery['explainAccess'];

export function ExplainDialog({ asset, onClose }: Props) {
  const { t } = useTranslation('rights');
  const [user, setUser] = useState<string | null>(null);
  const [permission, setPermission] = useState<AssetPermission>('VIEW');
  const answer = useQuery({ ...ask(ExplainDoc, { asset: asset.id, user, permission }), staleTime: 0, retry: false });
  return (
    <Dialog isOpen onClose={onClose} title={t('explain.title', { name: asset.name })} text={t('explain.text')}>
      <div className="flex flex-col gap-3">
        <PersonPicker layout="inline" label={t('explain.person')} value="" onChoose={setUser} />
        <Field label={t('policy.permissions')}>
          {({ id }) => <Select id={id} label={t('policy.permissions')} value={permission} options={PERMISSIONS.map((value) => ({ value, label: t(`permission.${value}`) }))} onChange={setPermission} />}
        </Field>
        <div aria-live="polite" className="min-h-24 border-t border-line pt-3">
          {answer.isPending ? <Skeleton lines={3} /> : null}
          <Refusal error={answer.error} />
          {answer.data ? <Reasons who={user} permission={permission} verdict={answer.data.explainAccess} /> : null}
        </div>
      </div>
    </Dialog>
  );
}

function Reasons({ who, permission, verdict }: { readonly who: string | null; readonly permission: AssetPermission; readonly verdict: Verdict }) {
  const { t } = useTranslation('rights');
  const [first, ...others] = verdict.reasons;
  return (
    <>
      <p className="flex flex-wrap items-center gap-2 text-14 font-medium">
        <StateChip state={verdict.may ? 'good' : 'bad'}>{t(verdict.may ? 'explain.may' : 'explain.mayNot')}</StateChip>
        {t('explain.verdict', { name: who ?? t('explain.you'), permission: t(`permission.${permission}`) })}
      </p>
      {first ? (
        <p className="mt-1.5 text-13">
          <ReasonText reason={first} />
        </p>
      ) : null}
      {others.length > 0 ? (
        <>
          <p className="mt-2.5 text-12 text-muted">{t('explain.also')}</p>
          <ul className="text-13 text-muted">
            {others.map((reason) => (
              <li key={`${reason.kind} ${reason.policy ?? reason.name ?? ''}`}>
                <ReasonText reason={reason} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}

const BUILTIN = ['member', 'viewer', 'editor', 'admin'];

function ReasonText({ reason }: { readonly reason: Verdict['reasons'][number] }) {
  const { t } = useTranslation('rights');
  const nameOf = useRoleName();
  const name = reason.name ?? '';
  if (reason.kind !== 'POLICY' || !reason.policy) return t(`reason.${reason.kind}`, { name: nameOf({ name, isBuiltin: BUILTIN.includes(name) }) });
  return (
    <>
      {t('reason.POLICY')}{' '}
      <Link to="/admin/policies" search={{ policy: reason.policy }} className="text-brand underline underline-offset-2">
        {name}
      </Link>
    </>
  );
}
