// The filters: each value with its count, the chosen ones first.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchQuery } from '../../../gql/types';
import { Button, Checkbox, FilterInput, KindIcon, useFormat, useKindName, useTierName } from '../../../kit';
import { kindKey } from '../../../tokens/kinds';
import { chosenCount, FACETS, shownValues, toggled } from '../model';
import type { FacetName, SearchParams } from '../model';

type Facet = SearchQuery['search']['facets'][number];

const SHOWN = 7;
const FILTER_FROM = 12;

interface GroupProps {
  readonly name: FacetName;
  readonly facet: Facet | undefined;
  readonly params: SearchParams;
}

function Group({ name, facet, params }: GroupProps) {
  const { t } = useTranslation('search');
  const navigate = useNavigate();
  const kindName = useKindName();
  const tierName = useTierName();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const [filter, setFilter] = useState('');
  const chosen = params[name] ?? [];
  const own = (facet?.values ?? []).map((value) => (name === 'kind' ? { ...value, value: kindKey(value.value), label: kindName(value.value) } : value));
  const matching = filter === '' ? own : own.filter((value) => value.label.toLowerCase().includes(filter.toLowerCase()));
  const values = shownValues(matching, filter === '' ? chosen : [], isOpen || filter !== '' ? 200 : SHOWN);
  if (own.length === 0 && chosen.length === 0) return null;
  return (
    <fieldset className="min-w-0 border-b border-line py-3">
      <legend className="float-left mb-1 w-full text-12 font-semibold text-muted">{t(`facet.${name}`)}</legend>
      {own.length > FILTER_FROM ? <FilterInput label={t('facet.filter', { name: t(`facet.${name}`) })} value={filter} onChange={setFilter} className="mb-1 w-full" /> : null}
      <div className="clear-both">
        {values.map((value) => (
          <Checkbox
            key={value.value}
            checked={chosen.includes(value.value)}
            onChange={() => void navigate({ to: '/search', search: toggled(params, name, value.value) })}
            label={
              <>
                {name === 'kind' ? <KindIcon kind={value.value} size={14} /> : null}
                <span className="min-w-0 flex-1 truncate" title={value.label}>
                  {name === 'tier' ? tierName(value.value) : value.label}
                </span>
                <span className="text-12 text-muted tabular-nums">{format.number(value.count)}</span>
              </>
            }
          />
        ))}
      </div>
      {matching.length > SHOWN && filter === '' ? (
        <Button tone="quiet" size="small" onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('facet.fewer') : t('facet.more', { count: matching.length - SHOWN })}
        </Button>
      ) : null}
    </fieldset>
  );
}

interface Props {
  readonly facets: readonly Facet[];
  readonly params: SearchParams;
}

export function Facets({ facets, params }: Props) {
  const { t } = useTranslation('search');
  const [isOpen, setOpen] = useState(false);
  const chosen = chosenCount(params);
  return (
    <aside aria-label={t('facet.label')} className="border-line px-4 py-2 max-lg:border-b lg:sticky lg:top-12 lg:h-[calc(100dvh-48px)] lg:overflow-y-auto lg:border-r">
      {/* On a narrow screen the results come first and the filters on demand. */}
      <Button tone="quiet" icon="filter" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="lg:hidden">
        {chosen > 0 ? t('facet.chosen', { count: chosen }) : t('facet.label')}
      </Button>
      <div className={isOpen ? '' : 'max-lg:hidden'}>
        {FACETS.map((name) => (
        <Group key={name} name={name} facet={facets.find((facet) => facet.name === name)} params={params} />
      ))}
      </div>
    </aside>
  );
}
