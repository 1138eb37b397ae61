import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { openApp } from '../../test-app';

const END = { hasNextPage: false, endCursor: null };
const Standards = { data: { governance: { nodes: [{ id: 's1', name: 'Sex', displayName: 'Sex', details: { __typename: 'CodeListDetails', standard: 'GB/T 2261.1', codeCount: 4 }, governance: { assignedCount: 1 } }], pageInfo: END } } };
const ratio = { group: { id: 's1', displayName: 'Sex' }, columns: 1, distinct: 4, mapped: 3, ratio: 0.75, rows: 7, outside: 5 };
const StandardRatios = { data: { standardRatios: { nodes: [ratio], isPartial: false } } };
const details = { __typename: 'CodeListDetails', standard: 'GB/T 2261.1', expectedClass: 'TEXT', maxLength: 1, pattern: '[0-9]', codeCount: 4 };
const standard = { id: 's1', name: 'Sex', displayName: 'Sex', curatedDescription: null, descriptionHtml: '', mayEdit: true, isRemoved: false, lastChangedAt: '2026-01-01T00:00:00Z', version: { major: 1, minor: 0 }, owners: [], details, governance: { assignedCount: 1 } };
const Standard = { data: { asset: standard } };
const codes = [
  { code: '1', meaning: 'male', names: ['M'] },
  { code: '2', meaning: 'female', names: [] },
];
const StandardCodes = { data: { asset: { details: { __typename: 'CodeListDetails', codes: { nodes: codes, hasNextPage: false, endCursor: null } } } } };
const contrast = { readAt: '2026-01-01T00:00:00Z', readBy: 'ana', rows: 8, nulls: 1, outside: 5, distinct: 4, mapped: 3, isPartial: false, ratio: 0.75 };
const column = { column: { id: 'c1', displayName: 'sex' }, table: { id: 't1', displayName: 'people' }, differences: ['LENGTH'], contrast };
const StandardColumns = { data: { standardColumns: { nodes: [column], pageInfo: END } } };
const StandardColumn = { data: { standardColumn: { ...column, standard: { id: 's1', displayName: 'Sex' }, mayRead: true, mayMap: true } } };
const values = [
  { value: '2', rows: 4, code: '2', isSaid: false, suggestion: null },
  { value: 'm ', rows: 3, code: null, isSaid: false, suggestion: { code: '1', why: 'NAME' } },
];
const StandardValues = { data: { standardColumn: { values: { nodes: values, pageInfo: END } } } };
const network = { Standards, StandardRatios, Standard, StandardCodes, StandardColumns, StandardColumn, StandardValues };

beforeEach(() => {
  // The virtual list asks how high its box is; without layout it would show no row.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
});

test('standards are listed with their ratio, and one is opened with what it expects', async () => {
  const app = await openApp({ path: '/standards', role: 'VIEWER', network });
  expect(await screen.findByRole('meter', { name: 'Sex' })).toBeTruthy();
  await userEvent.click(await screen.findByRole('button', { name: /^Sex.*75/s }));
  expect(app.path()).toContain('at=s1');
  expect(await screen.findByText('[0-9]')).toBeTruthy();
  expect(screen.getByRole('tab', { name: /Columns/ })).toBeTruthy();
});

test('a suggestion is taken, and what is itself the code says so', async () => {
  const MapStandardValues = { data: { mapStandardValues: { contrast: { ratio: 1 } } } };
  const app = await openApp({ path: '/standards?at=s1&tab=columns&column=c1', role: 'EDITOR', network: { ...network, MapStandardValues } });
  expect(await screen.findByText('Is the code')).toBeTruthy();
  expect(screen.getByText('Longer than expected')).toBeTruthy();
  await userEvent.click(await screen.findByRole('button', { name: 'Take 1 suggestion' }));
  await waitFor(() => expect(app.sent.find(({ name }) => name === 'MapStandardValues')?.variables).toEqual({ column: 'c1', meanings: [{ value: 'm ', code: '1' }] }));
  await userEvent.selectOptions(screen.getByRole('combobox', { name: /“m ”/ }), '2 female');
  await waitFor(() => expect(app.sent.filter(({ name }) => name === 'MapStandardValues').at(-1)?.variables).toEqual({ column: 'c1', meanings: [{ value: 'm ', code: '2' }] }));
});

test('who may not see samples sees the ratio and no values', async () => {
  const hidden = { data: { standardColumn: { ...StandardColumn.data.standardColumn, mayRead: false, mayMap: false } } };
  const app = await openApp({ path: '/standards?at=s1&tab=columns&column=c1', role: 'VIEWER', network: { ...network, StandardColumn: hidden } });
  expect(await screen.findByRole('meter', { name: 'Contrast ratio' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Read/ })).toBeNull();
  expect(app.sent.some(({ name }) => name === 'StandardValues')).toBe(false);
});

test('rows that are no code are asked for only when somebody wants them', async () => {
  const consistency = { total: 7, errors: 2, columns: [{ id: 'c0', name: 'id' }], rows: [['3'], [null]], hasMoreRows: true };
  const StandardRows = { data: { standardColumn: { consistency } } };
  const app = await openApp({ path: '/standards?at=s1&tab=columns&column=c1', role: 'EDITOR', network: { ...network, StandardRows } });
  const ask = await screen.findByRole('button', { name: 'Ask the source' });
  expect(app.sent.some(({ name }) => name === 'StandardRows')).toBe(false);
  await userEvent.click(ask);
  const table = await screen.findByRole('table');
  expect(within(table).getAllByRole('row').map((row) => row.textContent)).toEqual(['id', '3', '∅']);
  expect(screen.getByText('2 of 7 rows with a value')).toBeTruthy();
});

test('a new standard is written, and a refusal stands at its field', async () => {
  const SaveCodeList = { code: 'INVALID', message: '`maxLength`: is 0', field: 'maxLength' };
  const app = await openApp({ path: '/standards', role: 'EDITOR', network: { ...network, SaveCodeList } });
  await userEvent.click(await screen.findByRole('button', { name: 'New data standard' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByLabelText(/^Name/), 'Country');
  await userEvent.type(within(dialog).getByLabelText('Greatest length'), 'x');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(within(dialog).getByLabelText('Greatest length').getAttribute('aria-invalid')).toBe('true'));
  expect(app.sent.find(({ name }) => name === 'SaveCodeList')?.variables).toEqual({ input: { name: 'Country', displayName: null, description: null, standard: null, expectedClass: null, maxLength: 0, pattern: null } });
});
