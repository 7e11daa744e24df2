import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterReturns, parse, plain } from '../src/log/ansi';
import { Heights } from '../src/log/heights';
import { formatTime, occurrences } from '../src/log/line-row';
import { levelOf, Lines, type LogLine } from '../src/log/lines';
import { Rows } from '../src/log/rows';
import { Scrolling } from '../src/log/scrolling';
import { Search, type SearchAsk } from '../src/log/search';

const line = (n: number, x = `line ${n}`, s: 0 | 1 = 0): LogLine => ({ n, t: n, s, x });
const lines = (from: number, to: number): LogLine[] => Array.from({ length: to - from }, (_, index) => line(from + index));

test('Ansi_SixteenColours_BecomeIndexes', () => {
  assert.deepEqual(parse('a\x1b[31mb\x1b[1;92mc\x1b[0md'), [
    { text: 'a', style: null }, { text: 'b', style: { fg: 1 } }, { text: 'c', style: { fg: 10, bold: true } }, { text: 'd', style: null },
  ]);
});

test('Ansi_PaletteAndTrueColour_BecomeCss', () => {
  assert.deepEqual(parse('\x1b[38;5;208mx')[0]!.style, { fg: 'rgb(255 135 0)' });
  assert.deepEqual(parse('\x1b[38;5;9mx')[0]!.style, { fg: 9 });
  assert.deepEqual(parse('\x1b[48;5;244mx')[0]!.style, { bg: 'rgb(128 128 128)' });
  assert.deepEqual(parse('\x1b[38;2;1;2;300mx')[0]!.style, { fg: 'rgb(1 2 255)' });
  assert.deepEqual(parse('\x1b[38:2:1:2:3mx')[0]!.style, { fg: 'rgb(1 2 3)' });
});

test('Ansi_Resets_TakeBackOneThing', () => {
  assert.deepEqual(parse('\x1b[1;4;31mx\x1b[22my\x1b[24;39mz').map(span => span.style?.underline ?? false), [true, true, false]);
  assert.equal(parse('\x1b[1mx\x1b[my').at(-1)!.style, null);
});

test('Ansi_OtherEscapes_AreLeftOut', () => {
  assert.equal(plain('\x1b[2K\x1b[1Gx\x1b]0;title\x07y\x1b]8;;http://a\x1b\\z\x07\x00!'), 'xyz!');
  assert.equal(plain('tab\there'), 'tab\there');
  assert.equal(plain('broken \x1b[3'), 'broken 3');
});

test('Ansi_CarriageReturns_LastTextWins', () => {
  assert.equal(afterReturns('10%\r50%\r100%'), '100%');
  assert.equal(afterReturns('windows line\r'), 'windows line');
  assert.equal(afterReturns('10%\r100%\r\r'), '100%');
  assert.equal(afterReturns('\r'), '');
  assert.equal(afterReturns('plain'), 'plain');
});

test('Level_OfALine_ComesFromItsWords', () => {
  assert.equal(levelOf(line(0, '\x1b[31mERROR\x1b[0m no')), 'error');
  assert.equal(levelOf(line(0, 'UserWarning: x')), 'other');
  assert.equal(levelOf(line(0, 'WARN x')), 'warn');
  assert.equal(levelOf(line(0, 'terror and mirrors')), 'other');
});

test('Lines_PastTheCapacity_LongUnusedBlocksGoAndTheEndStays', () => {
  const held = new Lines(5000);
  held.put(lines(0, 5000));
  held.get(10);
  const gone = held.put(lines(5000, 6000));
  assert.deepEqual(gone, [1]);
  assert.equal(held.get(10)!.n, 10);
  assert.equal(held.get(1500), undefined);
  assert.equal(held.get(5999)!.n, 5999);
  held.put(lines(1000, 2000), false);
  assert.equal(held.next, 6000);
  assert.ok(held.size <= 5000);
});

