import { Edge, EdgeView, NodeView, Rectangle, type Cell, type CellAttrs, type CellView, type EdgeLabel, type EdgeViewOptions, type Graph, type Node, type NodeViewOptions } from '@antv/x6';
import { TaskCard } from './card';
import { CARD, edgeId, type CanvasEdge, type CanvasTask, type EdgeCondition } from './document';
import type { Scene } from './scene';

/** Draws the card by itself: X6 places it and takes it out of the page while it is out of view. */
export class TaskView extends NodeView {
  card: TaskCard | null = null;
  static scenes = new WeakMap<Graph, Scene>();

  protected override renderMarkup(): void {
    this.selectors = {};
    this.card = new TaskCard(this.container as unknown as SVGElement, TaskView.scenes.get(this.graph)!);
    this.card.draw(this.cell.getData<CanvasTask>());
  }

  private static shared: NodeViewOptions | null = null;

  // X6 clones and merges a view's options deeply, the graph itself among them, which costs more than the drawing; nothing but the graph differs.
  protected override ensureOptions({ graph, ...rest }: Partial<NodeViewOptions>): NodeViewOptions {
    return { ...(TaskView.shared ??= super.ensureOptions(rest)), graph: graph! };
  }

  redraw(): void {
    this.card?.draw(this.cell.getData<CanvasTask>());
  }

  override update(): void {
    this.cleanCache();
  }

  // The card's badge and halo hang over its body; routes start at the body, and nothing has to be measured.
  override getBBoxOfElement(): Rectangle {
    return this.body();
  }

  override getUnrotatedBBoxOfElement(): Rectangle {
    return this.body();
  }

  private body(): Rectangle {
    const { x, y } = this.cell.getPosition();
    return new Rectangle(x, y, CARD.width, CARD.height);
  }
}

class LineView extends EdgeView {
  private static shared: EdgeViewOptions | null = null;

  protected override ensureOptions({ graph, ...rest }: Partial<EdgeViewOptions>): EdgeViewOptions {
    return { ...(LineView.shared ??= super.ensureOptions(rest)), graph: graph! };
  }
}

export const viewOf = (cell: Cell): typeof CellView => (cell.isNode() ? TaskView : LineView) as unknown as typeof CellView;

export const createTask = (graph: Graph, task: CanvasTask): Node =>
  graph.createNode({ id: task.id, shape: 'rect', x: task.x, y: task.y, width: CARD.width, height: CARD.height, zIndex: 2, data: task });

const Line = Edge.define({
  shape: 'ej-line',
  markup: [
    { tagName: 'path', selector: 'wrap', groupSelector: 'lines', attrs: { class: 'ej-edge-hit' } },
    { tagName: 'path', selector: 'line', groupSelector: 'lines', attrs: { 'pointer-events': 'none' } },
  ],
  attrs: { lines: { connection: true, strokeLinejoin: 'round' } },
});

export const createEdge = (edge: CanvasEdge, arrow: (when: EdgeCondition) => string, words: string): Edge =>
  new Line({ id: edgeId(edge.source, edge.target), source: { cell: edge.source }, target: { cell: edge.target }, zIndex: 1, data: edge, ...dress(edge, arrow, words) });

export function dressEdge(cell: Edge, edge: CanvasEdge, arrow: (when: EdgeCondition) => string, words: string): void {
  const { attrs, labels } = dress(edge, arrow, words);
  cell.setData(edge, { overwrite: true });
  cell.setAttrs(attrs);
  cell.setLabels(labels);
}

function dress(edge: CanvasEdge, arrow: (when: EdgeCondition) => string, words: string): { attrs: CellAttrs; labels: EdgeLabel[] } {
  const attrs = { line: { 'class': `ej-edge ej-edge--${edge.when}`, 'marker-end': arrow(edge.when) } };
  if (edge.when === 'succeeded') return { attrs, labels: [] };
  const width = words.length * 6 + 14;
  return { attrs, labels: [{
    markup: [{ tagName: 'rect', selector: 'box' }, { tagName: 'text', selector: 'words' }],
    attrs: {
      box: { class: `ej-edge-label ej-edge-label--${edge.when}`, ref: 'words', refWidth: 12, refHeight: 4, refX: -6, refY: -2, rx: 7 },
      words: { class: `ej-edge-words ej-edge-words--${edge.when}`, text: words, textAnchor: 'middle', textVerticalAnchor: 'middle', fontSize: 10 },
    },
    position: { distance: 0.5 },
    size: { width, height: 16 },
  }] };
}
