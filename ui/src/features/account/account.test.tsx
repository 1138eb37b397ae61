import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp } from '../../test-app';

test('the secret of a new token is shown once and gone when it is put away', async () => {
  await openApp({ path: '/me', network: { Sessions: { data: { sessions: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } } }, Tokens: { data: { tokens: [] } }, Identities: { data: { identities: [{ provider: 'oidc:corp', subject: 'x', email: 'ana@example.com', lastUsedAt: '2026-01-01T08:00:00Z' }], externalGroups: [{ origin: 'oidc:corp', name: 'data' }] } }, CreateToken: { data: { createToken: { secret: 'cad_secret', token: { id: 't', name: 'n' } } } } } });
  await userEvent.click(await screen.findByRole('button', { name: 'New token' }));
  await userEvent.type(await screen.findByLabelText(/^Name/), 'nightly');
  await userEvent.click(screen.getByRole('button', { name: 'Make the token' }));
  expect(await screen.findByText('cad_secret')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'I have kept it' }));
  expect(screen.queryByText('cad_secret')).toBeNull();
});
