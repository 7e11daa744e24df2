import assert from 'node:assert/strict';

export const page = 'log.html';

const open = (page, task, more = {}) => page.evaluate(([name, options]) => demo.open(name, options), [task, more]);
const stats = page => page.evaluate(() => demo.view.stats());
const total = (page, count) => page.waitForFunction(wanted => demo.view.stats().total >= wanted && demo.view.stats().shown > 0, count);
const texts = page => page.locator('.ej-log__row').evaluateAll(rows => {
  const box = document.querySelector('.ej-log__scroller').getBoundingClientRect();
  return rows.filter(row => row.getBoundingClientRect().top >= box.top - 1 && row.getBoundingClientRect().bottom <= box.bottom + 1).map(row => row.textContent);
});
const settled = page => page.waitForTimeout(250);

export const tests = {
  'Follow_OfAFinishedLog_ShowsItsEndInColour': async page => {
    await total(page, 3000);
    await settled(page);
    const shown = await texts(page);
    assert.match(shown.at(-1), /^3000/);
    assert.ok((await page.locator('.ej-log__row').count()) < 90, 'only rows in view are in the page');
    assert.ok((await page.locator('.ej-fg-6').count()) > 5);
    assert.equal(await page.locator('.ej-log__status').textContent(), 'complete');
    await page.evaluate(() => { document.querySelector('.ej-log__scroller').scrollTop = 0; });
    await page.locator('[data-n="0"]').waitFor();
    await page.locator('.ej-log__row:not(.ej-log__row--pending) [data-n="3"]').waitFor();
    assert.match((await texts(page))[3], /^4epoch 3: 100%\|██████████\| done$/, 'a progress bar shows its last state');
  },
  'Scrolling_UpWhileFollowed_CountsWhatIsMissed': async page => {
    await open(page, 'slow-4000');
    await total(page, 60);
    await page.locator('.ej-log__scroller').hover();
    await page.mouse.wheel(0, -200);
    await page.locator('.ej-log__pill', { hasText: /new lines/ }).waitFor();
    const before = (await texts(page))[0];
    await page.waitForTimeout(600);
    assert.equal((await texts(page))[0], before, 'what is read stays where it is');
    await page.locator('.ej-log__pill').click();
    await settled(page);
    assert.equal((await stats(page)).following, true);
    assert.equal((await stats(page)).missed, 0);
  },
  'Search_InAFinishedLog_FindsCountsAndMoves': async page => {
    await total(page, 3000);
    await page.locator('.ej-log__scroller').focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('worker 3');
    await page.locator('.ej-log__hits', { hasText: /of 31$/ }).waitFor();
    await page.locator('.ej-log__row--hit').waitFor();
    const first = await page.locator('.ej-log__row--hit').textContent();
    await page.keyboard.press('Shift+Enter');
    await settled(page);
    assert.notEqual(await page.locator('.ej-log__row--hit').textContent(), first);
    assert.match(await page.locator('.ej-log__row--hit mark').textContent(), /worker 3/);
    await page.keyboard.press('Escape');
    await settled(page);
    assert.equal(await page.locator('mark').count(), 0);
  },
  'Filter_ByStreamAndLevel_ShowsMatchingLines': async page => {
    await total(page, 3000);
    await page.locator('.ej-log__select').nth(0).selectOption('err');
    await settled(page);
    assert.ok((await texts(page)).every(text => /ERROR|earlier/.test(text)));
    await page.locator('.ej-log__gap button').click();
    await page.waitForFunction(() => demo.view.stats().inMemory >= 2000);
    await page.locator('.ej-log__select').nth(0).selectOption('all');
    await page.locator('.ej-log__select').nth(1).selectOption('warn');
    await settled(page);
    assert.ok((await texts(page)).every(text => /ERROR|WARN|earlier/.test(text)));
  },
  'Wrap_LongLines_KeepEveryRowApart': async page => {
    await total(page, 3000);
    await page.locator('[aria-label="Wrap lines"]').click();
    await settled(page);
    const overlap = () => page.locator('.ej-log__row').evaluateAll(rows => rows.slice(1).filter((row, index) => row.getBoundingClientRect().top < rows[index].getBoundingClientRect().bottom - 0.5).length);
    assert.equal(await overlap(), 0);
    assert.match((await texts(page)).at(-1), /^3000/);
    await page.locator('.ej-log__scroller').hover();
    for (let step = 0; step < 12; step++) await page.mouse.wheel(0, -400);
    await settled(page);
    assert.equal(await overlap(), 0);
    assert.ok((await page.locator('.ej-log__row').evaluateAll(rows => rows.filter(row => row.offsetHeight > 18).length)) > 0);
  },
  'Line_Clicked_IsMarkedAndTold': async page => {
    await total(page, 3000);
    await settled(page);
    await page.locator('[data-n="2990"]').click();
    await page.locator('[data-n="2994"]').click({ modifiers: ['Shift'] });
    await settled(page);
    assert.equal(await page.locator('.ej-log__row--marked').count(), 5);
    assert.deepEqual(await page.evaluate(() => demo.calls), [['OnLine', 2990]]);
    await page.locator('[aria-label^="Copy"]').click();
    await page.locator('.ej-log__toast--shown', { hasText: '5 lines copied' }).waitFor();
  },
  'Permalink_FarFromTheEnd_IsReadAndShown': async page => {
    await open(page, 'still-5000000', { line: 1234567 });
    await page.locator('.ej-log__row--marked:not(.ej-log__row--pending) [data-n="1234567"]').waitFor();
    assert.ok((await texts(page)).some(text => text.startsWith('1234568')));
    await page.keyboard.press('Tab');
    await page.locator('.ej-log__scroller').focus();
    await page.keyboard.press('End');
    await settled(page);
    assert.match((await texts(page)).at(-1), /^5000000/);
    await page.locator('.ej-log__scroller').hover();
    await page.mouse.wheel(0, -180);
    await settled(page);
    assert.match((await texts(page)).at(-1), /^4999990/, 'the wheel moves by lines however long the log is');
    await page.keyboard.press('Home');
    await page.locator('.ej-log__row:not(.ej-log__row--pending) [data-n="0"]').waitFor();
  },
  'Gap_IsMarkedAndOpens': async page => {
    await open(page, 'gappy-9000', { from: 0 });
    await total(page, 9000);
    await page.evaluate(() => { document.querySelector('.ej-log__scroller').scrollTop = 1500; });
    const gap = page.locator('.ej-log__gap button');
    await gap.waitFor();
    assert.match(await gap.textContent(), /8,800 lines were skipped/);
    await gap.click();
    await page.locator('.ej-log__row:not(.ej-log__row--pending) [data-n="105"]').waitFor();
  },
  'Reconnection_LosesAndDoublesNoLine': async page => {
    await open(page, 'slow-4001', { from: 0 });
    await total(page, 20);
    await page.evaluate(() => fetch('/cut'));
    await page.locator('.ej-log__status--reconnecting').waitFor();
    await page.locator('.ej-log__status--live').waitFor();
    const reached = (await stats(page)).total;
    await total(page, reached + 40);
    await settled(page);
    const numbers = (await page.locator('.ej-log__number').allTextContents()).map(Number);
    assert.ok(numbers.every((n, index) => index === 0 || n === numbers[index - 1] + 1), numbers.join());
    await page.waitForFunction(() => demo.view.stats().received === demo.view.lines.next);
  },
  'Measure_10000LinesASecond': async page => {
    await open(page, 'busy-80000');
    await total(page, 10);
    const frames = await page.evaluate(async () => {
      const times = [];
      const until = performance.now() + 6000;
      while (performance.now() < until) times.push(await new Promise(requestAnimationFrame));
      const gaps = times.slice(1).map((at, index) => at - times[index]);
      return { rate: Math.round((gaps.length * 1000) / gaps.reduce((a, b) => a + b, 0)), longest: Math.round(Math.max(...gaps)) };
    });
    const reached = await stats(page);
    const memory = await page.evaluate(() => Math.round((performance.memory?.usedJSHeapSize ?? 0) / 1048576));
    console.log(`     ${reached.received} lines in 6 s, ${frames.rate} frames/s (longest ${frames.longest} ms), ${reached.renders} renders, heap ${memory} MB`);
    assert.ok(reached.inMemory <= 51_000);
    assert.ok(reached.following);
  },
};
