import assert from 'node:assert/strict';
import { test } from 'node:test';
import { align, guides } from '../src/canvas/align';
import { diff } from '../src/canvas/diff';
import { taskNear, type CanvasDocument, type CanvasTask } from '../src/canvas/document';
import { directionOf, layout } from '../src/canvas/layout';
import { neighbour, readingOrder } from '../src/canvas/navigation';
import { Reachability } from '../src/canvas/reachability';
import { route } from '../src/canvas/route';
import { elapsed, formatDuration, stateColour } from '../src/canvas/states';

const task = (id: string, x = 0, y = 0, more: Partial<CanvasTask> = {}): CanvasTask => ({ id, label: id, template: 'shell', title: 'Shell', x, y, ...more });
const edges = (...pairs: string[]): CanvasDocument['edges'] => pairs.map(pair => {
  const [source, target] = pair.split('-') as [string, string];
  return { source, target, when: 'succeeded' as const };
});

test('TaskNear_PointOnACardOrAtItsRim_IsThatCard_AndBeyondIsBlankGround', () => {
  const cards = [{ id: 'a', x: 0, y: 0 }, { id: 'b', x: 210, y: 0 }];
  assert.equal(taskNear(cards, { x: 10, y: 10 }, 12), 'a');
  assert.equal(taskNear(cards, { x: -12, y: 26 }, 12), 'a');
  assert.equal(taskNear(cards, { x: -13, y: 26 }, 12), null);
  assert.equal(taskNear(cards, { x: 203, y: 26 }, 12), 'b', 'the nearest of two');
  assert.equal(taskNear([...cards, { id: 'c', x: 8, y: 8 }], { x: 20, y: 20 }, 12), 'c', 'the upper of two that overlap');
});

test('Reachability_EdgeBack_IsRefusedWithTheShortestPath', () => {
  const graph = new Reachability(edges('a-b', 'b-c', 'c-d', 'a-c'));
  assert.deepEqual(graph.refuse('d', 'a'), { reason: 'cycle', path: ['a', 'c', 'd', 'a'] });
  assert.deepEqual(graph.refuse('a', 'b'), { reason: 'duplicate' });
  assert.deepEqual(graph.refuse('a', 'a'), { reason: 'self' });
  assert.equal(graph.refuse('a', 'd'), null);
});

test('Reachability_AnyGraph_AcceptsExactlyWhatKeepsItAcyclic', () => {
  let seed = 11;
  const random = (below: number): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below;
  for (let round = 0; round < 60; round++) {
    const made: CanvasDocument['edges'] = [];
    for (let attempt = 0; attempt < 40; attempt++) {
      const source = `t${random(12)}`;
      const target = `t${random(12)}`;
      const refusal = new Reachability(made).refuse(source, target);
      if (refusal?.reason === 'cycle') {
        assert.equal(refusal.path[0], target);
        assert.equal(refusal.path.at(-1), target);
        assert.equal(refusal.path.at(-2), source);
      }
      if (refusal === null) made.push({ source, target, when: 'succeeded' });
    }
    const ids = [...new Set(made.flatMap(edge => [edge.source, edge.target]))];
    const order = readingOrder(ids.map(id => task(id)), new Reachability(made));
    for (const edge of made) assert.ok(order.indexOf(edge.source) < order.indexOf(edge.target), 'accepted edges never close a cycle');
  }
});

test('Diff_OfTwoDocuments_NamesOnlyWhatChanged', () => {
  const before: CanvasDocument = { tasks: [task('a'), task('b', 10), task('c'), task('e', 1)], edges: edges('a-b', 'b-c') };
  const after: CanvasDocument = {
    tasks: [task('a', 16), task('b', 10, 0, { label: 'Bee' }), task('d'), task('e', 1, 0, { problems: ['bad'] })],
    edges: [{ source: 'a', target: 'b', when: 'failed' }, ...edges('b-d', 'b-nowhere', 'b-d')],
  };
  const changes = diff(before, after);
  assert.deepEqual(changes.addedTasks.map(item => item.id), ['d']);
  assert.deepEqual(changes.removedTasks, ['c']);
  assert.deepEqual(changes.movedTasks.map(item => item.id), ['a']);
  assert.deepEqual(changes.changedTasks.map(item => item.id), ['b', 'e']);
  assert.deepEqual(changes.addedEdges, edges('b-d'));
  assert.deepEqual(changes.removedEdges, ['b\u2192c']);
  assert.deepEqual(changes.changedEdges.map(edge => edge.when), ['failed']);
  const settled = { tasks: after.tasks, edges: after.edges.slice(0, 2) };
  assert.ok(Object.values(diff(settled, structuredClone(settled))).every(list => list.length === 0));
});

