// A term goes through review: an editor writes it and hands it in, cannot accept it themselves, and a reviewer does.
import assert from 'node:assert/strict';
import { ask, call } from '../api.mjs';
import { see, seeNone } from '../harness.mjs';
import { signIn } from './first-run.mjs';

const PASSWORD = 'a long sentence for everybody';
const AUTHOR = 'edith';
const REVIEWER = 'rita';

export async function review({ harness, browser, admin, world }) {
  const [author, reviewer] = [await browser.person(), await browser.person()];
  await harness.step('author and reviewer are made', admin, async () => {
    await ask(admin, 'CreateUser', { input: { name: AUTHOR, displayName: 'Edith', password: PASSWORD, role: 'EDITOR' } });
    await ask(admin, 'CreateUser', { input: { name: REVIEWER, displayName: 'Rita', password: PASSWORD, role: 'VIEWER' } });
    for (const [page, name] of [[author, AUTHOR], [reviewer, REVIEWER]]) {
      await page.goto('/login');
      await signIn(page, name, PASSWORD);
      await see(page.getByRole('navigation', { name: 'Main' }));
    }
  });

  await harness.step('editor makes a glossary whose terms somebody reviews', author, async () => {
    await author.goto('/glossary');
    await author.getByRole('button', { name: 'New glossary' }).first().click();
    const dialog = author.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Trade');
    await dialog.getByRole('combobox', { name: 'Reviewers' }).fill(REVIEWER);
    await dialog.getByRole('option', { name: /Rita/ }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await see(author.getByRole('button', { name: 'New term' }));
  });

  await harness.step('editor writes a term and hands it in', author, async () => {
    await author.getByRole('button', { name: 'New term' }).click();
    const dialog = author.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Net revenue');
    await dialog.getByLabel('Description (Markdown)').fill('What remains after returns.');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await see(author.getByText('What remains after returns.'));
    await author.getByRole('button', { name: 'Hand in for review' }).click();
    await seeNone(author.getByRole('button', { name: 'Accept' }), author.getByText('In review').first());
    world.term = new URL(author.url()).pathname + new URL(author.url()).search;
  });

  await harness.step('author is refused by the API too', author, async () => {
    const id = new URL(author.url()).searchParams.get('at');
    const { errors } = await call(author, 'ReviewTerm', { id, decision: 'ACCEPT', note: null });
    assert.equal(errors?.[0]?.extensions?.code, 'FORBIDDEN', JSON.stringify(errors));
  });

  await harness.step('reviewer accepts the term, which is approved for everybody', reviewer, async () => {
    await reviewer.goto(world.term);
    await reviewer.getByRole('textbox', { name: 'Note' }).fill('As we agreed.');
    await reviewer.getByRole('button', { name: 'Accept' }).click();
    await see(reviewer.getByText('Approved').first());
    await author.reload();
    await see(author.getByText('Approved').first());
    await see(author.getByText('As we agreed.'));
  });
  await Promise.all([author.context().close(), reviewer.context().close()]);
}
