/** The report page as a reader has it: in a browser without a screen, from disk. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { runSim } from '../../cli/run-sim.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const skip = existsSync(CHROMIUM) ? false : `no browser at ${CHROMIUM}; CHROMIUM names another`;

let folder = '';
let browser: Browser;

/** A page in its own window, what its console said, and what it asked the network for. */
async function open(options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const said: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(join(folder, 'report.html')).href);
  return { page, said, asked, close: () => context.close() };
}

/** Waits until an expression is true in the page, whose own policy lets nobody poll there. */
async function until(page: Page, expression: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await page.evaluate(expression)) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`never true: ${expression}`);
}

/** The digest that the panel shows once it is another than `before`. */
async function digestAfter(page: Page, before: string): Promise<string> {
  await until(page, `!['', '${before}'].includes(document.getElementById('live-digest')?.textContent ?? '')`);
  return (await page.textContent('#live-digest')) ?? '';
}

/** What the command that the panel shows prints as its digest. */
async function digestOfCommand(page: Page): Promise<string> {
  const text = (await page.textContent('#live-command')) ?? '';
  const words = [...text.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? (plain as string));
  assert.deepEqual(words.slice(0, 2), ['sim', 'run']);
  const out = words.indexOf('--out') + 1;
  words[out] = join(folder, 'live');
  const { status, stdout, stderr } = runSim('.', words.slice(1));
  assert.equal(status, 0, stderr);
  return (JSON.parse(stdout) as { digest: string }).digest;
}

