import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { openPage } from '../../app/test-page';
import { shareOf, sumOf } from './model';

const SHOP = { source: { id: 's1', name: 'shop' }, complete: 96, partial: 3, opaque: 0, failed: 1, reasons: [{ code: 'unknown_table', count: 3 }, { code: 'odd_thing', count: 1 }] };
const REPORTED = { source: null, complete: 0, partial: 0, opaque: 2, failed: 0, reasons: [] };
const GAP = { asset: { id: 'v1', kind: 'TABLE', displayName: 'customer_totals' }, position: 0, status: 'PARTIAL', coverage: 0.875, dialect: 'postgres', notes: [{ code: 'unknown_table', message: '`archive.orders` is not in the catalog' }, { code: 'a', message: '1' }, { code: 'b', message: '2' }, { code: 'c', message: '3' }], since: 7 };
const gaps = (nodes: readonly object[]) => ({ SqlGaps: { data: { sqlGaps: { nodes, pageInfo: { hasNextPage: false, endCursor: null } } } } });

describe('SQL of sources', () => {
  test('is counted with its reasons, and statements with a gap are listed', async () => {
    await openPage('/sql', { SqlCoverage: { data: { sqlCoverage: [SHOP, REPORTED] } }, ...gaps([GAP]) });
    const row = await screen.findByRole('row', { name: /^shop/ });
    expect(row.textContent).toMatch(/96%96301Table not found · 3odd thing · 1/);
    expect(screen.getByText('Reported by modules and people')).toBeTruthy();
    expect((await screen.findByRole('link', { name: 'customer_totals' })).getAttribute('href')).toBe('/a/v1');
    expect(screen.getByText('87.5% of its words')).toBeTruthy();
    expect(screen.getByText('and 1 more remark')).toBeTruthy();
  });

  test('is narrowed to a source and a status by the address', async () => {
    const { sent } = await openPage('/sql?source=s1', { SqlCoverage: { data: { sqlCoverage: [SHOP] } }, ...gaps([]) });
    expect(await screen.findByText('Every statement is understood completely.')).toBeTruthy();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Status' }), 'FAILED');
    await screen.findByText('Every statement is understood completely.');
    expect(sent.findLast(({ name }) => name === 'SqlGaps')?.variables).toMatchObject({ source: 's1', status: 'FAILED' });
  });

  test('that is not there yet says where it would come from', async () => {
    await openPage('/sql', { SqlCoverage: { data: { sqlCoverage: [] } } });
    expect(await screen.findByText('No SQL has been read yet')).toBeTruthy();
  });

  test('that cannot be read offers another try', async () => {
    await openPage('/sql', { SqlCoverage: { code: 'INTERNAL' } });
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});

test('shares are of all statements, and there is none of nothing', () => {
  expect(shareOf(SHOP)).toBe(0.96);
  expect(shareOf(sumOf([]))).toBeNull();
  expect(sumOf([SHOP, REPORTED])).toEqual({ complete: 96, partial: 3, opaque: 2, failed: 1 });
});
