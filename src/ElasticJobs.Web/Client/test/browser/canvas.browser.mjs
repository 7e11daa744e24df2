import assert from 'node:assert/strict';

export const page = 'canvas.html';

const commands = (page, type) => page.evaluate(wanted => demo.state.commands.filter(command => !wanted || command.type === wanted), type);
const settled = page => page.evaluate(() => new Promise(done => setTimeout(done, 120)));
const centre = async (page, id) => {
  const box = await page.locator(`.x6-node[data-cell-id="${id}"] .ej-card__body`).boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, right: box.x + box.width, left: box.x };
};
const dragTo = async (page, from, to, steps = 8) => {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps });
  await page.mouse.up();
  await settled(page);
};
const fromPort = async (page, source, to) => {
  const { right, y } = await centre(page, source);
  await dragTo(page, { x: right, y }, to);
};
const penguins = async page => {
  await page.evaluate(() => demo.penguins());
  await page.locator('.x6-node[data-cell-id="compare"]').waitFor();
  await settled(page);
};
const framesDuring = async (page, act) => {
  await page.evaluate(() => {
    window.frames_ = [];
    const count = at => {
      window.frames_.push(at);
      if (!window.stopFrames) requestAnimationFrame(count);
    };
    window.stopFrames = false;
    requestAnimationFrame(count);
  });
  await act();
  return page.evaluate(() => {
    window.stopFrames = true;
    const gaps = window.frames_.slice(1).map((at, index) => at - window.frames_[index]);
    return { rate: Math.round((1000 * gaps.length) / gaps.reduce((a, b) => a + b, 0)), longest: Math.round(Math.max(...gaps)) };
  });
};

