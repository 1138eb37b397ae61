// An administrator writes GraphQL of their own in GraphiQL: completion, an answer, a
// subscription, the schema's words; and somebody who may not does not get there.
import assert from 'node:assert/strict';
import { axe } from '../browser.mjs';
import { ask } from '../api.mjs';
import { see, until } from '../harness.mjs';
import { ADMIN, signIn } from './first-run.mjs';

const EDITOR = { name: 'gus', password: 'a long sentence for gus' };

export async function graphiql({ harness, browser, admin, world }) {
  const page = await browser.person();
  const answer = page.locator('.result-window .view-lines');
  await harness.step('administrator finds GraphiQL in the account menu', page, async () => {
    await page.goto('/login');
    await signIn(page, ADMIN.name, ADMIN.password);
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: /GraphiQL/ }).click();
    await see(page.getByRole('button', { name: /Execute/ }));
    assert.equal(new URL(page.url()).pathname, '/graphiql');
  });

  await harness.step('GraphiQL completes from the schema and shows the answer', page, async () => {
    await write(page, '{ me { na');
    await see(page.locator('.suggest-widget').getByText('displayName'));
    await page.keyboard.press('Escape');
    await write(page, '{ me { name role } }');
    await page.keyboard.press('Control+Enter');
    await until('the answer is there', async () => (await answer.innerText()).replaceAll('\u00a0', ' ').includes(`"name": "${ADMIN.name}"`));
  });

  await harness.step('GraphiQL subscribes over the socket', page, async () => {
    const opened = page.waitForEvent('websocket');
    await write(page, 'subscription { changes { number } }');
    await page.keyboard.press('Control+Enter');
    const socket = await opened;
    await see(page.getByRole('button', { name: /Stop/ }));
    const before = await answer.innerText();
    await until('a change has arrived', async () => {
      // The socket may not listen yet when the first change is made, so each try makes another.
      await ask(admin, 'EditAsset', { id: world.table, input: { description: `seen in GraphiQL ${Date.now()}` } });
      return (await answer.innerText()) !== before && (await answer.innerText()).includes('number');
    });
    assert.equal(new URL(socket.url()).pathname, '/graphql/ws');
    await page.getByRole('button', { name: /Stop/ }).click();
  });

  await harness.step('axe: GraphiQL, light and dark', page, async () => {
    await page.getByRole('button', { name: /Documentation/ }).click();
    await see(page.getByText('All Schema Types'));
    for (const theme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: theme });
      // What is GraphiQL's and its editor's own: tabs that hold the button that closes them, and the colours of code.
      const violations = (await axe(page, ['.graphiql-tab'])).filter((line) => !/^color-contrast.*\.mtk\d/.test(line));
      assert.deepEqual(violations, [], theme);
    }
  });
  await page.context().close();

  const editor = await browser.person();
  await harness.step('editor does not get to GraphiQL', editor, async () => {
    await ask(admin, 'CreateUser', { input: { name: EDITOR.name, displayName: 'Gus', password: EDITOR.password, role: 'EDITOR' } });
    await editor.goto('/login');
    await signIn(editor, EDITOR.name, EDITOR.password);
    await editor.getByRole('button', { name: /^Account of/ }).click();
    await see(editor.getByRole('menuitem', { name: 'Sign out' }));
    assert.equal(await editor.getByRole('menuitem', { name: /GraphiQL/ }).count(), 0);
    const reply = await editor.goto('/graphiql');
    assert.equal(reply.status(), 403);
  });
  await editor.context().close();
}

/** Replaces what the query editor holds. */
async function write(page, text) {
  await page.locator('.graphiql-query-editor .view-lines').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  // As pasted: brackets are not closed by the editor.
  await page.keyboard.insertText(text.slice(0, -1));
  await page.keyboard.type(text.slice(-1));
}
