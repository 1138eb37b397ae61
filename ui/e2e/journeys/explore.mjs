// A hub of lineage is explored in windows, searched, grouped, looked at in the past,
// read as an impact list and taken along as a picture; and the runs of a pipeline
// that fills it are looked through.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { axe } from '../browser.mjs';
import { write } from '../api.mjs';
import { see, until } from '../harness.mjs';
import { TABLE } from '../shop.mjs';
import { ADMIN } from './first-run.mjs';

const REPORT = 'mutation ($input: ReportInput!) { report(input: $input) { errors { message } } }';
const RUN = 'mutation ($run: ReportedRun!) { reportRun(run: $run) { errors { message } } }';
const NAMESPACE = 'postgres://explored:5432';
const place = (...parts) => ({ namespace: NAMESPACE, parts: ['dw', ...parts], kind: 'TABLE' });
const mart = (number) => place(`mart_${number % 3}`, `fact_${String(number).padStart(3, '0')}`);
const fed = (count) => [{ tool: 'loader', scope: 'nightly', edges: Array.from({ length: count }, (_, number) => ({ upstream: place('core', 'hub'), downstream: mart(number) })) }];

async function report(admin, input) {
  const answer = await write(admin, REPORT, { input });
  assert.deepEqual(answer.report.errors, []);
}

