// The lineage explorer: one asset's lineage on a whole page, its state in the
// address. Without a focus it offers a search for one.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import { assetPage } from '../../app/places';
import { Empty, FilterInput, KindIcon, Refusal, useTitle } from '../../kit';
import { fromSearch, parseView, toSearch, withFocus } from './address';
import { lineageCard, lineageStart } from './queries';
import type { LineageState } from './state';
import { LineageView } from './view';

const route = getRouteApi('/shell/lineage');

export function Page() {
  const { t } = useTranslation('lineage');
  useTitle(t('title'));
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/lineage' });
  const { focus } = search;
  const state = fromSearch(search);
  const setState = (next: LineageState) => {
    const isSelectionOnly = JSON.stringify({ ...next, selection: null, moment: null }) === JSON.stringify({ ...state, selection: null, moment: null });
    void navigate({
      // What is selected, and each stop of the slider, is not worth a step of the browser's back button.
      replace: isSelectionOnly,
      search: (before) => ({ ...before, ...toSearch(next) }),
    });
  };
  return (
    <div className="flex h-[calc(100dvh-48px)] min-h-120 flex-col gap-3 px-6 py-4 max-sm:px-3">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="text-20 font-semibold">{t('title')}</h1>
        {focus === undefined ? null : <FocusName id={focus} />}
        <FocusSearch onPick={(id) => void navigate({ search: (before) => withFocus({ ...before, sel: undefined }, id) })} />
      </div>
      {focus === undefined ? (
        <Empty icon="lineage" title={t('start.title')} text={t('start.text')} />
      ) : (
        <LineageView
          assetId={focus}
          state={state}
          onState={setState}
          onRefocus={(id) => void navigate({ search: (before) => withFocus(before, id) })}
          firstView={parseView(search.at)}
          className="flex-1"
        />
      )}
    </div>
  );
}

/** Whose lineage it is, whichever view is shown. */
function FocusName({ id }: { readonly id: string }) {
  const asset = useQuery(ask(lineageCard, { id })).data?.asset;
  if (!asset) return null;
  return (
    <Link to={assetPage(id)} title={asset.fullName} className="inline-flex max-w-96 min-w-0 items-center gap-1.5 font-mono text-14 font-semibold hover:text-brand hover:underline">
      <KindIcon kind={asset.kind} />
      <span className="truncate">{asset.displayName}</span>
    </Link>
  );
}

/** Finds the asset to begin with. */
function FocusSearch({ onPick }: { readonly onPick: (id: string) => void }) {
  const { t } = useTranslation('lineage');
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const answer = useQuery({ ...ask(lineageStart, { text: wanted }), enabled: wanted.length > 1 });
  const hits = wanted.length > 1 ? (answer.data?.suggest ?? []) : [];
  const pick = (id: string) => {
    setText('');
    onPick(id);
  };
  return (
    <div className="relative">
      <FilterInput label={t('start.search')} value={text} onChange={setText} className="w-80 max-w-full" />
      <Refusal error={answer.error} />
      {hits.length > 0 ? (
        <ul aria-label={t('start.hits')} className="absolute top-full left-0 z-30 mt-1 max-h-80 w-120 max-w-[90vw] overflow-y-auto rounded-control border border-line bg-surface py-1 shadow-float">
          {hits.map((hit) => (
            <li key={hit.id}>
              <button type="button" onClick={() => pick(hit.id)} className="flex min-h-8 w-full items-center gap-2 px-3 text-left text-13 hover:bg-brand-soft focus-visible:bg-brand-soft">
                <KindIcon kind={hit.kind} />
                <span className="font-mono font-medium">{hit.name}</span>
                <span className="min-w-0 flex-1 truncate text-right font-mono text-12 text-muted">{hit.fullName}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
