import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { openApp } from '../../test-app';

const HEAD = 'name,kind,tags';
const right = `${HEAD}\nshop.orders,table,pii\n`;

/** A server that takes tables: a cell `wrong` is wrong, everything else changes something. */
function takeTables() {
  const sent: { url: string; table: string }[] = [];
  const others = globalThis.fetch;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (!url.startsWith('/api/governance.csv')) return others(url, init);
    const table = String(init.body);
    sent.push({ url, table });
    const isWrong = table.includes('wrong');
    const change = { line: 2, asset: 'a1', name: 'shop.orders', fields: [{ field: 'tags', before: [], after: ['pii'] }] };
    const answer = { lines: 1, changed: isWrong ? 0 : 1, wrong: isWrong ? 1 : 0, changes: isWrong ? [] : [change], errors: isWrong ? [{ line: 2, column: 'tags', message: 'has an empty word' }] : [], commit: isWrong || url.endsWith('/preview') ? null : 'c1' };
    return Promise.resolve(new Response(JSON.stringify(answer), { status: 200 }));
  });
  return sent;
}

test('a table is chosen, previewed line by line, and written', async () => {
  await openApp({ path: '/admin/spreadsheet' });
  const sent = takeTables();
  const file = await screen.findByLabelText('CSV file');
  // The document of these tests cannot read files.
  await userEvent.upload(file, Object.assign(new File([right], 'decided.csv', { type: 'text/csv' }), { text: () => Promise.resolve(right) }));
  expect(await screen.findByText('1 of 1 lines would change something.')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'shop.orders' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Write' }));
  expect(await screen.findByText('1 asset was changed')).toBeTruthy();
  expect(sent.map(({ url }) => url)).toEqual(['/api/governance.csv/preview', '/api/governance.csv']);
  expect(sent[1]?.table).toBe(right);
  // The same table is not written twice.
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Write' }).disabled).toBe(true);
});

test('a wrong cell is named by line and column, and keeps all from being written', async () => {
  await openApp({ path: '/admin/spreadsheet' });
  takeTables();
  await userEvent.type(await screen.findByRole('textbox', { name: 'Table' }), 'wrong');
  await userEvent.click(screen.getByRole('button', { name: 'Preview' }));
  const errors = await screen.findByRole('region', { name: 'What is wrong' });
  expect(within(errors).getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['2', 'tags', 'has an empty word']);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Write' }).disabled).toBe(true);
});

test('the table to take away has the kinds and the system of the address', async () => {
  const app = await openApp({ path: '/admin/spreadsheet?kind=TERM' });
  const link = await screen.findByRole('link', { name: 'Download CSV' });
  expect(link.getAttribute('href')).toBe('/api/governance.csv?kinds=term');
  await userEvent.type(screen.getByRole('textbox', { name: 'System' }), 'x');
  await waitFor(() => expect(app.path()).toContain('namespace=x'));
  expect(screen.getByRole('link', { name: 'Download CSV' }).getAttribute('href')).toBe('/api/governance.csv?kinds=term&namespace=x');
});

test('a reader is not led to the spreadsheet', async () => {
  await openApp({ path: '/admin/spreadsheet', role: 'VIEWER' });
  expect(await screen.findByRole('heading', { name: 'You may not see this' })).toBeTruthy();
});