export async function explore({ harness, admin, world }) {
  await harness.step('hub of ninety tables is reported', admin, async () => {
    await report(admin, { assets: [place('core', 'hub'), ...Array.from({ length: 90 }, (_, number) => mart(number))], lineage: fed(90) });
    await until('its lineage is known', async () => {
      const { asset } = await write(admin, '{ asset(name: "core.hub") { id lineageCounts { downstream } } }', {});
      world.hub = asset.id;
      return asset.lineageCounts.downstream === 90;
    });
  });

  await harness.step('hub opens with a window and counts, and grows page by page', admin, async () => {
    await admin.goto(`/lineage?focus=${world.hub}`);
    await see(admin.getByText(/^Showing 26 of 91 assets/));
    await admin.getByRole('button', { name: /^\+65 Show 25 of 65 more downstream: hub/ }).click();
    // The first page of an expansion may hold what is there already; what counts is that it ends with all.
    for (const _ of [1, 2, 3]) {
      const chip = admin.locator('.lineage-card.is-focus .lineage-chip');
      const before = await admin.getByRole('status').filter({ hasText: /assets/ }).innerText();
      if ((await chip.count()) === 0) break;
      await chip.click();
      await until('the page is there', async () => (await admin.locator('.animate-spin').count()) === 0 && ((await chip.count()) === 0 || (await admin.getByRole('status').filter({ hasText: /assets/ }).innerText()) !== before));
    }
    await see(admin.getByText(/91 assets and 90 edges|Showing 91 of 91 assets and 90 edges/));
  });

  await harness.step('address alone brings the same picture back', admin, async () => {
    const address = admin.url();
    assert.match(address, /more=d/);
    await admin.goto('/');
    await admin.goto(address);
    await see(admin.getByText(/91 assets and 90 edges|Showing 91 of 91 assets and 90 edges/));
  });

  await harness.step('groups are drawn as one and spread out again', admin, async () => {
    await admin.goto(`/lineage?focus=${world.hub}&fan=100&group=schema`);
    await see(admin.getByText('3 groups'));
    await admin.getByRole('button', { name: 'Show its assets: mart_1' }).first().click();
    await see(admin.getByText('2 groups'));
    assert.match(admin.url(), /spread=/);
  });

  await harness.step('search in the graph walks from hit to hit', admin, async () => {
    await admin.goto(`/lineage?focus=${world.hub}&fan=100`);
    await see(admin.locator('.lineage-main').first());
    const field = admin.getByLabel('Find in the graph');
    await field.fill('fact_07');
    await see(admin.getByText('10 hits'));
    await field.press('Enter');
    await see(admin.getByRole('complementary', { name: 'fact_070' }));
    await field.press('Enter');
    await see(admin.getByText('2 of 10'));
  });

  await harness.step('edge says who says so, and for what', admin, async () => {
    await admin.getByRole('complementary', { name: /^fact_/ }).getByRole('button', { name: 'hub' }).click();
    const edge = admin.getByRole('complementary', { name: 'Edge' });
    await see(edge.getByText('loader'));
    await see(edge.getByText('nightly'));
    await see(edge.getByText('100%'));
  });

  await harness.step('edge by hand is written, described anew and taken back', admin, async () => {
    await admin.goto(`/lineage?focus=${world.hub}&fan=100`);
    await see(admin.locator('.lineage-main').first());
    await admin.keyboard.press('a');
    const form = admin.getByRole('dialog');
    await form.getByRole('combobox', { name: 'Find an asset' }).fill(TABLE);
    await form.getByRole('option', { name: new RegExp(TABLE) }).first().click();
    await form.getByRole('textbox', { name: 'Note' }).fill('Copied by a script');
    assert.deepEqual(await axe(admin), []);
    await form.getByRole('button', { name: 'Save' }).click();
    const hand = admin.getByRole('region', { name: 'Written by hand' });
    await see(hand.getByText('Copied by a script'));
    await see(hand.getByText(ADMIN.name));
    await see(admin.getByText(/and 91 edges/));
    await hand.getByRole('button', { name: 'Edit' }).click();
    await form.getByRole('textbox', { name: 'Note' }).fill('Copied by hand');
    await form.getByRole('button', { name: 'Save' }).click();
    await see(hand.getByText('Copied by hand'));
    await hand.getByRole('button', { name: 'Remove' }).click();
    await form.getByRole('button', { name: 'Remove' }).click();
    await see(admin.getByText(/91 assets and 90 edges/));
  });

  await harness.step('slider goes back to before two tables were fed no more', admin, async () => {
    await report(admin, { lineage: fed(88) });
    await until('the slider knows of it', async () => {
      await admin.goto(`/lineage?focus=${world.hub}&fan=100&against=before`);
      await see(admin.getByRole('slider', { name: 'Moment shown' }));
      return (await admin.getByText('0 edges appeared · 2 edges vanished').count()) > 0;
    });
    const slider = admin.getByRole('slider', { name: 'Moment shown' });
    await slider.focus();
    await admin.keyboard.press('Home');
    await see(admin.getByText('90 edges appeared · 0 edges vanished'));
    assert.match(admin.url(), /asOf=/);
  });

  await harness.step('impact is sorted, gathered by owner and exported', admin, async () => {
    await admin.goto(`/lineage?focus=${world.hub}&view=impact`);
    await see(admin.getByText('88 assets'));
    await admin.getByRole('button', { name: /^Name/ }).click();
    await see(admin.getByRole('columnheader', { name: /^Name/ }).and(admin.locator('[aria-sort="ascending"]')));
    await admin.getByRole('button', { name: 'By owner' }).click();
    await see(admin.getByRole('heading', { name: /^nobody/ }));
    const download = admin.waitForEvent('download');
    await admin.getByRole('button', { name: 'Export CSV' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8').trim().split('\r\n');
    assert.equal(lines.length, 89);
  });

  await harness.step('graph is taken along as SVG and PNG', admin, async () => {
    await admin.goto(`/lineage?focus=${world.hub}`);
    await see(admin.locator('.lineage-main').first());
    for (const [type, begins] of [['SVG', '<svg'], ['PNG', '\u0089PNG']]) {
      await admin.getByRole('button', { name: 'Take along' }).click();
      const download = admin.waitForEvent('download');
      await admin.getByRole('button', { name: `Save as ${type}` }).click();
      const picture = readFileSync(await (await download).path(), 'latin1');
      assert.ok(picture.startsWith(begins), type);
      await admin.keyboard.press('Escape');
      await admin.locator('h1').click();
    }
  });

  await harness.step('full screen is entered by key and left again', admin, async () => {
    await admin.keyboard.press('m');
    await admin.getByRole('button', { name: 'Leave full screen' }).click();
    await see(admin.getByRole('button', { name: 'Full screen' }));
  });

  await harness.step('axe: explorer with everything open', admin, async () => {
    for (const path of [`/lineage?focus=${world.hub}&group=schema&against=before&sel=n~${world.hub}`, `/lineage?focus=${world.hub}&view=impact`]) {
      await admin.goto(path);
      await see(admin.getByRole('toolbar'));
      await until('it has loaded', async () => (await admin.locator('main [aria-busy="true"], .animate-spin').count()) === 0);
      assert.deepEqual(await axe(admin), [], path);
    }
  });

  await harness.step('failed run of a pipeline is found, with its reason and log', admin, async () => {
    const pipeline = { namespace: 'airflow://explored', parts: ['nightly'], kind: 'PIPELINE' };
    await report(admin, { assets: [pipeline] });
    const startedAt = new Date(Date.now() - 60_000).toISOString();
    for (const [externalRunId, extra] of [['run_good', { status: 'SUCCEEDED' }], ['run_bad', { status: 'FAILED', errorReason: 'disk is full', log: 'starting\nERROR disk is full' }]]) {
      const answer = await write(admin, RUN, { run: { ...pipeline, externalRunId, startedAt, endedAt: new Date().toISOString(), ...extra } });
      assert.deepEqual(answer.reportRun.errors, []);
    }
    await admin.goto('/pipelines?status=%5B%22FAILED%22%5D');
    await admin.getByRole('link', { name: 'run_bad' }).click();
    await see(admin.getByRole('alert').filter({ hasText: 'disk is full' }));
    await see(admin.getByRole('region', { name: 'Log' }).getByText('ERROR disk is full'));
    world.pipelineRun = new URL(admin.url()).pathname;
    await admin.getByRole('link', { name: 'Runs of this pipeline' }).click();
    await see(admin.getByRole('link', { name: 'run_good' }));
    await see(admin.getByRole('button', { name: /Succeeded 1, Failed 1/ }));
  });
}
