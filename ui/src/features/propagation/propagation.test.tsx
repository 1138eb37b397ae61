import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp } from '../../test-app';

const rule = { id: 'r1', name: 'Personal data', sort: 'TAG', pattern: 'pii.*', passes: 'VALUES', stopsAtMasking: true, stopsAtAggregation: false, confirms: false, maxSteps: 20, isEnabled: true, changedBy: 'ana', changedAt: '2026-01-01T00:00:00Z' };
const PropagationRules = { data: { propagationRules: [rule] } };

test('a rule is tried, refused at its field, and saved', async () => {
  let isRefused = true;
  const SavePropagationRule = () => {
    if (!isRefused) return { data: { savePropagationRule: { id: 'r2' } } };
    isRefused = false;
    return { code: 'INVALID', field: 'pattern', message: 'write one name, `NAME.*` or `*`' };
  };
  const first = [{ tag: 'secret', steps: 2, asset: { id: 'c1', fullName: 'shop.public.mart.phone' } }];
  const PreviewPropagationRule = { data: { previewPropagationRule: { total: 1, isExact: true, first } } };
  const app = await openApp({ path: '/admin/propagation', network: { PropagationRules, SavePropagationRule, PreviewPropagationRule } });
  expect(await screen.findByText('pii.*')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'New rule' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByLabelText(/^Name/), 'Secrets');
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Tags/ }), 'secret');
  await userEvent.click(within(dialog).getByRole('button', { name: 'What would it reach?' }));
  expect(await within(dialog).findByText('It reaches 1 column.')).toBeTruthy();
  expect(within(dialog).getByRole('link', { name: 'shop.public.mart.phone' })).toBeTruthy();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  expect((await within(dialog).findByText(/write one name/)).id).toContain(within(dialog).getByRole('textbox', { name: /^Tags/ }).id);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const input = { name: 'Secrets', sort: 'TAG', pattern: 'secret', passes: 'VALUES', stopsAtMasking: true, stopsAtAggregation: true, confirms: false, maxSteps: 20, isEnabled: true };
  expect(app.sent.findLast(({ name }) => name === 'SavePropagationRule')?.variables).toEqual({ id: null, input });
});

test('a reader is not led to the rules', async () => {
  const app = await openApp({ path: '/admin/propagation', role: 'VIEWER' });
  expect(await screen.findByRole('heading', { name: 'You may not see this' })).toBeTruthy();
  expect(app.sent).toEqual([]);
});

test('a rule may be about a term, which is found by its name', async () => {
  const TermsToFollow = { data: { search: { hits: [{ asset: { id: 't1', displayName: 'Revenue' } }] } } };
  const SavePropagationRule = { data: { savePropagationRule: { id: 'r2' } } };
  const ofTerm = { ...rule, id: 'r9', name: 'Money', sort: 'TERM', pattern: 't1' };
  const TermName = { data: { asset: { id: 't1', displayName: 'Revenue' } } };
  const app = await openApp({ path: '/admin/propagation', network: { PropagationRules: { data: { propagationRules: [ofTerm] } }, TermsToFollow, TermName, SavePropagationRule } });
  expect(await screen.findByText('Term Revenue')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'New rule' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByLabelText(/^Name/), 'Revenue');
  await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'What follows' }), 'Terms');
  await userEvent.type(within(dialog).getByRole('combobox', { name: 'Term' }), 'rev');
  await userEvent.click(await screen.findByRole('option', { name: /Revenue/ }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(app.sent.find(({ name }) => name === 'SavePropagationRule')?.variables).toMatchObject({ input: { sort: 'TERM', pattern: 't1' } }));
});
