// The pages of outside pipelines' runs; the router joins them below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text, texts } from '../../app/page';
import { shellRoute } from '../../app/root';
import { GRAINS, type Grain, SPANS, STATUSES, type Status } from './model';

export interface PipelinesSearch {
  /** Runs of this pipeline and its tasks. */
  readonly pipeline?: string | undefined;
  /** Runs of this pipeline or task itself. */
  readonly asset?: string | undefined;
  readonly grain?: Grain | undefined;
  readonly status?: readonly Status[] | undefined;
  /** What its tool calls the run. */
  readonly run?: string | undefined;
  /** How many days back. */
  readonly days?: number | undefined;
  /** One day. */
  readonly day?: string | undefined;
}

export interface RunSearch {
  /** What lines of the log have in them. */
  readonly q?: string | undefined;
  /** Whether only lines that tell of problems are shown. */
  readonly problems?: boolean | undefined;
}

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/pipelines',
  validateSearch: (search: Record<string, unknown>): PipelinesSearch => {
    const status = texts(search['status'])?.flatMap((value) => oneOf(value, STATUSES) ?? []) ?? [];
    // Every key is there: what is left out here would come through unread.
    return {
      pipeline: text(search['pipeline']),
      asset: text(search['asset']),
      grain: oneOf(search['grain'], GRAINS),
      status: status.length > 0 ? status : undefined,
      run: text(search['run']),
      days: SPANS.find((span) => span === Number(search['days'])),
      day: text(search['day']),
    };
  },
  ...page('pipelines', () => import('./list.page'), 'READ_CATALOG'),
});

const detail = createRoute({
  getParentRoute: () => shellRoute,
  path: '/pipelines/runs/$id',
  validateSearch: (search: Record<string, unknown>): RunSearch => ({ q: text(search['q']), problems: search['problems'] === true || search['problems'] === 'true' ? true : undefined }),
  ...page('pipelines', () => import('./run.page'), 'READ_CATALOG'),
});

export const pipelinesRoutes = [list, detail] as const;