describe('the report page', { skip }, () => {
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deex-sim-page-'));
    const sets = ['replications=2', 'workload.requests=2000', 'sweep={ p_d: [0, 0.25, 0.5, 0.75, 1] }'].flatMap((set) => ['--set', set]);
    assert.equal(runSim('.', ['run', 'scenarios/4g.yaml', ...sets, '--out', folder, '--quiet']).status, 0);
    const { status, stderr } = runSim('.', ['report', folder, '--quiet']);
    assert.equal(status, 0, stderr);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('begins with the verdict, and asks nobody for anything', async () => {
    const { page, said, asked, close } = await open();
    await digestAfter(page, '');
    assert.match((await page.textContent('h1')) ?? '', /^DEEx (helps|hurts|makes)/);
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    await page.waitForTimeout(300);
    assert.deepEqual(said, []);
    assert.deepEqual(
      asked.filter((url) => !/^(file|blob):/.test(url)),
      [],
    );
    assert.equal(asked.filter((url) => url.startsWith('file:')).length, 1);
    await close();
  });

  it('makes every chart live as it comes into sight, each with its table', async () => {
    const { page, said, close } = await open();
    const ids = await page.$$eval('figure .chart[id^="chart-"]', (hosts) => hosts.map(({ id }) => id));
    assert.ok(ids.length >= 8, String(ids.length));
    for (const id of ids) {
      await page.locator(`#${id}`).scrollIntoViewIfNeeded();
      await page.waitForSelector(`#${id}[data-live="yes"] svg`);
      const rows = await page.locator(`figure:has(#${id}) details tbody tr`).count();
      assert.ok(rows > 0, id);
    }
    assert.deepEqual(said, []);
    await close();
  });

  it('hides a policy, zooms by key and button, and tells figures under the pointer', async () => {
    const { page, close } = await open();
    await page.locator('#chart-latency').scrollIntoViewIfNeeded();
    await page.waitForSelector('#chart-latency[data-live="yes"] svg');
    const lines = page.locator('#chart-latency path[stroke="#0072B2"]');
    const drawn = await lines.count();
    assert.ok(drawn > 0);
    const shown = () =>
      page.evaluate(
        `[...document.querySelectorAll('#chart-latency path[stroke="#0072B2"]')].filter((path) => getComputedStyle(path).display !== 'none').length`,
      );
    assert.equal(await shown(), drawn);
    const toggle = page.locator('figure:has(#chart-latency) input[type=checkbox]').first();
    await toggle.uncheck();
    assert.equal(await shown(), 0);
    await toggle.check();
    assert.equal(await shown(), drawn);

    const ticks = () =>
      page
        .locator('#chart-latency .role-axis-label text')
        .allTextContents()
        .then((texts) => texts.sort());
    const whole = await ticks();
    await page.focus('#chart-latency');
    await page.keyboard.press('+');
    for (let tries = 0; tries < 100 && String(await ticks()) === String(whole); tries++) await page.waitForTimeout(20);
    assert.notDeepEqual(await ticks(), whole);
    await page.locator('figure:has(#chart-latency) button[data-zoom=reset]').click();
    await page.waitForTimeout(200);
    assert.deepEqual(await ticks(), whole);

    const target = page.locator('#chart-latency path[opacity="0"]').nth(1);
    await target.hover({ force: true });
    await page.waitForSelector('#tooltip:not([hidden])');
    assert.match((await page.textContent('#tooltip')) ?? '', /latency|p_d/);
    await close();
  });

  it('re-runs the engine for every slider, by keyboard, to the digest of the command that it shows', async () => {
    const { page, said, close } = await open();
    let digest = await digestAfter(page, '');
    assert.equal(await digestOfCommand(page), digest);
    const curve = () => page.locator('#live-latency path[stroke="#0072B2"]').first().getAttribute('d');
    const knobs = await page.$$eval('.knob input', (inputs) => inputs.map(({ id }) => id).filter((id) => id !== 'knob-p_d'));
    assert.equal(knobs.length, 4);
    for (const id of knobs) {
      const before = await curve();
      await page.focus(`#${id}`);
      await page.keyboard.press('PageUp');
      digest = await digestAfter(page, digest);
      await page.waitForTimeout(100);
      if (id !== 'knob-2') assert.notEqual(await curve(), before, id);
    }
    assert.equal(await digestOfCommand(page), digest);

    const row = () => page.textContent('[data-policy=deex] [data-figure=accuracy]');
    const [was, caption] = [await row(), await page.textContent('#live-caption')];
    await page.focus('#knob-p_d');
    await page.keyboard.press('Home');
    assert.notEqual(await row(), was);
    assert.notEqual(await page.textContent('#live-caption'), caption);

    // As slow an uplink as there is: a queue grows without end, and the chart shows where.
    await page.focus('#knob-0');
    await page.keyboard.press('Home');
    digest = await digestAfter(page, digest);
    assert.ok((await page.locator('#live-latency .mark-rect path').count()) > 0);

    await page.click('#live-reset');
    const home = await digestAfter(page, digest);
    assert.equal(await digestOfCommand(page), home);
    assert.deepEqual(said, []);
    await close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has no serious barrier that axe knows, ${colorScheme}`, async () => {
      const { page, close } = await open({ colorScheme });
      await digestAfter(page, '');
      // The page allows no script from elsewhere, so axe comes in by the debugger.
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      const session = await page.context().newCDPSession(page);
      await session.send('Runtime.evaluate', { expression: axe });
      const { result } = await session.send('Runtime.evaluate', {
        expression: `axe.run().then(({ violations }) => JSON.stringify(violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html, failureSummary }) => [html.slice(0, 160), failureSummary])])))`,
        awaitPromise: true,
        returnByValue: true,
      });
      assert.deepEqual(JSON.parse(String(result.value)), []);
      await close();
    });
  }

  it('is whole without JavaScript', async () => {
    const { page, said, close } = await open({ javaScriptEnabled: false });
    assert.ok((await page.locator('figure svg').count()) >= 8);
    assert.match(await page.locator('noscript').first().innerText(), /sliders need JavaScript/);
    assert.equal(await page.locator('#live').isVisible(), false);
    assert.deepEqual(said, []);
    await close();
  });

  it('prints, and fits a telephone', async () => {
    const { page, close } = await open({ viewport: { width: 390, height: 800 } });
    await digestAfter(page, '');
    assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
    await page.emulateMedia({ media: 'print' });
    for (const hidden of ['.tools', '.live', 'details']) assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
    assert.ok((await page.pdf()).length > 50_000);
    await close();
  });
});
