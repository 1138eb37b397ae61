import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp } from '../../test-app';

const costCenter = { name: 'costCenter', titleEn: 'Cost centre', titleZh: '成本中心', description: '', kinds: ['TABLE'], propertyType: 'INTEGER', choices: [], pattern: null, isRequired: true };
const secrecy = { ...costCenter, name: 'secrecy', titleEn: 'Secrecy', titleZh: '密级', kinds: ['TABLE', 'COLUMN'], propertyType: 'CHOICE', choices: ['low', 'high'], isRequired: false };
const Properties = { data: { customProperties: [costCenter, secrecy] } };

test('a6_properties are listed by kind, with what they take', async () => {
  const app = await openApp({ path: '/admin/properties', network: { Properties } });
  expect(await screen.findByText('low, high')).toBeTruthy();
  expect(screen.getByText('Whole number')).toBeTruthy();
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Kind of asset' }), 'Column');
  expect(app.path()).toBe('/admin/properties?kind=COLUMN');
  await waitFor(() => expect(screen.queryByText('Whole number')).toBeNull());
});

test('a6_a property is made, refused at its field, and saved', async () => {
  let isRefused = true;
  const SaveProperty = () => {
    if (!isRefused) return { data: { saveProperty: { name: 'owner2' } } };
    isRefused = false;
    return { code: 'INVALID', field: 'name', message: 'is a word of the query language already; take another one' };
  };
  const app = await openApp({ path: '/admin/properties', network: { Properties: { data: { customProperties: [] } }, SaveProperty } });
  expect(await screen.findByText('No properties yet')).toBeTruthy();
  const [add] = screen.getAllByRole('button', { name: 'New property' });
  await userEvent.click(add as HTMLElement);
  const dialog = await screen.findByRole('dialog');
  const name = within(dialog).getByRole('textbox', { name: /^Name/ });
  await userEvent.type(name, 'secrecy');
  await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Values' }), 'One choice');
  const save = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Save' });
  expect(save.disabled).toBe(true);
  await userEvent.type(within(dialog).getByRole('combobox', { name: 'Choices' }), 'low{Enter}high{Enter}');
  await userEvent.click(save);
  expect((await within(dialog).findByText(/word of the query language/)).id).toContain(name.id);
  await userEvent.click(save);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const input = { name: 'secrecy', titleEn: '', titleZh: '', description: '', kinds: ['TABLE'], propertyType: 'CHOICE', choices: ['low', 'high'], pattern: null, isRequired: false };
  expect(app.sent.findLast((sent) => sent.name === 'SaveProperty')?.variables).toEqual({ input });
});

test('one that assets have is deleted only after saying that its values go, too', async () => {
  const DeleteProperty = ({ force }: Record<string, unknown>) => (force ? { data: { deleteProperty: 3 } } : { code: 'CONFLICT', message: '3 assets have `costCenter`' });
  await openApp({ path: '/admin/properties', network: { Properties, DeleteProperty } });
  await userEvent.click(await screen.findByRole('button', { name: 'Delete costCenter' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
  expect(await within(dialog).findByText('3 assets have `costCenter`')).toBeTruthy();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete with all values' }));
  expect(await screen.findByText('costCenter is deleted; 3 assets had it')).toBeTruthy();
});

test('the name of a property stays', async () => {
  await openApp({ path: '/admin/properties?property=costCenter', network: { Properties } });
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByRole<HTMLInputElement>('textbox', { name: /^Name/ }).disabled).toBe(true);
});

test('a reader is not led to properties', async () => {
  const app = await openApp({ path: '/admin/properties', role: 'VIEWER' });
  expect(await screen.findByRole('heading', { name: 'You may not see this' })).toBeTruthy();
  expect(app.sent).toEqual([]);
});

test('a list that fails can be asked for again', async () => {
  await openApp({ path: '/admin/properties', network: { Properties: { code: 'UNAVAILABLE' } } });
  expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
});
