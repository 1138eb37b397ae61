import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { openApp } from '../../test-app';

const glossary = { id: 'g1', kind: 'GLOSSARY', name: 'Sales', displayName: 'Sales', childCounts: [{ kind: 'TERM', count: 1 }], governance: { assignedCount: null }, details: { __typename: 'GlossaryDetails' } };
const order = { id: 't1', kind: 'TERM', name: 'Order', displayName: 'Order', childCounts: [], governance: { assignedCount: 2 }, details: { __typename: 'TermDetails', status: 'IN_REVIEW' } };
const page = (nodes: readonly unknown[]) => ({ data: { governance: { nodes, pageInfo: { hasNextPage: false, endCursor: null } } } });
const VocabularyBranch = (variables: unknown) => page((variables as { parent: string | null }).parent === 'g1' ? [order] : [glossary]);
const term = {
  id: 't1',
  kind: 'TERM',
  name: 'Order',
  displayName: 'Order',
  fullName: 'cadastre/Sales.Order',
  curatedDescription: 'A wish to buy.',
  descriptionHtml: '<p>A wish to buy.</p>',
  mayEdit: false,
  isRemoved: false,
  lastChangedAt: '2026-01-01T00:00:00Z',
  version: { major: 1, minor: 2 },
  path: [{ id: 'g1', kind: 'GLOSSARY', displayName: 'Sales' }],
  owners: [],
  childCounts: [],
  details: { __typename: 'TermDetails', status: 'IN_REVIEW', synonyms: ['Purchase'], references: [], isMutuallyExclusive: false, reviewers: ['vera'], authors: ['ana'], reviewedBy: null, reviewNote: null },
  governance: { assignedCount: 2, mayReview: true, relatedTerms: [] },
};
const VocabularyEntry = { data: { asset: term } };
const assigned = { id: 'a1', kind: 'TABLE', displayName: 'orders', fullName: 'x/orders', description: null, owners: [] };
const VocabularyAssigned = { data: { asset: { governance: { assigned: { nodes: [assigned], pageInfo: { hasNextPage: false, endCursor: null } } } } } };

beforeEach(() => {
  // The virtual list asks how high its box is; without layout it would show no row.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(400);
});

test('a term is opened in the tree, shown with what has it, and accepted with a note by who may', async () => {
  const ReviewTerm = { data: { reviewTerm: { id: 't1' } } };
  const app = await openApp({ path: '/glossary', role: 'VIEWER', network: { VocabularyBranch, VocabularyEntry, VocabularyAssigned, ReviewTerm } });
  const tree = await screen.findByRole('tree', { name: 'Glossary' });
  await within(tree).findByRole('treeitem', { name: /Sales/ });
  tree.focus();
  await userEvent.keyboard('{ArrowRight}');
  await userEvent.click(await within(tree).findByRole('treeitem', { name: /Order/ }));
  expect(app.path()).toContain('at=t1');
  expect(await screen.findByText('Purchase')).toBeTruthy();
  expect((await screen.findByRole('link', { name: 'orders' })).getAttribute('href')).toBe('/a/a1');
  expect(screen.queryByRole('button', { name: 'Change' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'New glossary' })).toBeNull();
  await userEvent.type(screen.getByRole('textbox', { name: 'Note' }), 'good');
  await userEvent.click(screen.getByRole('button', { name: 'Accept' }));
  await waitFor(() => expect(app.sent.find(({ name }) => name === 'ReviewTerm')?.variables).toEqual({ id: 't1', decision: 'ACCEPT', note: 'good' }));
});

test('a new term is written with its synonyms into the glossary that is looked at', async () => {
  const glossaryEntry = { ...term, id: 'g1', kind: 'GLOSSARY', name: 'Sales', displayName: 'Sales', mayEdit: true, path: [], details: { __typename: 'GlossaryDetails', isMutuallyExclusive: false, reviewers: [] }, governance: { assignedCount: null, mayReview: false, relatedTerms: [] } };
  const SaveTerm = { data: { saveTerm: { id: 't2' } } };
  const VocabularyPeople = { data: { people: [] } };
  const app = await openApp({ path: '/glossary?at=g1', role: 'EDITOR', network: { VocabularyBranch, VocabularyEntry: { data: { asset: glossaryEntry } }, VocabularyAssigned, VocabularyPeople, SaveTerm } });
  await userEvent.click(await screen.findByRole('button', { name: 'New term' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByLabelText(/^Name\b(?! that)/), 'Refund');
  await userEvent.type(within(dialog).getByRole('combobox', { name: 'Synonyms' }), 'Payback{Enter}');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(app.sent.find(({ name }) => name === 'SaveTerm')?.variables).toEqual({
      input: { name: 'Refund', parent: 'g1', synonyms: ['Payback'], isMutuallyExclusive: false, reviewers: [] },
    }),
  );
  expect(app.path()).toContain('at=t2');
});

test('a place with nothing in it says what it is for, and offers to make one only to who may', async () => {
  await openApp({ path: '/domains', role: 'VIEWER', network: { VocabularyBranch: page([]) } });
  expect(await screen.findByText('There are no domains yet')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'New domain' })).toBeNull();
});
