import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { openPage } from '../../app/test-page';

const CONNECTOR = {
  name: 'postgres',
  titleEn: 'PostgreSQL',
  titleZh: 'PostgreSQL',
  configSchema: {
    type: 'object',
    required: ['host'],
    properties: {
      host: { type: 'string', minLength: 1, title: 'Host', 'x-order': 1 },
      port: { type: 'integer', minimum: 1, maximum: 65_535, default: 5432, title: 'Port', 'x-order': 2 },
      password: { type: 'string', writeOnly: true, title: 'Password', 'x-order': 3 },
    },
  },
};
const SOURCE = {
  id: 's1', name: 'Shop', connector: 'postgres', health: 'FAILING', isPaused: false, nextRunAt: null, updatedAt: '2026-01-02T00:00:00Z', createdAt: '2026-01-01T00:00:00Z',
  schedule: null, assetCounts: [{ kind: 'TABLE', count: 3 }, { kind: 'COLUMN', count: 20 }],
  lastRun: { id: 'r1', status: 'FAILED', queuedAt: '2026-01-02T00:00:00Z', startedAt: null, endedAt: null, message: 'the server refused the password', counts: { failed: 0, held: 0 } },
  config: { host: 'db.example', port: 5433, password: { set: true } },
  runs: { nodes: [], pageInfo: { hasNextPage: false } },
};
const PAGE = { hasNextPage: false, endCursor: null };
const LIST = { data: { sources: { nodes: [SOURCE], pageInfo: PAGE }, connectors: [CONNECTOR] } };
const CONNECTORS = { Connectors: { data: { connectors: [CONNECTOR] } } };

