import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axis } from '../src/chart/events';
import { byteSteps, formatBytes, formatNumber, lonely, Points } from '../src/chart/points';
import { target } from '../src/page/tabs';
import { fill, localised } from '../src/shared/texts';
import { canvasTexts, canvasTextsZh } from '../src/canvas/texts';
import { chartTexts, chartTextsZh } from '../src/chart/texts';
import { logTexts, logTextsZh } from '../src/log/texts';
import { terminalTexts, terminalTextsZh } from '../src/terminal/texts';
import { binaryBytes, ByteQueue, fromBase64, toBase64 } from '../src/terminal/bytes';

test('Points_SentAgain_AreTakenOnce', () => {
  const points = new Points();
  points.add([{ t: 1000, cpu: 1 }, { t: 3000, cpu: 2 }]);
  points.add([{ t: 3000, cpu: 2 }, { t: 5000, cpu: 3 }]);
  assert.equal(points.count, 3);
  assert.equal(points.last, 5000);
});

test('Axis_WidensForNearEvents_ButNotForAnHourOfWaiting', () => {
  const at = (second: number) => ({ t: second * 1000, warning: false, reason: '', message: '', count: 1, pod: '' });
  assert.deepEqual(axis([], 100, 160), [100, 160]);
  assert.deepEqual(axis([at(90), at(170), at(120)], 100, 160), [90, 170]);
  assert.deepEqual(axis([at(-3500), at(95)], 100, 160), [95, 160]);
  assert.deepEqual(axis([at(93)], 100, 100), [93, 103]);
  assert.deepEqual(axis([], 100, 100), [100, 110]);
});

test('Points_OfGpus_AreKnownOnceOneHasThem', () => {
  const points = new Points();
  points.add([{ t: 0, cpu: 1 }, { t: 2000, cpu: 1, gpu: null }]);
  assert.equal(points.has('gpu'), false);
  points.add([{ t: 4000, cpu: 1, gpu: 0, gpuMem: 1024 }]);
  assert.equal(points.has('gpu'), true);
  assert.equal(points.summary('gpuMem').peak, 1024);
});

test('Points_AfterAPause_ShowAGap', () => {
  const points = new Points();
  points.add([0, 2, 4, 6, 60, 62].map(second => ({ t: second * 1000, cpu: 1 })));
  const [times, cpu] = points.table(['cpu']);
  assert.equal(times!.length, 7);
  assert.deepEqual(cpu, [1, 1, 1, 1, null, 1, 1]);
});

test('Points_Mean_CountsTimeAndNotSamples', () => {
  const points = new Points();
  points.add([{ t: 0, mem: 100 }, { t: 2000, mem: 100 }, { t: 4000, mem: 400 }, { t: 6000, mem: null }, { t: 8000, mem: 0 }]);
  assert.deepEqual(points.summary('mem'), { now: 0, peak: 400, mean: 150 });
  assert.deepEqual(points.summary('cpu'), { now: null, peak: null, mean: null });
});

test('Points_TooMany_AreThinnedWithoutLosingThePeak', () => {
  const points = new Points(1000);
  points.add(Array.from({ length: 900 }, (_, index) => ({ t: index * 2000, cpu: index === 301 ? 9 : 1 })));
  for (let index = 900; index < 5000; index++) points.add([{ t: index * 2000, cpu: 1 }]);
  assert.ok(points.count <= 1000);
  assert.equal(points.summary('cpu').peak, 9);
  assert.equal(points.summary('cpu').now, 1);
});

test('Formats_OfBytesAndNumbers', () => {
  assert.deepEqual([0, 1023, 1536, 15 * 2 ** 20, 300 * 2 ** 30].map(formatBytes), ['0 B', '1023 B', '1.50 KiB', '15.0 MiB', '300 GiB']);
  assert.deepEqual([0.123, 12.34, 123.4].map(formatNumber), ['0.12', '12.3', '123']);
  assert.deepEqual(byteSteps(1000, 3), [0, 512]);
});

test('Base64_OfAllBytes_ComesBack', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index & 255);
  assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
  assert.deepEqual([...binaryBytes('\x1b[M\xff')], [27, 91, 77, 255]);
});

test('Texts_GivenAndMissing', () => {
  assert.deepEqual(localised({ a: 'A', b: 'B' }, { a: '甲', b: '乙' }, { a: 'mine', b: '' }, 'zh-CN'), { a: 'mine', b: '乙' });
  assert.deepEqual(localised({ a: 'A' }, { a: '甲' }, null, 'en'), { a: 'A' });
  assert.equal(fill('{n} of {m} {x}', { n: 1, m: 'two' }), '1 of two {x}');
});

test('Texts_ChineseOnes_HaveTheSamePlaceholders', () => {
  const holders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const [english, chinese] of [[canvasTexts, canvasTextsZh], [logTexts, logTextsZh], [chartTexts, chartTextsZh], [terminalTexts, terminalTextsZh]] as Record<string, string>[][]) {
    for (const [key, text] of Object.entries(english!)) assert.deepEqual(holders(chinese![key]!), holders(text), key);
  }
});

test('ByteQueue_TakesInOrderAndInParts', () => {
  const queue = new ByteQueue();
  queue.push(Uint8Array.from([1, 2, 3]));
  queue.push(Uint8Array.from([4, 5]));
  assert.deepEqual([...queue.take(2)], [1, 2]);
  assert.deepEqual([...queue.take(10)], [3, 4, 5]);
  assert.equal(queue.take(10).length, 0);
});

test('Lonely_ValuesWithoutNeighbours_AreDrawnAsDots', () => {
  assert.deepEqual(lonely([4]), [0]);
  assert.deepEqual(lonely([1, 2, null, 3, null, 0]), [3, 5]);
  assert.deepEqual(lonely([1, 2, 3]), []);
  assert.deepEqual(lonely([]), []);
});

test('Tabs_ArrowsHomeAndEnd_GoRound', () => {
  assert.equal(target('ArrowRight', 2, 3), 0);
  assert.equal(target('ArrowLeft', 0, 3), 2);
  assert.equal(target('Home', 2, 3), 0);
  assert.equal(target('End', 0, 3), 2);
  assert.equal(target('Enter', 0, 3), -1);
});
