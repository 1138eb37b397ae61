// Teams by how they look after what is theirs: the healthiest first.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { Card, CsvButton, cx, Failure, Skeleton, useFormat } from '../../../kit';
import { STATE_SHAPE, STATE_TEXT } from '../../../tokens/states';
import { scoreState } from '../groups';
import { OwnersLeagueDoc } from '../insight-queries';

const SHOWN = ['DESCRIBED', 'OWNED', 'TIERED', 'QUALITY'] as const;

export function League() {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const answer = useQuery(ask(OwnersLeagueDoc, {}));
  const teams = (answer.data?.health.groups ?? []).filter(({ name }) => name != null).toSorted((one, other) => (other.score ?? -1) - (one.score ?? -1));
  const table = () => [
    ['team', 'score', 'assets', ...SHOWN.map((part) => part.toLowerCase())],
    ...teams.map((team) => [team.name ?? '', team.score, team.assets, ...SHOWN.map((part) => team.parts.find((found) => found.part === part)?.ratio)].map((value) => String(value ?? ''))),
  ];
  return (
    <Card isFlush title={t('league.title')} action={teams.length > 0 ? <CsvButton name={t('league.title')} rows={table} /> : null}>
      {answer.isPending ? <Skeleton lines={4} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && teams.length === 0 ? <p className="p-4 text-13 text-muted">{t('league.none')}</p> : null}
      {teams.length > 0 ? (
        <div tabIndex={0} role="region" aria-label={t('league.title')} className="overflow-x-auto">
          <table className="w-full min-w-[640px] text-13">
            <thead>
              <tr className="border-b border-line bg-sunken">
                <th scope="col" className="h-8 px-3 text-left text-12 font-semibold text-muted">
                  {t('by.team')}
                </th>
                {[t('health.score'), t('health.count'), ...SHOWN.map((part) => t(`part.${part}`))].map((title) => (
                  <th key={title} scope="col" className="h-8 px-3 text-right text-12 font-semibold text-muted">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {teams.map((team, place) => {
                const state = scoreState(team.score);
                return (
                  <tr key={team.name} className="h-(--row) border-b border-line last:border-b-0">
                    <th scope="row" className="px-3 text-left font-medium">
                      <span className="mr-2 text-12 font-normal text-muted tabular-nums">{place + 1}</span>
                      {team.name}
                    </th>
                    <td className={cx('px-3 text-right font-semibold tabular-nums', STATE_TEXT[state])}>
                      <span aria-hidden className="mr-1.5">
                        {STATE_SHAPE[state]}
                      </span>
                      {team.score == null ? '–' : format.percent(team.score)}
                    </td>
                    <td className="px-3 text-right tabular-nums">{format.number(team.assets)}</td>
                    {SHOWN.map((part) => {
                      const share = team.parts.find((found) => found.part === part);
                      return (
                        <td key={part} className="px-3 text-right tabular-nums">
                          {share ? format.percent(share.ratio) : '–'}
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      ) : null}
    </Card>
  );
}
