import type { Graph } from '@antv/x6';
import { CARD, type Box, type Point } from './document';

const MIN = 0.03;
const MAX = 2.5;

/** Zoom and pan. */
export class Viewport {
  constructor(private readonly graph: Graph, private readonly host: HTMLElement) {}

  get scale(): number {
    return this.graph.transform.getScale().sx;
  }

  toLocal(client: Point): Point {
    const { x, y } = this.graph.clientToLocal(client.x, client.y);
    return { x, y };
  }

  /** From the pipeline's coordinates to pixels inside the host. */
  toHost(local: Point): Point {
    const { x, y } = this.graph.localToGraph(local.x, local.y);
    return { x, y };
  }

  /** As the graph was last told: asking the page for it would lay out what was drawn since, at each frame. */
  get size(): { width: number; height: number } {
    const { width, height } = this.graph.options;
    return { width, height };
  }

  visible(): Box {
    const { scale, size: { width, height } } = this;
    const { tx, ty } = this.graph.transform.getTranslation();
    return { x: -tx / scale, y: -ty / scale, width: width / scale, height: height / scale };
  }

  /** The view shows all tasks as `show` placed them, and nobody has moved it since. */
  fitted = false;

  pan(dx: number, dy: number): void {
    this.fitted = false;
    this.graph.translateBy(dx, dy);
  }

  zoomAt(factor: number, client?: Point): void {
    const box = this.host.getBoundingClientRect();
    const at = client ?? { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const before = this.scale;
    const after = clamp(before * factor);
    const { tx, ty } = this.graph.transform.getTranslation();
    const px = at.x - box.left;
    const py = at.y - box.top;
    this.place(after, px - (px - tx) * (after / before), py - (py - ty) * (after / before));
  }

  zoomTo(scale: number): void {
    this.zoomAt(scale / this.scale);
  }

  moveTo(centre: Point): void {
    const { scale } = this;
    this.place(scale, this.size.width / 2 - centre.x * scale, this.size.height / 2 - centre.y * scale);
  }

  /** Shows all the given tasks, no larger than life, and none of them under what lies in the lower right corner. */
  show(tasks: readonly Point[], padding = 40, corner: { width: number; height: number } | null = null): void {
    if (tasks.length === 0 || this.size.width === 0) return;
    this.frame(tasks, padding, 0);
    const covered = (task: Point): boolean => {
      const end = this.toHost({ x: task.x + CARD.width, y: task.y + CARD.height });
      return end.x > this.size.width - corner!.width && end.y > this.size.height - corner!.height;
    };
    if (corner && tasks.some(covered)) this.frame(tasks, padding, Math.min(corner.height - padding, this.size.height / 3));
  }

  private frame(tasks: readonly Point[], padding: number, below: number): void {
    const room = this.size.height - below;
    const left = Math.min(...tasks.map(task => task.x));
    const top = Math.min(...tasks.map(task => task.y));
    const width = Math.max(...tasks.map(task => task.x)) + CARD.width - left;
    const height = Math.max(...tasks.map(task => task.y)) + CARD.height - top;
    const scale = Math.min(1, clamp(Math.min((this.size.width - padding * 2) / width, (room - padding * 2) / height)));
    this.place(scale, this.size.width / 2 - (left + width / 2) * scale, room / 2 - (top + height / 2) * scale);
  }

  /** Pans as little as brings a task into view. */
  reveal(task: Point, margin = 48): void {
    const view = this.visible();
    const inset = margin / this.scale;
    const shift = (value: number, size: number, from: number, span: number): number => {
      if (value < from + inset) return from + inset - value;
      if (value + size > from + span - inset) return from + span - inset - value - size;
      return 0;
    };
    const dx = shift(task.x, CARD.width, view.x, view.width);
    const dy = shift(task.y, CARD.height, view.y, view.height);
    if (dx !== 0 || dy !== 0) this.pan(dx * this.scale, dy * this.scale);
  }

  private place(scale: number, tx: number, ty: number): void {
    this.fitted = false;
    if (scale !== this.scale) this.graph.scale(scale);
    this.graph.translate(tx, ty);
  }
}

const clamp = (scale: number): number => Math.min(MAX, Math.max(MIN, scale));