test('Layout_OfADiamond_FlowsOneWayWithoutOverlap', () => {
  const document = { tasks: [task('d', 5, 7), task('a', 100, 50), task('b', 100, 50), task('c', 100, 50)], edges: edges('a-b', 'a-c', 'b-d', 'c-d') };
  const across = layout(document, 'LR');
  assert.ok(across.a![0] < across.b![0] && across.b![0] < across.d![0]);
  assert.ok(Math.abs(across.b![1] - across.c![1]) >= 52);
  assert.ok(Object.values(across).flat().every(value => value % 16 === 0));
  const down = layout(document, 'TB');
  const placed = { ...document, tasks: document.tasks.map(item => ({ ...item, x: down[item.id]![0], y: down[item.id]![1] })) };
  assert.equal(directionOf(placed), 'TB');
  assert.deepEqual(layout({ tasks: [], edges: [] }, 'LR'), {});
});

test('Align_AndDistribute_MoveOnlyWhatIsOff', () => {
  const tasks = [{ id: 'a', x: 0, y: 0 }, { id: 'b', x: 50, y: 10 }, { id: 'c', x: 300, y: 90 }];
  assert.deepEqual(align(tasks, 'left'), { b: [0, 10], c: [0, 90] });
  assert.deepEqual(align(tasks, 'distribute-horizontal'), { b: [150, 10] });
  assert.deepEqual(align(tasks, 'middle'), { a: [0, 45], b: [50, 45], c: [300, 45] });
  assert.deepEqual(align(tasks.slice(0, 1), 'left'), {});
  assert.deepEqual(guides({ x: 0, y: 32 }, [{ x: 0, y: 400 }, { x: 640, y: 32 }]), { x: 96, y: 58 });
});

test('Navigation_FollowsEdgesThenPlace', () => {
  const tasks = [task('a', 0, 0), task('b', 200, 0), task('c', 200, 200), task('z', 0, 300)];
  const graph = new Reachability(edges('a-c', 'b-c'));
  assert.equal(neighbour('a', 'right', tasks, graph), 'c');
  assert.equal(neighbour('c', 'left', tasks, graph), 'b');
  assert.equal(neighbour('a', 'down', tasks, graph), 'z');
  assert.equal(neighbour('z', 'left', tasks, graph), null);
  assert.deepEqual(readingOrder(tasks, graph), ['a', 'z', 'b', 'c']);
});

test('Route_AheadStepsOnce_BehindGoesAround', () => {
  assert.deepEqual(route({ x: 0, y: 0 }, { x: 100, y: 0 }, 'LR'), []);
  assert.deepEqual(route({ x: 0, y: 0 }, { x: 100, y: 50 }, 'LR'), [{ x: 50, y: 0 }, { x: 50, y: 50 }]);
  assert.equal(route({ x: 0, y: 0 }, { x: -300, y: 0 }, 'LR').length, 4);
  assert.deepEqual(route({ x: 0, y: 0 }, { x: 50, y: 100 }, 'TB'), [{ x: 0, y: 50 }, { x: 50, y: 50 }]);
});

test('States_HaveColoursAndDurations', () => {
  assert.equal(stateColour('UpstreamFailed'), 'upstream-failed');
  assert.equal(stateColour('TimedOut'), 'timed-out');
  assert.equal(stateColour('Running'), 'running');
  assert.deepEqual([0, 0.4, 400, 2500, 12_000, 185_000, 7_620_000, 356_400_000].map(formatDuration), ['0s', '1ms', '400ms', '2.5s', '12s', '3m 05s', '2h 07m', '4d 3h']);
  assert.equal(elapsed({ id: 'a', state: 'Running', startedAt: 1000 }, 3500), 2500);
  assert.equal(elapsed({ id: 'a', state: 'Succeeded', startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:09Z' }, 0), 9000);
  assert.equal(elapsed({ id: 'a', state: 'Queued' }, 5), null);
});
