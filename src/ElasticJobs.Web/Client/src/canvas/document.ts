export type EdgeCondition = 'succeeded' | 'failed' | 'finished';

export interface CanvasTask {
  id: string;
  label: string;
  template: string;
  title: string;
  icon?: string | null;
  color?: string | null;
  x: number;
  y: number;
  skip?: boolean;
  problems?: string[] | null;
  kind?: string | null;
}

export interface CanvasEdge {
  source: string;
  target: string;
  when: EdgeCondition;
}

export interface CanvasDocument {
  tasks: CanvasTask[];
  edges: CanvasEdge[];
}

export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

export const EMPTY: CanvasDocument = { tasks: [], edges: [] };

/** The pixel size of a task's card; a multiple of the grid in width so that columns line up. */
export const CARD = { width: 192, height: 52 } as const;

/** The distance in pixels to which positions snap. */
export const GRID = 16;

export const CONDITIONS: readonly EdgeCondition[] = ['succeeded', 'failed', 'finished'];

export const edgeId = (source: string, target: string): string => `${source}\u2192${target}`;

export const snap = (value: number): number => Math.round(value / GRID) * GRID;

/** The task whose card is at a point or no farther from it than the margin; the nearest where several are. */
export function taskNear(tasks: readonly (Point & { id: string })[], { x, y }: Point, margin: number): string | null {
  let nearest: string | null = null;
  let least = margin;
  for (const task of tasks) {
    const distance = Math.max(task.x - x, x - task.x - CARD.width, task.y - y, y - task.y - CARD.height, 0);
    if (distance > least || (distance === least && nearest !== null && distance > 0)) continue;
    least = distance;
    nearest = task.id;
  }
  return nearest;
}

export const nextCondition = (when: EdgeCondition): EdgeCondition => CONDITIONS[(CONDITIONS.indexOf(when) + 1) % CONDITIONS.length]!;
