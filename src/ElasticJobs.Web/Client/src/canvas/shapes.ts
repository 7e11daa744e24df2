import { EdgeView, NodeView, Rectangle, Shape, type Cell, type CellView, type Graph, type Node } from '@antv/x6';
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

export const viewOf = (cell: Cell): typeof CellView => (cell.isNode() ? TaskView : EdgeView) as unknown as typeof CellView;

export const createTask = (graph: Graph, task: CanvasTask): Node =>
  graph.createNode({ id: task.id, shape: 'rect', x: task.x, y: task.y, width: CARD.width, height: CARD.height, zIndex: 2, data: task });

export function createEdge(edge: CanvasEdge, arrow: (when: EdgeCondition) => string, words: string): InstanceType<typeof Shape.Edge> {
  const result = new Shape.Edge({ id: edgeId(edge.source, edge.target), source: { cell: edge.source }, target: { cell: edge.target }, zIndex: 1, data: edge });
  dressEdge(result, edge, arrow, words);
  return result;
}

export function dressEdge(cell: InstanceType<typeof Shape.Edge>, edge: CanvasEdge, arrow: (when: EdgeCondition) => string, words: string): void {
  cell.setData(edge, { overwrite: true });
  cell.setAttrs({
    lines: { connection: true, strokeLinejoin: 'round' },
    line: { 'class': `ej-edge ej-edge--${edge.when}`, 'targetMarker': null, 'stroke': null, 'strokeWidth': null, 'marker-end': arrow(edge.when) },
    wrap: { class: 'ej-edge-hit', strokeWidth: 16 },
  }, { overwrite: true });
  const width = words.length * 6 + 14;
  cell.setLabels(edge.when === 'succeeded' ? [] : [{
    markup: [{ tagName: 'rect', selector: 'box' }, { tagName: 'text', selector: 'words' }],
    attrs: {
      box: { class: `ej-edge-label ej-edge-label--${edge.when}`, ref: 'words', refWidth: 12, refHeight: 4, refX: -6, refY: -2, rx: 7 },
      words: { class: `ej-edge-words ej-edge-words--${edge.when}`, text: words, textAnchor: 'middle', textVerticalAnchor: 'middle', fontSize: 10 },
    },
    position: { distance: 0.5 },
    size: { width, height: 16 },
  }]);
}
