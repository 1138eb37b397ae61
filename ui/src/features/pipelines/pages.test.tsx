import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { openPage } from '../../app/test-page';
import { dayOf } from './model';

const RUN = {
  id: 'r1', externalRunId: 'manual__2026-03-01', status: 'FAILED', withErrors: false, at: '2026-03-01T02:00:00Z', startedAt: '2026-03-01T02:00:00Z', endedAt: '2026-03-01T02:00:42Z', durationSeconds: 42, attempt: 2, trigger: 'CRON', errorReason: 'source refused the connection',
  recordsRead: 12_000, recordsWritten: 11_990, recordsFailed: 10, asset: { id: 't1', kind: 'TASK', displayName: 'load_orders' }, pipeline: { id: 'p1', displayName: 'nightly' },
};
const DETAIL = { ...RUN, scheduledAt: '2026-03-01T02:00:00Z', reportedAt: '2026-03-01T02:00:43Z', reporter: 'airflow', parentRunId: 'scheduled__1', bytes: 2_000_000, bytesPerSecond: null, recordsPerSecond: 285, facets: { host: 'worker-3' }, log: { head: 'starting\nconnecting', tail: 'ERROR refused', omittedLines: 1200 } };
const NONE = { hasNextPage: false, endCursor: null };
const runs = (nodes: readonly object[]) => ({ data: { pipelineRuns: { nodes, pageInfo: NONE } } });
const today = dayOf(new Date());
const answers = (nodes: readonly object[], late: readonly object[] = []) => ({
  PipelineRuns: runs(nodes),
  PipelineDays: { data: { pipelineRunDays: nodes.length === 0 ? [] : [{ day: today, succeeded: 3, failed: 1, running: 0, queued: 0, skipped: 0, cancelled: 0, total: 4 }] } },
  LatePipelines: { data: { latePipelines: { nodes: late, pageInfo: NONE } } },
  PipelineName: { data: { asset: { id: 'p1', displayName: 'nightly' } } },
});

