import { edgeId, type CanvasEdge } from './document';

export type Refusal =
  | { reason: 'self' }
  | { reason: 'duplicate' }
  | { reason: 'cycle'; path: string[] };

/** Answers whether two tasks may be connected. The tasks reachable from one task are found once and kept, since a drag asks at every move. */
export class Reachability {
  private readonly downstream = new Map<string, string[]>();
  private readonly upstream = new Map<string, string[]>();
  private readonly edges = new Set<string>();
  private readonly ancestors = new Map<string, Set<string>>();

  constructor(edges: readonly CanvasEdge[]) {
    for (const { source, target } of edges) {
      this.edges.add(edgeId(source, target));
      append(this.downstream, source, target);
      append(this.upstream, target, source);
    }
  }

  upstreamOf(task: string): readonly string[] {
    return this.upstream.get(task) ?? [];
  }

  downstreamOf(task: string): readonly string[] {
    return this.downstream.get(task) ?? [];
  }

  /** Every task from which the given one can be reached. */
  ancestorsOf(task: string): ReadonlySet<string> {
    let found = this.ancestors.get(task);
    if (!found) {
      found = new Set();
      const stack = [...this.upstreamOf(task)];
      while (stack.length > 0) {
        const next = stack.pop()!;
        if (found.has(next)) continue;
        found.add(next);
        stack.push(...this.upstreamOf(next));
      }
      this.ancestors.set(task, found);
    }
    return found;
  }

  /** The shortest way from one task to another along edges, both ends included, or null. */
  pathBetween(from: string, to: string): string[] | null {
    const cameFrom = new Map<string, string | null>([[from, null]]);
    const queue = [from];
    for (let index = 0; index < queue.length; index++) {
      const task = queue[index]!;
      if (task === to) {
        const path: string[] = [];
        for (let step: string | null = task; step !== null; step = cameFrom.get(step) ?? null) path.unshift(step);
        return path;
      }
      for (const next of this.downstreamOf(task)) {
        if (cameFrom.has(next)) continue;
        cameFrom.set(next, task);
        queue.push(next);
      }
    }
    return null;
  }

  /** Why an edge from source to target is not possible, or null where it is. A cycle's path starts and ends at the target. */
  refuse(source: string, target: string): Refusal | null {
    if (source === target) return { reason: 'self' };
    if (this.edges.has(edgeId(source, target))) return { reason: 'duplicate' };
    if (!this.ancestorsOf(source).has(target)) return null;
    return { reason: 'cycle', path: [...this.pathBetween(target, source)!, target] };
  }
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
