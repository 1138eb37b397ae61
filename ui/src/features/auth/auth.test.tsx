import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp, RIGHT_PASSWORD } from '../../test-app';

test('a visitor is led to the sign-in and will come back to the page they wanted', async () => {
  const app = await openApp({ path: '/search?q=orders', role: null });
  await screen.findByRole('heading', { name: 'Sign in' });
  expect(app.path()).toBe('/login?next=%2Fsearch%3Fq%3Dorders');
});

test('a link to another host is not followed after signing in', async () => {
  const app = await openApp({ path: '/login?next=//evil.example/', role: null, network: { Home: 'pending' } });
  await userEvent.type(await screen.findByLabelText(/User name/), 'ana');
  await userEvent.type(screen.getByLabelText(/Password/), `${RIGHT_PASSWORD}{Enter}`);
  await screen.findByRole('heading', { name: 'What are you looking for?' });
  expect(app.path()).toBe('/');
});

test('a wrong password is told without saying which of the two was wrong', async () => {
  await openApp({ path: '/login', role: null, locale: 'zh' });
  await userEvent.type(await screen.findByLabelText(/用户名/), 'ana');
  await userEvent.type(screen.getByLabelText(/密码/), 'nope');
  await userEvent.click(screen.getByRole('button', { name: '登录' }));
  expect(await screen.findByText('用户名或密码不正确。')).toBeTruthy();
});

test('other systems are offered with the page that was wanted, and what failed there is told', async () => {
  const corp = { name: 'corp', title: 'Corp', kind: 'redirect', isUsable: true } as const;
  const office = { name: 'office', title: 'Office', kind: 'password', isUsable: true } as const;
  const broken = { name: 'old', title: 'Old', kind: 'redirect', isUsable: false } as const;
  await openApp({ path: '/login?next=%2Fsearch%3Fq%3Dorders&failed=account', role: null, providers: [corp, office, broken] });
  const link = await screen.findByRole('link', { name: 'Sign in with Corp' });
  expect(link.getAttribute('href')).toBe('/api/sign-in/corp?next=%2Fsearch%3Fq%3Dorders');
  expect(screen.queryByText(/Office/)).toBeNull();
  expect(screen.getByText('Old cannot be used now.')).toBeTruthy();
  expect(screen.getByRole('alert').textContent).toContain('There is no account here for you');
});

test('without any account the sign-in says where the one-time link is', async () => {
  await openApp({ path: '/', role: null, setup: true });
  expect(await screen.findByText('No account exists yet')).toBeTruthy();
});

test('the first password must be long enough and typed twice alike', async () => {
  await openApp({ path: '/setup?token=abc', role: null, setup: true });
  await userEvent.type(await screen.findByLabelText(/User name/), 'root');
  await userEvent.type(screen.getByLabelText(/^Password \*/), 'short');
  await userEvent.type(screen.getByLabelText(/Password again/), 'short');
  await userEvent.click(screen.getByRole('button', { name: 'Create and sign in' }));
  expect(await screen.findByText('Use at least 10 characters.')).toBeTruthy();
});
