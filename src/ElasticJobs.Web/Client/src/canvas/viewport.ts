import type { Graph } from '@antv/x6';
import { CARD, type Box, type Point } from './document';

const MIN = 0.1;
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

  visible(): Box {
    const { scale } = this;
    const { tx, ty } = this.graph.transform.getTranslation();
    return { x: -tx / scale, y: -ty / scale, width: this.host.clientWidth / scale, height: this.host.clientHeight / scale };
  }

  pan(dx: number, dy: number): void {
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
    this.place(scale, this.host.clientWidth / 2 - centre.x * scale, this.host.clientHeight / 2 - centre.y * scale);
  }

  /** Shows all the given tasks, no larger than life. */
  show(tasks: readonly Point[], padding = 40): void {
    if (tasks.length === 0 || this.host.clientWidth === 0) return;
    const left = Math.min(...tasks.map(task => task.x));
    const top = Math.min(...tasks.map(task => task.y));
    const width = Math.max(...tasks.map(task => task.x)) + CARD.width - left;
    const height = Math.max(...tasks.map(task => task.y)) + CARD.height - top;
    const scale = Math.min(1, clamp(Math.min((this.host.clientWidth - padding * 2) / width, (this.host.clientHeight - padding * 2) / height)));
    this.place(scale, this.host.clientWidth / 2 - (left + width / 2) * scale, this.host.clientHeight / 2 - (top + height / 2) * scale);
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
    if (scale !== this.scale) this.graph.scale(scale);
    this.graph.translate(tx, ty);
  }
}

const clamp = (scale: number): number => Math.min(MAX, Math.max(MIN, scale));
