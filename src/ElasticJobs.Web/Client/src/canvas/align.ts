import { CARD, type Point } from './document';

export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom' | 'distribute-horizontal' | 'distribute-vertical';

interface Placed extends Point {
  id: string;
}

/** New positions of the tasks that an alignment moves. All cards have one size, so edges, centres and far edges line up together on an axis. */
export function align(tasks: readonly Placed[], kind: Alignment): Record<string, [number, number]> {
  if (tasks.length < 2) return {};
  const xs = tasks.map(task => task.x);
  const ys = tasks.map(task => task.y);
  const place: (task: Placed) => [number, number] = {
    'left': (task: Placed): [number, number] => [Math.min(...xs), task.y],
    'center': (task: Placed): [number, number] => [middle(xs), task.y],
    'right': (task: Placed): [number, number] => [Math.max(...xs), task.y],
    'top': (task: Placed): [number, number] => [task.x, Math.min(...ys)],
    'middle': (task: Placed): [number, number] => [task.x, middle(ys)],
    'bottom': (task: Placed): [number, number] => [task.x, Math.max(...ys)],
    'distribute-horizontal': spread(tasks, 'x'),
    'distribute-vertical': spread(tasks, 'y'),
  }[kind];
  const moved: Record<string, [number, number]> = {};
  for (const task of tasks) {
    const [x, y] = place(task);
    if (x !== task.x || y !== task.y) moved[task.id] = [x, y];
  }
  return moved;
}

/** Where a box being dragged lines up with others: the x or y of a shared left, centre, right, top, middle or bottom. */
export function guides(box: Point, others: Iterable<Point>): { x?: number; y?: number } {
  const result: { x?: number; y?: number } = {};
  for (const other of others) {
    if (result.x === undefined) {
      if (other.x === box.x) result.x = box.x + CARD.width / 2;
      else if (other.x + CARD.width === box.x || other.x === box.x + CARD.width) result.x = Math.max(other.x, box.x);
    }
    if (result.y === undefined && other.y === box.y) result.y = box.y + CARD.height / 2;
    if (result.x !== undefined && result.y !== undefined) break;
  }
  return result;
}

const middle = (values: readonly number[]): number => Math.round((Math.min(...values) + Math.max(...values)) / 2);

function spread(tasks: readonly Placed[], axis: 'x' | 'y'): (task: Placed) => [number, number] {
  const sorted = [...tasks].sort((a, b) => a[axis] - b[axis] || a.id.localeCompare(b.id));
  const first = sorted[0]![axis];
  const step = (sorted[sorted.length - 1]![axis] - first) / (sorted.length - 1);
  const at = new Map(sorted.map((task, index) => [task.id, Math.round(first + index * step)]));
  return task => (axis === 'x' ? [at.get(task.id)!, task.y] : [task.x, at.get(task.id)!]);
}
