import { graphlib, layout as dagreLayout } from '@dagrejs/dagre';
import { CARD, snap, type CanvasDocument, type Point } from './document';

export type Direction = 'LR' | 'TB';

/** Layered positions for every task, on the grid, the graph's top left corner kept where it was. */
export function layout(document: CanvasDocument, direction: Direction): Record<string, [number, number]> {
  if (document.tasks.length === 0) return {};
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: direction, nodesep: direction === 'LR' ? 28 : 48, ranksep: direction === 'LR' ? 80 : 60, ranker: 'network-simplex' });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const task of document.tasks) graph.setNode(task.id, { width: CARD.width, height: CARD.height });
  for (const edge of document.edges) if (graph.hasNode(edge.source) && graph.hasNode(edge.target)) graph.setEdge(edge.source, edge.target);
  dagreLayout(graph);

  const origin = topLeft(document.tasks);
  const corners = document.tasks.map(task => {
    const centre = graph.node(task.id) as unknown as Point;
    return { id: task.id, x: centre.x - CARD.width / 2, y: centre.y - CARD.height / 2 };
  });
  const corner = topLeft(corners);
  return Object.fromEntries(corners.map(({ id, x, y }) => [id, [snap(x - corner.x + origin.x), snap(y - corner.y + origin.y)]]));
}

/** Edges leave at the right or at the bottom, whichever way most of the graph runs. */
export function directionOf(document: CanvasDocument): Direction {
  const tasks = new Map(document.tasks.map(task => [task.id, task]));
  let across = 0;
  let down = 0;
  for (const edge of document.edges) {
    const source = tasks.get(edge.source);
    const target = tasks.get(edge.target);
    if (!source || !target) continue;
    if (target.x - source.x >= CARD.width) across++;
    else if (target.y - source.y >= CARD.height) down++;
  }
  return down > across ? 'TB' : 'LR';
}

const topLeft = (points: readonly Point[]): Point => ({
  x: Math.min(...points.map(point => point.x)),
  y: Math.min(...points.map(point => point.y)),
});
