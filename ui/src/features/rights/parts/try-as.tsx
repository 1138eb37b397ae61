// What somebody else finds, beside what the reader finds: policies tried without being them.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { Button, Card, Refusal, Skeleton, TextField, useFormat } from '../../../kit';
import { TryAsDoc } from '../queries';
import { PersonPicker } from './person-picker';

interface Props {
  /** The account, once one is chosen. */
  readonly as: string | undefined;
  readonly query: string;
  readonly onChange: (as: string | undefined, query: string) => void;
}

export function TryAs({ as, query, onChange }: Props) {
  const { t } = useTranslation('rights');
  const [text, setText] = useState(query);
  const answer = useQuery({ ...ask(TryAsDoc, { user: as ?? '', query }), enabled: as !== undefined, staleTime: 0 });
  return (
    <Card title={t('try.title')}>
      <p className="mb-3 text-13 text-muted">{t('try.text')}</p>
      <form
        role="search"
        aria-label={t('try.title')}
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          onChange(as, text.trim());
        }}
      >
        <div className="w-64 max-w-full">
          <PersonPicker key={as ?? ''} label={t('try.person')} value={as ?? ''} onChoose={(name) => onChange(name, text.trim())} />
        </div>
        <TextField label={t('try.query')} placeholder={t('try.all')} value={text} onChange={setText} className="w-64 max-w-full" autoComplete="off" />
        <Button type="submit" disabled={as === undefined}>
          {t('try.act')}
        </Button>
      </form>
      <div className="mt-3" aria-live="polite">
        {as !== undefined && answer.isPending ? <Skeleton lines={4} /> : null}
        <Refusal error={answer.error} />
        {as !== undefined && answer.data ? <Compared as={as} tried={answer.data.tryAs} mine={answer.data.search.hits.map((hit) => hit.asset.fullName)} /> : null}
      </div>
    </Card>
  );
}

interface ComparedProps {
  readonly as: string;
  readonly tried: { readonly total: number; readonly of: number; readonly names: readonly string[] };
  readonly mine: readonly string[];
}

function Compared({ as, tried, mine }: ComparedProps) {
  const { t } = useTranslation('rights');
  const format = useFormat();
  return (
    <>
      <p className="mb-2 text-14 font-medium">{t('try.found', { name: as, total: format.number(tried.total), of: format.number(tried.of) })}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Names title={t('try.theirs', { name: as })} names={tried.names} total={tried.total} />
        <Names title={t('try.mine')} names={mine} total={tried.of} />
      </div>
    </>
  );
}

function Names({ title, names, total }: { readonly title: string; readonly names: readonly string[]; readonly total: number }) {
  const { t } = useTranslation('rights');
  return (
    <section className="min-w-0">
      <h3 className="mb-1 text-13 font-semibold">{title}</h3>
      {names.length === 0 ? (
        <p className="text-13 text-muted">{t('try.nothing')}</p>
      ) : (
        <ul className="rounded-control border border-line text-12">
          {names.map((name, at) => (
            <li key={`${at} ${name}`} className="truncate border-b border-line px-2.5 py-1 font-mono last:border-b-0" title={name}>
              {name}
            </li>
          ))}
        </ul>
      )}
      {total > names.length && names.length > 0 ? <p className="mt-1 text-12 text-muted">{t('try.more', { count: total - names.length })}</p> : null}
    </section>
  );
}
