// What breaks if something changes that has not changed yet: columns that are
// chosen, or a script that is pasted. Nothing is written.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import type { WhatIfInput } from '../../gql/types';
import { Empty, Failure, Page as Frame, Skeleton, Tabs } from '../../kit';
import { complete } from './model';
import { ChooseColumns } from './parts/choose-columns';
import { PasteScript, type Script } from './parts/paste-script';
import { Result } from './parts/result';
import { whatIf } from './queries';
import { MODES, type WhatIfSearch } from './routes';

const route = getRouteApi('/shell/what-if');
/** A longer script is not kept in the address, which servers cut off. */
const MOST_IN_ADDRESS = 4000;
/** The most items of an answer. */
const LIMIT = 1000;

export function Page() {
  const { t } = useTranslation('whatif');
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/what-if' });
  const mode = search.mode ?? 'columns';
  const [script, setScript] = useState<Script>(() => ({ sql: search.sql ?? '', dialect: search.dialect ?? 'postgres', namespace: search.namespace ?? '', within: search.within ?? '' }));
  const go = (next: WhatIfSearch) => void navigate({ search: (before) => ({ ...before, ...next }) });
  const check = (given: Script) => {
    setScript(given);
    const isKept = given.sql.length <= MOST_IN_ADDRESS;
    go({ sql: isKept ? given.sql : undefined, dialect: given.dialect, namespace: given.namespace || undefined, within: given.within || undefined });
  };
  const input = inputOf(mode, search, script);
  return (
    <Frame title={t('title')} lead={t('lead')}>
      <Tabs label={t('how')} value={mode} tabs={MODES.map((id) => ({ id, label: t(`mode.${id}`) }))} onChange={(next) => go({ mode: next === 'columns' ? undefined : 'ddl' })}>
        {mode === 'columns' ? (
          <ChooseColumns asset={search.asset} changes={search.changes ?? []} onAsset={(asset) => go({ asset })} onChanges={(changes) => go({ changes: changes.length === 0 ? undefined : changes })} />
        ) : (
          <PasteScript first={script} onCheck={check} />
        )}
      </Tabs>
      <div className="mt-4">{input === null ? <Empty icon="branch" title={t(`empty.${mode}`)} text={t('empty.text')} /> : <Answer input={input} />}</div>
    </Frame>
  );
}

/** What is asked; null while nothing is proposed. */
function inputOf(mode: 'columns' | 'ddl', { changes = [] }: WhatIfSearch, { sql, dialect, namespace, within }: Script): WhatIfInput | null {
  if (mode === 'ddl') {
    if (sql.trim() === '') return null;
    const defaultPath = within.split('.').map((part) => part.trim()).filter((part) => part !== '');
    return { limit: LIMIT, proposal: { ddl: { sql, dialect, ...(namespace.trim() === '' ? {} : { namespace: namespace.trim() }), ...(defaultPath.length === 0 ? {} : { defaultPath }) } } };
  }
  const told = complete(changes);
  if (told.length === 0) return null;
  return { limit: LIMIT, proposal: { columns: told.map(({ column, type, name }) => ({ name: column, ...(type === undefined ? {} : { dataType: type }), ...(name === undefined ? {} : { renameTo: name }) })) } };
}

function Answer({ input }: { readonly input: WhatIfInput }) {
  const answer = useQuery({ ...ask(whatIf, { input }), placeholderData: (before) => before });
  if (answer.isPending) return <Skeleton lines={6} />;
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  return <Result answer={answer.data.whatIf} isOld={answer.isPlaceholderData} />;
}
