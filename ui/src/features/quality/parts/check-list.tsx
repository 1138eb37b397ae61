// Checks with how each ended the last times.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CheckRowFragment } from '../../../gql/types';
import { Ago, TagChip } from '../../../kit';
import { useCheckName, useSaid } from '../words';
import { AssetLink } from './links';
import { OutcomeChip, Strip } from './tally';

interface Props {
  readonly label: string;
  readonly checks: readonly CheckRowFragment[];
  /** Whether each is of another table, which is then named. */
  readonly withTable?: boolean;
}

export function CheckList({ label, checks, withTable = false }: Props) {
  const { t } = useTranslation('quality');
  const nameOf = useCheckName();
  const said = useSaid();
  const columns = ['check', ...(withTable ? ['table'] : []), 'outcome', 'strip', 'said'] as const;
  return (
    <div tabIndex={0} role="region" aria-label={label} className="overflow-x-auto">
      <table className="w-full min-w-[820px] text-13">
        <thead>
          <tr className="border-b border-line bg-sunken">
            {columns.map((column) => (
              <th key={column} scope="col" className="h-9 px-3 text-left text-12 font-semibold whitespace-nowrap text-muted">
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <tr key={check.id} className="border-b border-line last:border-b-0 hover:bg-bg">
              <td className="max-w-80 px-3 py-1.5">
                <Link to="/quality/checks/$id" params={{ id: check.id }} className="font-medium text-brand hover:underline">
                  {nameOf(check)}
                </Link>
                <p className="flex flex-wrap gap-1 text-12 text-muted">
                  {t(`dimension.${check.dimension}`)} · {t(`checkSeverity.${check.severity}`)}
                  {check.tool === 'cadastre' ? null : <TagChip>{check.tool}</TagChip>}
                </p>
              </td>
              {withTable ? (
                <td className="max-w-60 px-3">
                  <AssetLink asset={check.asset} />
                </td>
              ) : null}
              <td className="px-3 whitespace-nowrap">
                {check.last ? (
                  <>
                    <OutcomeChip outcome={check.last.outcome} />
                    <p className="text-12 text-muted">
                      <Ago at={check.last.at} />
                    </p>
                  </>
                ) : (
                  <span className="text-muted">{t('notYet')}</span>
                )}
              </td>
              <td className="px-3">
                <Strip moments={check.strip} />
              </td>
              <td className="max-w-100 px-3 py-1.5 text-12 text-muted">
                <span className="line-clamp-2 wrap-anywhere">{check.last ? said(check.last.message) : ''}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
