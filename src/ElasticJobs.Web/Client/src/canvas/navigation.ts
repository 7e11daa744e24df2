import type { CanvasTask } from './document';
import type { Reachability } from './reachability';

export type Heading = 'left' | 'right' | 'up' | 'down';

/** Tasks in the order in which Tab visits them: upstream before downstream, then by place. */
export function readingOrder(tasks: readonly CanvasTask[], reachability: Reachability): string[] {
  const known = new Set(tasks.map(task => task.id));
  const waiting = new Map(tasks.map(task => [task.id, reachability.upstreamOf(task.id).filter(id => known.has(id)).length]));
  const place = (a: CanvasTask, b: CanvasTask): number => a.x - b.x || a.y - b.y || a.id.localeCompare(b.id);
  const byId = new Map(tasks.map(task => [task.id, task]));
  const order: string[] = [];
  let layer = tasks.filter(task => waiting.get(task.id) === 0).sort(place);
  while (layer.length > 0) {
    const next: CanvasTask[] = [];
    for (const task of layer) {
      order.push(task.id);
      for (const id of reachability.downstreamOf(task.id)) {
        const left = (waiting.get(id) ?? 0) - 1;
        waiting.set(id, left);
        if (left === 0) next.push(byId.get(id)!);
      }
    }
    layer = next.sort(place);
  }
  const visited = new Set(order);
  return [...order, ...tasks.filter(task => !visited.has(task.id)).sort(place).map(task => task.id)];
}

/** The task one step away: along an edge where there is one that way, else the nearest task lying that way. */
export function neighbour(from: string, heading: Heading, tasks: readonly CanvasTask[], reachability: Reachability): string | null {
  const origin = tasks.find(task => task.id === from);
  if (!origin) return null;
  const connected = heading === 'right' ? reachability.downstreamOf(from) : heading === 'left' ? reachability.upstreamOf(from) : [];
  const candidates = connected.length > 0
    ? tasks.filter(task => connected.includes(task.id))
    : tasks.filter(task => task.id !== from && ahead(origin, task, heading) > 0);
  let best: string | null = null;
  let shortest = Infinity;
  for (const task of candidates) {
    const along = Math.abs(heading === 'left' || heading === 'right' ? task.x - origin.x : task.y - origin.y);
    const aside = Math.abs(heading === 'left' || heading === 'right' ? task.y - origin.y : task.x - origin.x);
    const distance = along + aside * 2;
    if (distance < shortest) {
      shortest = distance;
      best = task.id;
    }
  }
  return best;
}

function ahead(origin: CanvasTask, task: CanvasTask, heading: Heading): number {
  switch (heading) {
    case 'left': return origin.x - task.x;
    case 'right': return task.x - origin.x;
    case 'up': return origin.y - task.y;
    case 'down': return task.y - origin.y;
  }
}