test('Rows_WithGaps_AreOneRowEachAndOpen', () => {
  const held = new Lines();
  held.put([...lines(0, 10), ...lines(100, 110), ...lines(200, 210)]);
  const rows = new Rows(held);
  rows.addGap({ from: 10, to: 99 });
  rows.addGap({ from: 110, to: 199 });
  assert.equal(rows.count, 32);
  const seen = Array.from({ length: rows.count }, (_, index) => rows.at(index));
  assert.deepEqual(seen.filter(row => row.kind === 'line').map(row => (row as { n: number }).n), [...held.all()].map(item => item.n));
  assert.equal(seen[10]!.kind, 'gap');
  for (const [index, row] of seen.entries()) if (row.kind === 'line') assert.equal(rows.indexOf(row.n), index);
  assert.equal(rows.indexOf(50), 10);
  assert.ok(rows.open(50));
  assert.equal(rows.count, 210 - 89);
  assert.deepEqual(rows.at(60), { kind: 'line', n: 60 });
  assert.ok(!rows.open(50));
});

test('Rows_Filtered_AreMatchesAndGrow', () => {
  const held = new Lines();
  held.put([line(1000, 'ERROR a'), line(1001), line(1002, 'warn b', 1)]);
  const rows = new Rows(held);
  rows.setFilter({ stream: 'all', level: 'warn' });
  assert.deepEqual([rows.at(0), rows.at(1), rows.at(2)], [{ kind: 'earlier', n: 1000 }, { kind: 'line', n: 1000 }, { kind: 'line', n: 1002 }]);
  const more = [line(1003, 'error c'), line(1004)];
  held.put(more);
  rows.appended(more);
  assert.equal(rows.count, 4);
  rows.setFilter({ stream: 'err', level: 'all' });
  assert.equal(rows.count, 2);
});

test('Heights_OfMeasuredRows_MoveTheRest', () => {
  const heights = new Heights(18);
  heights.set(2, 54);
  heights.set(5, 36);
  assert.equal(heights.top(2), 36);
  assert.equal(heights.top(3), 90);
  assert.equal(heights.top(10), 180 + 36 + 18);
  for (let index = 0; index < 12; index++) {
    assert.equal(heights.at(heights.top(index)), index);
    assert.equal(heights.at(heights.top(index) + heights.of(index) - 1), index);
  }
  assert.ok(!heights.set(2, 54));
  heights.clear();
  assert.equal(heights.top(10), 180);
});

test('Scrolling_OfAHugeLog_WheelMovesByPixelsAndTheBarByParts', () => {
  const scrolling = new Scrolling();
  const height = scrolling.resize(18 * 100_000_000, 600);
  assert.equal(height, 8_000_000);
  scrolling.to(900_000_000);
  const middle = scrolling.place;
  assert.ok(Math.abs(middle - 4_000_000) < 1000);
  scrolling.moved(middle + 100);
  assert.equal(scrolling.top, 900_000_100);
  scrolling.moved(8_000_000 - 600);
  assert.ok(scrolling.atEnd);
  scrolling.moved(0);
  assert.equal(scrolling.top, 0);
});

test('Search_CollectsAllAndStepsAround', async () => {
  const matching = [5, 900, 2500, 2501, 7000];
  const ask = async ({ from, backwards, limit }: SearchAsk) => {
    const scannedTo = backwards ? Math.max(0, from - 1000) : Math.min(8000, from + 1000);
    const hits = matching.filter(n => (backwards ? n <= from && n >= scannedTo : n >= from && n < scannedTo)).slice(0, limit).map(n => ({ n }));
    return { hits, scannedTo, done: backwards ? scannedTo === 0 : scannedTo === 8000 };
  };
  let found: () => void = () => undefined;
  const complete = new Promise<void>(resolve => (found = resolve));
  const search: Search = new Search(ask, () => search.complete && search.hits.length === matching.length && found());
  assert.equal(await search.start('x', false, 1000), 2500);
  await complete;
  assert.deepEqual(search.hits, matching);
  assert.equal(search.index, 3);
  assert.equal(await search.step(false), 2501);
  assert.equal(await search.step(false), 7000);
  assert.equal(await search.step(false), 5, 'after the last comes the first');
  assert.equal(await search.step(true), 7000);
});

test('Text_HelpersOfARow', () => {
  assert.deepEqual(occurrences('aXax', 'ax', false), [0, 2]);
  assert.deepEqual(occurrences('aXax', 'ax', true), [2]);
  assert.deepEqual(occurrences('abc', '', false), []);
  assert.equal(formatTime(3_723_004, 'relative', 0), '+1:02:03.004');
  assert.equal(formatTime(Date.parse('2026-03-01T08:00:00.120Z'), 'utc', 0), '03-01 08:00:00.120');
});
