// Pattern: APG combobox with list autocomplete.
import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeAll, expect, test, vi } from 'vitest';
import { startI18n } from '../../app/i18n';
import { Typeahead } from './typeahead';

beforeAll(startI18n);

function Sample({ onSubmit, onChoose }: { readonly onSubmit: (text: string) => void; readonly onChoose: (id: string) => void }) {
  const [text, setText] = useState('');
  const items = ['orders', 'customers'].map((id) => ({ id, content: id, onChoose: () => onChoose(id) }));
  return <Typeahead label="Find" value={text} onChange={setText} groups={[{ label: 'Tables', items }]} onSubmit={onSubmit} />;
}

test('arrow down marks an option and Enter chooses it', async () => {
  const onChoose = vi.fn();
  render(<Sample onSubmit={vi.fn()} onChoose={onChoose} />);
  const field = screen.getByRole('combobox', { name: 'Find' });
  await userEvent.type(field, 'o{ArrowDown}{ArrowDown}');
  expect(screen.getByRole('option', { name: 'customers' }).getAttribute('aria-selected')).toBe('true');
  expect(field.getAttribute('aria-activedescendant')).toBe(screen.getByRole('option', { name: 'customers' }).id);
  await userEvent.keyboard('{Enter}');
  expect(onChoose).toHaveBeenCalledWith('customers');
});

test('Enter without a marked option submits the text', async () => {
  const onSubmit = vi.fn();
  render(<Sample onSubmit={onSubmit} onChoose={vi.fn()} />);
  await userEvent.type(screen.getByRole('combobox'), 'pay{Enter}');
  expect(onSubmit).toHaveBeenCalledWith('pay');
});

test('Enter that ends a Chinese composition neither submits nor chooses', () => {
  const onSubmit = vi.fn();
  render(<Sample onSubmit={onSubmit} onChoose={vi.fn()} />);
  fireEvent.keyDown(screen.getByRole('combobox'), { key: 'Enter', isComposing: true });
  expect(onSubmit).not.toHaveBeenCalled();
});

test('Escape closes the list and keeps the text', async () => {
  render(<Sample onSubmit={vi.fn()} onChoose={vi.fn()} />);
  const field = screen.getByRole<HTMLInputElement>('combobox');
  await userEvent.type(field, 'or{Escape}');
  expect(field.getAttribute('aria-expanded')).toBe('false');
  expect(field.value).toBe('or');
});