describe('runs of pipelines', () => {
  test('are listed with what ran, how it ended and why', async () => {
    await openPage('/pipelines', answers([RUN]));
    const row = await screen.findByRole('row', { name: /manual__2026-03-01/ });
    expect(row.textContent).toMatch(/Failed.*load_orders.*of nightly.*42 s.*12K.*schedule.*source refused/);
    expect(within(row).getByRole('link', { name: /manual__2026-03-01/ }).getAttribute('href')).toBe('/pipelines/runs/r1');
    expect(within(row).getByRole('link', { name: 'load_orders' }).getAttribute('href')).toMatch(/^\/pipelines\?asset=/);
  });

  test('are asked for as the address says', async () => {
    const { sent } = await openPage('/pipelines?pipeline=p1&grain=TASK&status=FAILED&days=7', answers([RUN]));
    await screen.findByRole('button', { name: 'Only nightly' });
    const asked = sent.find(({ name }) => name === 'PipelineRuns')?.variables['filter'] as Record<string, string>;
    expect(asked).toMatchObject({ pipeline: 'p1', grain: 'TASK', statuses: ['FAILED'] });
    expect(Date.parse(asked['to'] ?? '') - Date.parse(asked['from'] ?? '')).toBeGreaterThan(6 * 86_400_000);
  });

  test('of one day are shown when its bar is pressed', async () => {
    const { sent } = await openPage('/pipelines', answers([RUN]));
    await userEvent.click(await screen.findByRole('button', { name: /Succeeded 3, Failed 1/ }));
    await screen.findByRole('button', { name: today });
    const asked = sent.findLast(({ name }) => name === 'PipelineRuns')?.variables['filter'] as Record<string, string>;
    expect(dayOf(new Date(asked['from'] ?? ''))).toBe(today);
    expect(Date.parse(asked['to'] ?? '') - Date.parse(asked['from'] ?? '')).toBeLessThan(26 * 3_600_000);
  });

  test('are narrowed to a pipeline that is found by name', async () => {
    const suggest = [{ id: 't9', kind: 'TABLE', name: 'nightly_copy', fullName: 'x' }, { id: 'p1', kind: 'PIPELINE', name: 'nightly', fullName: 'airflow://h/nightly' }];
    const { sent } = await openPage('/pipelines', { ...answers([RUN]), PipelineSuggestions: { data: { suggest } } });
    await userEvent.type(await screen.findByRole('combobox', { name: 'Find a pipeline or task' }), 'nigh');
    await userEvent.click(await screen.findByRole('option', { name: /airflow/ }));
    await screen.findByRole('button', { name: 'Only nightly' });
    expect(sent.findLast(({ name }) => name === 'PipelineRuns')?.variables['filter']).toMatchObject({ pipeline: 'p1' });
  });

  test('by day can be read as a table', async () => {
    await openPage('/pipelines', answers([RUN]));
    await userEvent.click(await screen.findByRole('button', { name: 'As a table' }));
    expect(screen.getAllByRole('rowheader')).toHaveLength(1);
  });

  test('that are late are named first', async () => {
    await openPage('/pipelines', answers([], [{ expectedAt: '2026-03-01T02:00:00Z', lastRunAt: null, schedule: '0 2 * * *', timezone: 'Asia/Shanghai', pipeline: { id: 'p1', displayName: 'nightly' } }]));
    expect(await screen.findByText('1 late pipeline')).toBeTruthy();
    expect(screen.getByText('has never run')).toBeTruthy();
    expect(await screen.findByText('No runs have been reported')).toBeTruthy();
  });

  test('that cannot be read offer another try', async () => {
    await openPage('/pipelines', { ...answers([]), PipelineRuns: { code: 'INTERNAL' } });
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});

describe('one run', () => {
  test('tells why it failed, how much it moved, and what is kept of its log', async () => {
    await openPage('/pipelines/runs/r1', { PipelineRunDetail: { data: { pipelineRun: DETAIL } } });
    expect((await screen.findByRole('alert')).textContent).toBe('source refused the connection');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Run of load_orders');
    expect(screen.getByText('11,990')).toBeTruthy();
    expect(screen.getByText('1,200 lines are not kept')).toBeTruthy();
    expect(screen.getByText('ERROR refused').previousSibling?.textContent).toBe('1203');
    expect(screen.getByText('worker-3')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'scheduled__1' }).getAttribute('href')).toContain('run=scheduled__1');
  });

  test('without a log says so', async () => {
    await openPage('/pipelines/runs/r1', { PipelineRunDetail: { data: { pipelineRun: { ...DETAIL, log: null, facets: {} } } } });
    expect(await screen.findByText('Nobody sent a log.')).toBeTruthy();
  });

  test('shows the events that told of it when they are asked for', async () => {
    const event = (eventType: string, at: string) => ({ at, body: { eventType, job: { name: 'load_orders' } } });
    const page = { nodes: [event('START', '2026-03-01T02:00:00Z'), event('FAIL', '2026-03-01T02:00:42Z')], pageInfo: NONE };
    await openPage('/pipelines/runs/r1', { PipelineRunDetail: { data: { pipelineRun: DETAIL } }, PipelineRunEvents: { data: { pipelineRunEvents: page } } });
    expect(screen.queryByText('START')).toBeNull();
    await userEvent.click(await screen.findByRole('button', { name: 'Show events' }));
    expect((await screen.findByText('FAIL')).closest('li')?.querySelector('pre')?.textContent).toContain('"load_orders"');
    expect(screen.queryByRole('button', { name: 'Show more events' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Hide events' }));
    expect(screen.queryByText('FAIL')).toBeNull();
  });

  test('that is not there says so', async () => {
    await openPage('/pipelines/runs/r9', { PipelineRunDetail: { data: { pipelineRun: null } } });
    expect(await screen.findByText('No such run')).toBeTruthy();
  });
});
