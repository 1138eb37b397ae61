import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { openPage } from '../../app/test-page';

const RUN = {
  id: 'r1', job: 'crawl', source: { id: 's1', name: 'Shop', connector: 'postgres' }, status: 'RUNNING', trigger: 'MANUAL', actor: 'ana', queuedAt: '2026-01-02T00:00:00Z', startedAt: '2026-01-02T00:00:01Z', endedAt: null,
  attempt: 1, phase: 'reading tables', progress: 0.5, message: null, counts: { seen: 120, added: 7, changed: 0, removed: 0, held: 0, failed: 0 },
  errors: [], hold: null, commits: [], drift: null,
};
const ENDED = {
  ...RUN, status: 'PARTIAL', endedAt: '2026-01-02T00:00:11Z', counts: { ...RUN.counts, held: 34 },
  hold: { id: 'h1', status: 'OPEN', count: 34, assets: { nodes: [{ id: 'a1', kind: 'TABLE', name: 'old', fullName: 'shop.public.old' }], pageInfo: { hasNextPage: true, endCursor: 'x' } } },
  commits: [{ id: 'c1', first: 1, last: 7, at: '2026-01-02T00:00:10Z', summary: 'crawl', reverts: null }],
};
const LINES = [
  { number: 1, at: '2026-01-02T00:00:02Z', level: 'INFO', message: 'read schema public' },
  { number: 2, at: '2026-01-02T00:00:03Z', level: 'WARN', message: 'permission denied for salaries' },
  { number: 3, at: '2026-01-02T00:00:04Z', level: 'DEBUG', message: 'statement took 3 ms' },
];
const LOG = (variables: Record<string, unknown>) => ({ data: { run: { id: 'r1', log: { nodes: variables['after'] ? [] : LINES, pageInfo: { hasNextPage: false, endCursor: '3' } } } } });
const CHANGES = { data: { changes: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } } };
const page = (run: unknown) => ({ RunDetail: { data: { run } }, RunLog: LOG, RunChanges: CHANGES });

describe('run at work', () => {
  test('shows phase, progress, counters and the log from its least level on', async () => {
    await openPage('/runs/r1', page(RUN));
    expect((await screen.findByRole('progressbar')).getAttribute('aria-valuenow')).toBe('50');
    expect(screen.getByText('120')).toBeTruthy();
    expect(await screen.findByText('permission denied for salaries')).toBeTruthy();
    expect(screen.queryByText('statement took 3 ms')).toBeNull();
  });

  test('can be cancelled by an editor and not by a viewer', async () => {
    const { sent } = await openPage('/runs/r1', { ...page(RUN), CancelRun: { data: { cancelRun: RUN } } }, 'EDITOR');
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(sent.map(({ name }) => name)).toContain('CancelRun'));
  });

  test('offers a viewer nothing but to watch', async () => {
    await openPage('/runs/r1', page(RUN), 'VIEWER');
    await screen.findByRole('progressbar');
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  });
});

describe('ended run', () => {
  test('log is searched', async () => {
    await openPage('/runs/r1?q=salaries', page(ENDED));
    expect(await screen.findByText('permission denied for salaries')).toBeTruthy();
    expect(screen.queryByText('read schema public')).toBeNull();
  });

  test('held removals are kept or removed by a person', async () => {
    const { sent } = await openPage('/runs/r1', { ...page(ENDED), DismissRunHold: { data: { dismissHold: { id: 'h1', status: 'DISMISSED' } } } });
    expect(await screen.findByText('shop.public.old')).toBeTruthy();
    expect(screen.getByText('and 33 more')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'It is a mistake: keep them' }));
    await waitFor(() => expect(sent.find(({ name }) => name === 'DismissRunHold')?.variables).toEqual({ id: 'h1' }));
  });

  test('is reverted only after a question', async () => {
    const { sent } = await openPage('/runs/r1', { ...page(ENDED), RevertRun: { data: { revertRun: { id: 'c2', summary: 'revert' } } } });
    await userEvent.click(await screen.findByRole('button', { name: 'Revert' }));
    await screen.findByText('Take back what this run wrote?');
    expect(sent.map(({ name }) => name)).not.toContain('RevertRun');
    await userEvent.click(screen.getAllByRole('button', { name: 'Revert' }).at(-1)!);
    await waitFor(() => expect(sent.map(({ name }) => name)).toContain('RevertRun'));
  });

  test('editor may crawl again, and neither revert nor decide about held removals', async () => {
    await openPage('/runs/r1', page(ENDED), 'EDITOR');
    expect(await screen.findByRole('button', { name: 'Retry' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Revert' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'It is a mistake: keep them' })).toBeNull();
  });

  test('says that there is no such run', async () => {
    await openPage('/runs/r9', page(null));
    expect(await screen.findByText('There is no such run')).toBeTruthy();
  });
});

describe('list of runs', () => {
  const list = (nodes: readonly unknown[]) => ({ Runs: { data: { runs: { nodes, pageInfo: { hasNextPage: nodes.length > 0, endCursor: 'next' } } } }, RunSources: { data: { sources: { nodes: [] } } } });

  test('reads older runs from where the last page ended', async () => {
    const { sent } = await openPage('/runs', list([ENDED]));
    await userEvent.click(await screen.findByRole('button', { name: 'Show older ones' }));
    await waitFor(() => expect(sent.filter(({ name }) => name === 'Runs').at(-1)?.variables['after']).toBe('next'));
  });

  test('asks for the status that the address names and ignores one that does not exist', async () => {
    const { sent } = await openPage('/runs?status=FAILED', list([]));
    expect(await screen.findByText('No run matches')).toBeTruthy();
    expect(sent.find(({ name }) => name === 'Runs')?.variables['filter']).toEqual({ statuses: ['FAILED'] });
  });

  test('without runs leads to the sources', async () => {
    await openPage('/runs?status=nonsense', list([]));
    expect(await screen.findByText('Nothing has run yet')).toBeTruthy();
  });

  test('failure offers another try', async () => {
    await openPage('/runs', { ...list([]), Runs: { code: 'UNAVAILABLE', message: 'the store does not answer' } });
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});