export const tests = {
  'Palette_DraggedOntoCanvas_AddsOnTheGrid': async page => {
    const item = await page.locator('[data-template=python]').boundingBox();
    await dragTo(page, { x: item.x + 20, y: item.y + 10 }, { x: 700, y: 300 });
    const [added] = await commands(page, 'add');
    assert.equal(added.template, 'python');
    assert.equal(added.x % 16, 0);
    await page.locator('.x6-node').waitFor();
    await dragTo(page, { x: item.x + 20, y: item.y + 10 }, { x: 60, y: 600 });
    assert.equal((await commands(page, 'add')).length, 1, 'a drop outside the canvas adds nothing');
    await page.locator('[data-template=shell]').focus();
    await page.keyboard.press('Enter');
    await settled(page);
    assert.equal((await commands(page, 'add')).length, 2, 'the keyboard adds too');
  },
  'Port_DroppedOnTask_Connects': async page => {
    await penguins(page);
    await fromPort(page, 'fetch', await centre(page, 'train-knn'));
    assert.deepEqual(await commands(page, 'connect'), [{ type: 'connect', source: 'fetch', target: 'train-knn', when: 'succeeded' }]);
  },
  'Port_DroppedWhereItClosesACycle_SaysThePath': async page => {
    await penguins(page);
    await fromPort(page, 'compare', await centre(page, 'clean'));
    assert.deepEqual(await commands(page, 'connect'), []);
    const words = await page.locator('.ej-canvas__toast--shown').textContent();
    assert.match(words, /clean → train-\w+ → compare → clean/);
    await fromPort(page, 'fetch', await centre(page, 'clean'));
    assert.match(await page.locator('.ej-canvas__toast--shown').textContent(), /already connected/);
  },
  'Port_DroppedOnBlank_AsksToInsert': async page => {
    await penguins(page);
    const { right, y } = await centre(page, 'train-tree');
    await dragTo(page, { x: right, y }, { x: right + 120, y: y + 120 });
    const [insert] = await commands(page, 'insert');
    assert.equal(insert.after, 'train-tree');
    assert.ok(Math.abs(insert.clientX - right - 120) < 2);
  },
  'Task_Dragged_MovesOnceOnTheGridAndCanBeUndone': async page => {
    await penguins(page);
    const from = await centre(page, 'compare');
    await dragTo(page, from, { x: from.x + 60, y: from.y + 90 });
    const moves = await commands(page, 'move');
    assert.equal(moves.length, 1);
    const [x, y] = moves[0].positions.compare;
    assert.ok(x % 16 === 0 && y % 16 === 0, `${x},${y}`);
    await page.keyboard.press('Control+z');
    await settled(page);
    const back = await centre(page, 'compare');
    assert.ok(Math.abs(back.x - from.x) < 1 && Math.abs(back.y - from.y) < 1);
  },
  'Marquee_AroundTasks_SelectsAndMovesThemTogether': async page => {
    await penguins(page);
    const top = await centre(page, 'train-knn');
    const bottom = await centre(page, 'train-tree');
    await dragTo(page, { x: top.left - 14, y: top.y - 60 }, { x: bottom.right + 10, y: bottom.y + 60 });
    assert.deepEqual((await commands(page, 'select')).at(-1).tasks, ['train-knn', 'train-bayes', 'train-tree']);
    await page.keyboard.press('ArrowDown');
    await settled(page);
    assert.equal(Object.keys((await commands(page, 'move'))[0].positions).length, 3);
    await page.evaluate(() => demo.canvas.align('right'));
    await page.keyboard.press('Control+d');
    await page.keyboard.press('Delete');
    await settled(page);
    assert.equal((await commands(page, 'duplicate')).length, 1);
    assert.deepEqual((await commands(page, 'remove'))[0].tasks, ['train-knn', 'train-bayes', 'train-tree']);
    assert.equal((await page.evaluate(() => demo.canvas.stats())).tasks, 5);
  },
  'Edge_Clicked_CyclesItsConditionAndIsRemoved': async page => {
    await penguins(page);
    const source = await centre(page, 'fetch');
    const target = await centre(page, 'clean');
    await page.mouse.click((source.right + target.left) / 2, source.y);
    await settled(page);
    await page.keyboard.press('c');
    await settled(page);
    assert.deepEqual(await commands(page, 'edge'), [{ type: 'edge', source: 'fetch', target: 'clean', when: 'failed' }]);
    await page.locator('.ej-canvas__chip[data-when=finished]').click();
    await settled(page);
    assert.equal((await commands(page, 'edge')).at(-1).when, 'finished');
    await page.keyboard.press('Delete');
    await settled(page);
    assert.deepEqual((await commands(page, 'disconnect'))[0].edges, [{ source: 'fetch', target: 'clean' }]);
  },
  'Keyboard_Tab_WalksTasksAndOpensOne': async page => {
    await penguins(page);
    await page.locator('#canvas').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.match(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), /^clean, Python script, not run, 1 upstream/);
    await page.keyboard.press('Alt+ArrowRight');
    await page.keyboard.press('Enter');
    await settled(page);
    assert.deepEqual(await commands(page, 'action'), [{ type: 'action', action: 'open', task: 'train-bayes' }]);
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await settled(page);
    assert.deepEqual((await commands(page, 'action')).at(-1), { type: 'action', action: 'debug', task: 'train-bayes' });
    await page.keyboard.press('Escape');
    for (const [key, type] of [['Control+s', 'save'], ['Control+k', 'search'], ['/', 'palette'], ['Shift+?', 'help']]) {
      await page.keyboard.press(key);
      await settled(page);
      assert.equal((await commands(page)).at(-1).type, type);
    }
  },
  'Keyboard_Alone_InsertsJoinsAndChangesEdges': async page => {
    await penguins(page);
    await page.locator('#canvas').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('a');
    await settled(page);
    assert.equal((await commands(page, 'insert'))[0].after, 'fetch');
    await page.keyboard.press('e');
    await page.keyboard.press('c');
    await settled(page);
    assert.deepEqual((await commands(page, 'edge'))[0], { type: 'edge', source: 'fetch', target: 'clean', when: 'failed' });
    await page.evaluate(() => demo.canvas.select(['fetch', 'compare']));
    await page.keyboard.press('j');
    await settled(page);
    assert.deepEqual((await commands(page, 'connect'))[0], { type: 'connect', source: 'fetch', target: 'compare', when: 'succeeded' });
  },
  'Touch_OneFingerPansOrMoves_TwoZoom': async page => {
    await penguins(page);
    const client = await page.context().newCDPSession(page);
    const touch = (type, ...points) => client.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
    const before = await centre(page, 'fetch');
    await touch('touchStart', [700, 120]);
    for (const y of [140, 160, 180]) await touch('touchMove', [700, y]);
    await touch('touchEnd');
    await settled(page);
    const panned = await centre(page, 'fetch');
    assert.ok(Math.abs(panned.y - before.y - 60) < 8, `panned by ${panned.y - before.y}`);
    await touch('touchStart', [panned.x, panned.y]);
    for (const step of [20, 40, 80]) await touch('touchMove', [panned.x, panned.y + step]);
    await touch('touchEnd');
    await settled(page);
    assert.equal((await commands(page, 'move')).length, 1);
    const { scale } = await page.evaluate(() => demo.canvas.stats());
    await touch('touchStart', [600, 120]);
    await touch('touchStart', [600, 120], [700, 120]);
    for (const step of [10, 20, 40]) await touch('touchMove', [600 - step, 120], [700 + step, 120]);
    await touch('touchEnd');
    await settled(page);
    const zoomed = await page.evaluate(() => demo.canvas.stats().scale);
    assert.ok(zoomed > scale * 1.5, `${scale} to ${zoomed}`);
  },
  'Clipboard_PasteEvent_SendsTheText': async page => {
    await penguins(page);
    await page.locator('#canvas').focus();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'tasks: [{id: a}]');
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await settled(page);
    assert.equal((await commands(page, 'paste'))[0].text, 'tasks: [{id: a}]');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    await page.locator('.ej-canvas__toast--shown', { hasText: 'Copied 8' }).waitFor();
  },
  'ReadOnly_Gestures_ChangeNothing': async page => {
    await penguins(page);
    await page.evaluate(() => demo.canvas.setReadOnly(true));
    const from = await centre(page, 'compare');
    await dragTo(page, from, { x: from.x + 60, y: from.y + 90 });
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await settled(page);
    assert.deepEqual((await commands(page)).filter(command => !['select'].includes(command.type)), []);
  },
  'States_Running_TicksWithoutTheServer': async page => {
    await penguins(page);
    await page.evaluate(() => demo.canvas.setStates([{ id: 'clean', state: 'Running', startedAt: Date.now() - 5000, attempt: 2 }]));
    const clock = page.locator('.x6-node[data-cell-id=clean] .ej-card__clock');
    assert.equal(await clock.textContent(), '5s');
    await page.waitForFunction(() => document.querySelector('.x6-node[data-cell-id=clean] .ej-card__clock').textContent === '7s');
  },
  'Layout_OfAMess_MovesInOneCommand': async page => {
    await penguins(page);
    await page.locator('#canvas').focus();
    await page.keyboard.press('l');
    await settled(page);
    assert.equal((await commands(page, 'move')).length, 1);
    await page.evaluate(() => demo.canvas.layout('TB'));
    await settled(page);
    const { x: x1, y: y1 } = await centre(page, 'fetch');
    const { x: x2, y: y2 } = await centre(page, 'clean');
    assert.ok(y2 > y1 && Math.abs(x1 - x2) < 400);
  },
  'Measure_500Tasks800Edges': async page => {
    const painted = await page.evaluate(async () => {
      const document_ = demo.grid(500, 800);
      const start = performance.now();
      demo.load(document_);
      await demo.canvas.painted();
      await new Promise(requestAnimationFrame);
      return Math.round(performance.now() - start);
    });
    await page.waitForTimeout(800);
    await page.evaluate(() => demo.canvas.fit());
    await page.waitForTimeout(500);
    const all = await page.evaluate(() => demo.canvas.stats());
    const far = await framesDuring(page, async () => {
      const from = await centre(page, 'n210');
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      for (let step = 1; step <= 60; step++) await page.mouse.move(from.x + step * 4, from.y + step * 2);
      await page.mouse.up();
    });
    await page.evaluate(() => { demo.canvas.zoom100(); demo.canvas.center('n210'); });
    await page.waitForTimeout(500);
    const near = await framesDuring(page, async () => {
      const from = await centre(page, 'n210');
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      for (let step = 1; step <= 60; step++) await page.mouse.move(from.x + step * 4, from.y + step * 2);
      await page.mouse.up();
    });
    const panned = await framesDuring(page, async () => {
      for (let step = 0; step < 60; step++) await page.mouse.wheel(30, 8);
    });
    console.log(`     painted in ${painted} ms; ${all.mountedTasks} tasks and ${all.mountedEdges} edges in the page; dragging all in view ${far.rate}/s (longest ${far.longest} ms), at 100 % ${near.rate}/s (${near.longest} ms), panning ${panned.rate}/s (${panned.longest} ms)`);
    assert.equal(all.tasks, 500);
  },
};
