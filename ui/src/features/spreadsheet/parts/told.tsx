// What the server says about a table: how many lines change what, and which cells are wrong.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FieldChanges } from '../../../app/change-parts';
import { useFormat } from '../../../kit';
import { changedFields } from '../model';
import type { Outcome } from '../model';

export function Told({ outcome, isWritten }: { readonly outcome: Outcome; readonly isWritten: boolean }) {
  const { t } = useTranslation('spreadsheet');
  const format = useFormat();
  const { lines, changed, wrong, changes, errors } = outcome;
  const said = isWritten ? 'told.written' : 'told.changes';
  return (
    <div className="flex flex-col gap-3">
      <div role="status" className="flex flex-col gap-1 text-13">
        <p className="font-medium">{changed === 0 && wrong === 0 ? t('told.nothing', { count: lines, shown: format.number(lines) }) : t(said, { count: changed, shown: format.number(changed), lines: format.number(lines) })}</p>
        {wrong > 0 ? <p className="text-bad">{t('told.wrong', { count: wrong, shown: format.number(wrong) })}</p> : null}
      </div>
      {errors.length > 0 ? (
        <section aria-label={t('told.errors')}>
          <h3 className="mb-1 text-14 font-semibold">{t('told.errors')}</h3>
          <div className="max-h-80 overflow-auto rounded-control border border-line">
            <table className="w-full text-left text-13">
              <thead className="sticky top-0 bg-sunken text-12 text-muted">
                <tr>
                  <th scope="col" className="px-3 py-1.5 font-semibold">{t('told.line')}</th>
                  <th scope="col" className="px-3 py-1.5 font-semibold">{t('told.column')}</th>
                  <th scope="col" className="px-3 py-1.5 font-semibold">{t('told.problem')}</th>
                </tr>
              </thead>
              <tbody>
                {errors.map((error) => (
                  <tr key={`${error.line} ${error.column ?? ''} ${error.message}`} className="border-t border-line align-top">
                    <td className="px-3 py-1.5 tabular-nums">{format.number(error.line)}</td>
                    <td className="px-3 py-1.5">{error.column === null ? t('told.wholeLine') : <code className="font-mono text-12">{error.column}</code>}</td>
                    <td className="px-3 py-1.5 wrap-anywhere text-bad">{error.message}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {wrong > errors.length ? <p className="mt-1 text-12 text-muted">{t('told.first', { shown: format.number(errors.length) })}</p> : null}
        </section>
      ) : null}
      {changes.length > 0 ? (
        <section aria-label={t('told.list')}>
          <h3 className="mb-1 text-14 font-semibold">{t('told.list')}</h3>
          <ul className="flex flex-col gap-2">
            {changes.map((line) => (
              <li key={line.line} className="rounded-control border border-line p-3">
                <p className="mb-1 flex min-w-0 flex-wrap items-baseline gap-2">
                  <span className="text-12 text-muted tabular-nums">{t('told.atLine', { line: format.number(line.line) })}</span>
                  <Link to="/a/$id" params={{ id: line.asset }} className="min-w-0 font-mono text-12 wrap-anywhere text-brand hover:underline">
                    {line.name}
                  </Link>
                </p>
                <FieldChanges fields={changedFields(line)} />
              </li>
            ))}
          </ul>
          {changed > changes.length ? <p className="mt-1 text-12 text-muted">{t('told.first', { shown: format.number(changes.length) })}</p> : null}
        </section>
      ) : null}
    </div>
  );
}
