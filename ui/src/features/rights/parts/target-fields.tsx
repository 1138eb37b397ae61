// Which assets a policy is about: places with everything in them, sources, kinds, and a condition.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { useMay } from '../../../app/session';
import { usePaused } from '../../../app/suggestions';
import { INPUT, Field, TokenField, useKindName } from '../../../kit';
import type { AssetKind } from '../../../gql/types';
import { ASSET_KINDS } from '../policy';
import type { Draft, Policy } from '../policy';
import { PlacesDoc, SourceNamesDoc } from '../queries';

interface Props {
  readonly draft: Draft;
  /** The policy as it is, which tells what its places are called. */
  readonly policy: Policy | null;
  readonly errorOf: (field: string) => string | undefined;
  readonly onChange: (part: Partial<Draft>) => void;
}

export function TargetFields({ draft, policy, errorOf, onChange }: Props) {
  const { t } = useTranslation('rights');
  const kindName = useKindName();
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 text-13 font-medium">{t('policy.what')}</legend>
      <p className="text-12 text-muted">{t('policy.whatHint')}</p>
      <Places draft={draft} policy={policy} error={errorOf('assets')} onChange={onChange} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Sources draft={draft} policy={policy} error={errorOf('sources')} onChange={onChange} />
        <TokenField
          label={t('policy.kinds')}
          values={draft.kinds}
          choices={ASSET_KINDS.map((kind) => ({ value: kind, label: kindName(kind) }))}
          onChange={(kinds) => onChange({ kinds: kinds as AssetKind[] })}
          onSearch={() => undefined}
          error={errorOf('kinds')}
        />
      </div>
      <Field label={t('policy.condition')} hint={t('policy.conditionHint')} error={errorOf('condition')}>
        {({ id, describedBy, isInvalid }) => (
          <input
            id={id}
            aria-describedby={describedBy}
            aria-invalid={isInvalid}
            value={draft.condition}
            onChange={(event) => onChange({ condition: event.target.value })}
            spellCheck={false}
            autoComplete="off"
            className={`${INPUT} h-8 font-mono text-13`}
          />
        )}
      </Field>
    </fieldset>
  );
}

interface PartProps {
  readonly draft: Draft;
  readonly policy: Policy | null;
  readonly error: string | undefined;
  readonly onChange: (part: Partial<Draft>) => void;
}

function Places({ draft, policy, error, onChange }: PartProps) {
  const { t } = useTranslation('rights');
  const kindName = useKindName();
  const [search, setSearch] = useState('');
  // What was chosen keeps its name when the search goes on.
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(() => new Map(policy?.assets.map((asset) => [asset.id, asset.fullName])));
  const wanted = usePaused(search.trim());
  const found = useQuery({ ...ask(PlacesDoc, { text: wanted }), enabled: wanted !== '', placeholderData: (before) => before });
  const hits = wanted === '' ? [] : (found.data?.suggest ?? []);
  return (
    <TokenField
      label={t('policy.places')}
      hint={t('policy.placesHint')}
      values={draft.assets}
      choices={hits.map((hit) => ({ value: hit.id, label: `${hit.fullName} · ${kindName(hit.kind)}` }))}
      nameOf={(id) => seen.get(id) ?? t('policy.gonePlace')}
      onChange={(assets) => {
        setSeen(new Map([...seen, ...hits.map((hit) => [hit.id, hit.fullName] as const)]));
        onChange({ assets });
      }}
      onSearch={setSearch}
      isSearched
      error={error}
    />
  );
}

function Sources({ draft, policy, error, onChange }: PartProps) {
  const { t } = useTranslation('rights');
  const may = useMay();
  const known = useQuery({ ...ask(SourceNamesDoc, {}), enabled: may('READ_SOURCES') });
  const names = new Map(policy?.sources.map((source) => [source.id, source.name]));
  return (
    <TokenField
      label={t('policy.sources')}
      values={draft.sources}
      choices={(known.data?.sources.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      nameOf={(id) => names.get(id) ?? t('policy.gonePlace')}
      onChange={(sources) => onChange({ sources })}
      onSearch={() => undefined}
      error={error}
    />
  );
}
