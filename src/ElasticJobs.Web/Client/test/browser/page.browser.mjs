import assert from 'node:assert/strict';

export const page = 'page.html';

const theme = page => page.evaluate(() => document.documentElement.dataset.theme);

export const tests = {
  'Theme_Chosen_IsKeptAndInForceBeforeTheBody': async page => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.reload();
    assert.equal(await theme(page), 'dark');
    await page.waitForFunction(() => window.demo);
    assert.equal(await page.evaluate(() => demo.page.setTheme('light')), 'light');
    await page.reload();
    assert.equal(await theme(page), 'light');
    await page.waitForFunction(() => window.demo);
    await page.evaluate(() => demo.page.setTheme('system'));
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.waitForFunction(wanted => document.documentElement.dataset.theme === wanted, colorScheme);
    }
  },
  'Splitter_ByPointerAndKeys_KeepsItsSize': async page => {
    const bar = await page.locator('#bar').boundingBox();
    await page.mouse.move(bar.x + 3, 300);
    await page.mouse.down();
    await page.mouse.move(bar.x + 103, 300, { steps: 4 });
    await page.mouse.up();
    assert.equal((await page.locator('#left').boundingBox()).width, 400);
    await page.keyboard.press('ArrowLeft');
    await page.reload();
    await page.waitForFunction(() => window.demo);
    assert.equal((await page.locator('#left').boundingBox()).width, 384);
    await page.locator('#bar').focus();
    await page.keyboard.press('End');
    assert.equal(await page.locator('#bar').getAttribute('aria-valuenow'), '500');
  },
  'Shortcuts_OutsideFields_AreTold': async page => {
    await page.keyboard.press('?');
    await page.keyboard.press('/');
    await page.keyboard.press('Control+k');
    await page.locator('#field').focus();
    await page.keyboard.press('?');
    assert.deepEqual(await page.evaluate(() => demo.calls.map(call => call[1])), ['help', 'palette', 'search']);
    assert.equal(await page.locator('#field').inputValue(), '?');
  },
  'Reconnection_ServerGoneThenBack_LoadsThePageAnew': async page => {
    await page.evaluate(() => {
      window.before = true;
      document.getElementById('components-reconnect-modal').classList.add('components-reconnect-show');
    });
    await page.locator('[data-reconnect-text]', { hasText: 'Reconnecting' }).waitFor();
    await page.evaluate(() => { document.getElementById('components-reconnect-modal').className = 'components-reconnect-rejected'; });
    await page.waitForFunction(() => window.before === undefined && window.demo);
  },
  'Reconnection_FailedThenBack_ReconnectsTheCircuit': async page => {
    await page.evaluate(() => {
      window.Blazor = { reconnect: async () => { document.getElementById('components-reconnect-modal').className = 'components-reconnect-hide'; return window.reconnected = true; } };
      document.getElementById('components-reconnect-modal').className = 'components-reconnect-failed';
    });
    await page.waitForFunction(() => window.reconnected);
    assert.equal(await page.locator('#components-reconnect-modal').isVisible(), false);
  },
};
