// Checks that would fit a table by what its profiles measured, each with what speaks for it; taken over one by one or all at once.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { Button, Refusal } from '../../../kit';
import { type CheckType, type ItemDraft, suggestedItem, type Suggested, type Table, unusedSuggestions } from '../draft';
import { SuggestedChecksDoc } from '../suite-queries';
import { useSaid } from '../words';

interface Props {
  readonly table: Table;
  readonly types: readonly CheckType[];
  readonly items: readonly ItemDraft[];
  readonly onAdd: (items: readonly ItemDraft[]) => void;
}

/** As many are shown before somebody asks for the rest. */
const FEW = 6;

export function Suggestions({ table, types, items, onAdd }: Props) {
  const { t } = useTranslation('quality');
  const [isWhole, setWhole] = useState(false);
  const answer = useQuery({ ...ask(SuggestedChecksDoc, { asset: table.id }), staleTime: 60_000 });
  if (answer.isError) return <Refusal error={answer.error} />;
  if (!answer.data) return null;
  const found = unusedSuggestions(answer.data.suggestedChecks, items, types);
  if (found.length === 0) return answer.data.suggestedChecks.length === 0 ? <p className="text-12 text-muted">{t('suggest.none', { name: table.displayName })}</p> : null;
  const itemsOf = (suggestions: readonly Suggested[]): ItemDraft[] =>
    suggestions.flatMap((one) => {
      const type = types.find(({ name }) => name === one.kind);
      return type ? [suggestedItem(one, type, crypto.randomUUID())] : [];
    });
  return (
    <section aria-label={t('suggest.title', { name: table.displayName })} className="rounded-card border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
        <div className="min-w-0 flex-1">
          <h3 className="text-13 font-semibold">{t('suggest.title', { name: table.displayName })}</h3>
          <p className="text-12 text-muted">{t('suggest.lead')}</p>
        </div>
        <Button size="small" onClick={() => onAdd(itemsOf(found))}>
          {t('suggest.addAll', { count: found.length })}
        </Button>
      </header>
      <ul>
        {(isWhole ? found : found.slice(0, FEW)).map((one) => (
          <Row key={`${one.kind} ${one.column ?? ''} ${JSON.stringify(one.settings)}`} suggested={one} types={types} onAdd={() => onAdd(itemsOf([one]))} />
        ))}
      </ul>
      {found.length > FEW ? (
        <div className="border-t border-line px-2 py-1">
          <Button size="small" tone="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? t('suggest.fewer') : t('suggest.more', { count: found.length - FEW })}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function Row({ suggested, types, onAdd }: { readonly suggested: Suggested; readonly types: readonly CheckType[]; readonly onAdd: () => void }) {
  const { t } = useTranslation('quality');
  const said = useSaid();
  const type = types.find(({ name }) => name === suggested.kind);
  const title = type ? said(type.title) : suggested.kind;
  const name = suggested.column ? t('checkOf', { title, column: suggested.column }) : title;
  return (
    <li className="flex items-center gap-3 border-t border-line px-4 py-2 text-13">
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere">
          <span className="font-medium">{title}</span>
          {suggested.column ? <code className="ml-2 font-mono text-12 text-muted">{suggested.column}</code> : null}
        </p>
        <p className="text-12 text-muted wrap-anywhere">
          {said(suggested.reason)}
        </p>
      </div>
      <Button size="small" icon="plus" aria-label={t('suggest.addOne', { name })} onClick={onAdd}>
        {t('suggest.add')}
      </Button>
    </li>
  );
}
