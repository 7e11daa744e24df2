import assert from 'node:assert/strict';

export const page = 'chart.html';

const drawn = (page, count) => page.waitForFunction(wanted => demo.view.stats().points >= wanted && document.querySelector('.ej-chart__summary dd'), count);

export const tests = {
  'Samples_Streamed_AreDrawnAndSummedUp': async page => {
    await drawn(page, 181);
    assert.match(await page.locator('.ej-chart__summary').textContent(), /CPUnow .* cores · peak 1\.80 cores · mean .* request 1\.00 cores, limit 2\.00 coresMemorynow .* MiB/);
    assert.match(await page.locator('.ej-chart__canvas').first().getAttribute('aria-label'), /^CPU: now/);
    assert.equal(await page.locator('.ej-chart__note').isVisible(), true);
    const box = await page.locator('.u-over').first().boundingBox();
    await page.mouse.move(box.x + box.width / 3, box.y + 20);
    await page.locator('.ej-chart__value--cursor').nth(1).waitFor();
  },
  'Reconnection_GoesOnAfterTheLastSample': async page => {
    await drawn(page, 182);
    await page.evaluate(() => fetch('/cut'));
    await page.locator('.ej-chart__status--reconnecting').waitFor();
    await page.locator('.ej-chart__status--live').waitFor();
    const { points } = await page.evaluate(() => demo.view.stats());
    await drawn(page, points + 3);
    assert.ok(await page.evaluate(() => demo.view.points.points.every((point, index, all) => index === 0 || point.t - all[index - 1].t === 2000)));
  },
  'Empty_SaysSo': async page => {
    await page.evaluate(() => demo.create({ project: 'p', run: 'r', task: 't', attempt: 1, kinds: ['cpu', 'disk', 'processes'] }));
    assert.equal(await page.locator('.ej-chart__empty').textContent(), 'No samples yet');
    await page.evaluate(() => demo.view.push([{ t: 1000, cpu: null, dr: 1024, dw: null, pids: 3 }, { t: 3000, cpu: 0.5, dr: 2048, dw: 1, pids: 4 }]));
    await page.locator('.ej-chart__summary dd').first().waitFor();
    assert.match(await page.locator('.ej-chart__summary').textContent(), /Diskread now 2\.00 KiB\/s .*written .*Processesnow 4/);
  },
};
