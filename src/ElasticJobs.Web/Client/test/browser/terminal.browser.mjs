import assert from 'node:assert/strict';

export const page = 'terminal.html';

const shows = (page, text) => page.waitForFunction(wanted => demo.view.text().includes(wanted), text);
const open = async (page, name) => {
  await page.evaluate(session => demo.open(session), name);
  await shows(page, '$');
  await page.locator('.ej-terminal__status--live').waitFor();
  await page.evaluate(() => demo.view.focus());
};

export const tests = {
  'Typing_ReachesTheSessionAndItsAnswerTheScreen': async page => {
    await open(page, 'typing');
    await page.keyboard.type('hello \u00fc\u4f60');
    await page.keyboard.press('Enter');
    await shows(page, 'you said: hello \u00fc\u4f60');
    await page.setViewportSize({ width: 700, height: 500 });
    await page.waitForTimeout(400);
    await page.keyboard.type('size');
    await page.keyboard.press('Enter');
    const { cols, rows } = await page.evaluate(() => demo.view.stats());
    await shows(page, `${cols}x${rows}`);
  },
  'Reattached_ShowsTheSessionOnce': async page => {
    await open(page, 'again');
    await page.keyboard.type('one');
    await page.keyboard.press('Enter');
    await shows(page, 'you said: one');
    await page.evaluate(() => fetch('/cut'));
    await page.locator('.ej-terminal__status--reconnecting').waitFor();
    await page.locator('.ej-terminal__status--live').waitFor();
    await page.waitForTimeout(300);
    assert.equal((await page.evaluate(() => demo.view.text())).split('you said: one').length, 2);
    await page.keyboard.type('two');
    await page.keyboard.press('Enter');
    await shows(page, 'you said: two');
  },
  'Paste_AndLeavingByKeyboard': async page => {
    await open(page, 'paste');
    await page.evaluate(() => demo.view.paste('pasted'));
    await page.keyboard.press('Enter');
    await shows(page, 'you said: pasted');
    await page.keyboard.press('Shift+Escape');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'ej-terminal__bar');
  },
  'Ended_SaysWhyAndTellsThePage': async page => {
    await open(page, 'ending');
    await page.keyboard.type('exit');
    await page.keyboard.press('Enter');
    await shows(page, 'The session has ended: the shell was closed. Exit code 3.');
    assert.deepEqual(await page.evaluate(() => demo.calls), [['OnEnded', 'the shell was closed', 3]]);
    await page.keyboard.type('more');
    assert.equal(await page.locator('.ej-terminal__status').textContent(), 'ended: The session has ended: the shell was closed. Exit code 3.');
  },
};