describe('list of sources', () => {
  test('shows health, the last error and the number of assets without columns', async () => {
    await openPage('/sources', { Sources: LIST });
    expect(await screen.findByText('the server refused the password')).toBeTruthy();
    expect(screen.getByText('Failing')).toBeTruthy();
    expect(screen.getByRole('cell', { name: '3' })).toBeTruthy();
  });

  test('without sources offers to add one, but only to whom may', async () => {
    const none = { Sources: { data: { sources: { nodes: [], pageInfo: PAGE }, connectors: [] } } };
    await openPage('/sources', none);
    expect(await screen.findByRole('link', { name: 'New source' })).toBeTruthy();
  });

  test('viewer is offered nothing that would be refused', async () => {
    await openPage('/sources', { Sources: LIST }, 'VIEWER');
    await screen.findByText('Shop');
    expect(screen.queryByRole('link', { name: 'New source' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Actions of Shop' })).toBeNull();
  });

  test('failure offers another try and the request id', async () => {
    await openPage('/sources', { Sources: { code: 'INTERNAL' } });
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
    expect(screen.getByText('request-1')).toBeTruthy();
  });

  test('waiting is announced', async () => {
    await openPage('/sources', { Sources: 'never' });
    expect((await screen.findAllByText('Loading')).length).toBeGreaterThan(0);
  });
});

describe('form of a source', () => {
  test('names what is missing and sends nothing', async () => {
    const { sent } = await openPage('/sources/new?connector=postgres', CONNECTORS);
    await userEvent.click(await screen.findByRole('button', { name: 'Save and run' }));
    expect((await screen.findAllByText('Fill this in.')).length).toBe(2);
    expect(sent.map(({ name }) => name)).not.toContain('CreateSource');
  });

  test('puts the refusal of a test beside the field that the server names', async () => {
    await openPage('/sources/new?connector=postgres', {
      ...CONNECTORS,
      TestSource: { data: { testSource: { ok: false, message: 'the password is wrong', code: 'FORBIDDEN', field: 'password', durationMs: 3 } } },
    });
    await userEvent.type(await screen.findByLabelText(/^Host/), 'db');
    await userEvent.type(screen.getByLabelText(/^Password/), 'guess');
    await userEvent.click(screen.getByRole('button', { name: 'Test connection' }));
    await waitFor(() => expect(screen.getByLabelText(/^Password/).getAttribute('aria-invalid')).toBe('true'));
    expect(screen.getByText('It does not work')).toBeTruthy();
    expect(screen.getByLabelText(/^Password/).getAttribute('value')).toBe('guess');
  });

  test('puts a refused account at the secret where the server names no field', async () => {
    await openPage('/sources/new?connector=postgres', {
      ...CONNECTORS,
      TestSource: { data: { testSource: { ok: false, message: 'the account is refused', code: 'FORBIDDEN', field: null, durationMs: 3 } } },
    });
    await userEvent.type(await screen.findByLabelText(/^Host/), 'db');
    await userEvent.click(screen.getByRole('button', { name: 'Test connection' }));
    await waitFor(() => expect(screen.getByLabelText(/^Password/).getAttribute('aria-invalid')).toBe('true'));
  });

  test('saves numbers as numbers, leaves out what is empty, then runs', async () => {
    const { sent } = await openPage('/sources/new?connector=postgres', {
      ...CONNECTORS,
      CreateSource: { data: { createSource: { id: 's1', name: 'Shop' } } },
      StartCrawl: { data: { startCrawl: { id: 'r1' } } },
    });
    await userEvent.type(await screen.findByLabelText(/^Name/), 'Shop');
    await userEvent.type(screen.getByLabelText(/^Host/), 'db');
    await userEvent.click(screen.getByRole('button', { name: 'Save and run' }));
    await waitFor(() => expect(sent.map(({ name }) => name)).toContain('StartCrawl'));
    const created = sent.find(({ name }) => name === 'CreateSource');
    expect(created?.variables['input']).toEqual({ name: 'Shop', connector: 'postgres', config: { host: 'db', port: 5432 } });
  });

  test('of a known source never holds the secret and keeps it when left empty', async () => {
    const { sent } = await openPage('/sources/s1/edit', {
      SourceDetail: { data: { source: SOURCE, connectors: [CONNECTOR] } },
      UpdateSource: { data: { updateSource: { id: 's1', name: 'Shop' } } },
    });
    const password = await screen.findByLabelText(/^Password/);
    expect(password.getAttribute('value')).toBe('');
    expect(screen.getByText('Stored and never shown. Leave it empty to keep it.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent.map(({ name }) => name)).toContain('UpdateSource'));
    expect(sent.find(({ name }) => name === 'UpdateSource')?.variables['input']).toMatchObject({ config: { host: 'db.example', port: 5433 }, clearSchedule: true });
  });

  test('is closed to an editor', async () => {
    await openPage('/sources/new', CONNECTORS, 'EDITOR');
    expect(await screen.findByText('You may not see this')).toBeTruthy();
  });
});

test('deleting a source asks first and says what becomes of its assets', async () => {
  const { sent } = await openPage('/sources/s1', { SourceDetail: { data: { source: SOURCE, connectors: [CONNECTOR] } }, DeleteSource: { data: { deleteSource: true } }, Sources: LIST });
  await userEvent.click(await screen.findByRole('button', { name: 'Actions of Shop' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }));
  expect(await screen.findByText('The assets stay as they were last read.')).toBeTruthy();
  expect(sent.map(({ name }) => name)).not.toContain('DeleteSource');
  await userEvent.click(screen.getByRole('checkbox'));
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(sent.find(({ name }) => name === 'DeleteSource')?.variables).toEqual({ id: 's1', removeAssets: true }));
});

test('editor may crawl a source and not manage it', async () => {
  await openPage('/sources/s1', { SourceDetail: { data: { source: SOURCE, connectors: [CONNECTOR] } } }, 'EDITOR');
  expect(await screen.findByRole('button', { name: 'Crawl now' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Actions of Shop' })).toBeNull();
});

test('each button of a source asks for its own right', async () => {
  const answers = { SourceDetail: { data: { source: SOURCE, connectors: [CONNECTOR] } } };
  await openPage('/sources/s1', answers, 'MEMBER', ['READ_CATALOG', 'READ_SOURCES', 'MANAGE_SOURCES']);
  expect(await screen.findByRole('button', { name: 'Edit' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Crawl now' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Actions of Shop' }));
  expect(await screen.findByRole('menuitem', { name: 'Pause' })).toBeTruthy();
  expect(screen.queryByRole('menuitem', { name: 'Delete' })).toBeNull();
});
