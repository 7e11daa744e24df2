import { guides } from './align';
import type { Canvas } from './canvas';
import { CARD, snap, taskNear, type Point } from './document';
import type { Drag } from './gestures';

/** How far from a card, in pixels, an edge may be let go and still mean it: its ports hang over its border. */
const RIM = 12;

/** Moves the selected tasks with the one under the pointer, which stays on the grid. */
export class MoveDrag implements Drag {
  private readonly starts: Map<string, Point>;
  private readonly origin: Point;
  private readonly others: Point[];

  constructor(private readonly canvas: Canvas, private readonly grabbed: string, start: Point) {
    const { board, selection, viewport } = canvas;
    const moving = new Set(selection.has(grabbed) ? selection.tasks : [grabbed]);
    this.starts = new Map([...moving].map(id => [id, { x: board.task(id)!.x, y: board.task(id)!.y }]));
    this.origin = viewport.toLocal(start);
    const view = viewport.visible();
    this.others = board.document.tasks.filter(task => !moving.has(task.id)
      && task.x > view.x - CARD.width && task.x < view.x + view.width && task.y > view.y - CARD.height && task.y < view.y + view.height);
  }

  move(at: Point): void {
    const { board, overlay, viewport } = this.canvas;
    const place = this.positions(at);
    board.place(place);
    const [x, y] = place[this.grabbed]!;
    const lines = guides({ x, y }, this.others);
    overlay.showGuides(
      lines.x === undefined ? undefined : viewport.toHost({ x: lines.x, y: 0 }).x,
      lines.y === undefined ? undefined : viewport.toHost({ x: 0, y: lines.y }).y);
    this.canvas.refreshMinimap();
  }

  end(at: Point): void {
    const place = this.positions(at);
    const start = this.starts.get(this.grabbed)!;
    const [x, y] = place[this.grabbed]!;
    if (x !== start.x || y !== start.y) this.canvas.move(place, 'drag');
  }

  cancel(): void {
    this.canvas.board.place(Object.fromEntries([...this.starts].map(([id, { x, y }]) => [id, [x, y]])));
  }

  private positions(at: Point): Record<string, [number, number]> {
    const now = this.canvas.viewport.toLocal(at);
    const start = this.starts.get(this.grabbed)!;
    const dx = snap(start.x + now.x - this.origin.x) - start.x;
    const dy = snap(start.y + now.y - this.origin.y) - start.y;
    return Object.fromEntries([...this.starts].map(([id, { x, y }]) => [id, [x + dx, y + dy]]));
  }
}

/** Draws an edge from a task. It may be dropped anywhere on another task; on blank ground the server is asked to insert one. */
export class ConnectDrag implements Drag {
  private over: string | null = null;

  constructor(private readonly canvas: Canvas, private readonly source: string) {
    const { board } = canvas;
    canvas.host.classList.add('ej-canvas--connecting');
    for (const task of board.document.tasks) board.element(task.id)?.classList.toggle('ej-task--refused', board.reachability.refuse(source, task.id) !== null);
  }

  move(at: Point): void {
    const { board, overlay, viewport } = this.canvas;
    const over = this.taskAt(at);
    if (over !== this.over) {
      if (this.over) board.element(this.over)?.classList.remove('ej-task--target');
      if (over) board.element(over)?.classList.add('ej-task--target');
      this.over = over;
    }
    const down = board.direction === 'TB';
    const from = board.task(this.source)!;
    const refused = over !== null && board.reachability.refuse(this.source, over) !== null;
    const box = this.canvas.host.getBoundingClientRect();
    const task = over && !refused ? board.task(over)! : null;
    overlay.showEdge(
      viewport.toHost({ x: from.x + (down ? CARD.width / 2 : CARD.width), y: from.y + (down ? CARD.height : CARD.height / 2) }),
      task ? viewport.toHost({ x: task.x + (down ? CARD.width / 2 : 0), y: task.y + (down ? 0 : CARD.height / 2) }) : { x: at.x - box.left, y: at.y - box.top },
      board.direction, refused);
  }

  end(at: Point): void {
    const target = this.taskAt(at);
    const from = this.canvas.board.task(this.source)!;
    const place = this.canvas.viewport.toLocal(at);
    this.cancel();
    if (target) this.canvas.connect(this.source, target);
    else if (this.isOnCanvas(at) && Math.hypot(place.x - from.x - CARD.width, place.y - from.y - CARD.height / 2) > 32) this.canvas.insertAt(this.source, at);
  }

  cancel(): void {
    this.canvas.host.classList.remove('ej-canvas--connecting');
    for (const element of this.canvas.board.surface.querySelectorAll('.ej-task--refused, .ej-task--target')) element.classList.remove('ej-task--refused', 'ej-task--target');
  }

  private taskAt(at: Point): string | null {
    return this.isOnCanvas(at) ? taskNear(this.canvas.board.document.tasks, this.canvas.viewport.toLocal(at), RIM / this.canvas.viewport.scale) : null;
  }

  private isOnCanvas(at: Point): boolean {
    const element = document.elementFromPoint(at.x, at.y);
    return element !== null && this.canvas.board.surface.contains(element);
  }
}

/** Selects what a rectangle touches. */
export class MarqueeDrag implements Drag {
  private readonly origin: Point;
  private readonly kept: readonly string[];

  constructor(private readonly canvas: Canvas, start: Point, adding: boolean) {
    this.origin = canvas.viewport.toLocal(start);
    this.kept = adding ? canvas.selection.tasks : [];
  }

  move(at: Point): void {
    const { board, overlay, selection, viewport } = this.canvas;
    const now = viewport.toLocal(at);
    const left = Math.min(now.x, this.origin.x);
    const top = Math.min(now.y, this.origin.y);
    const right = Math.max(now.x, this.origin.x);
    const bottom = Math.max(now.y, this.origin.y);
    const inside = board.document.tasks.filter(task => task.x < right && task.x + CARD.width > left && task.y < bottom && task.y + CARD.height > top);
    selection.set([...this.kept, ...inside.map(task => task.id)]);
    const corner = viewport.toHost({ x: left, y: top });
    overlay.showMarquee({ ...corner, width: (right - left) * viewport.scale, height: (bottom - top) * viewport.scale });
  }

  end(): void {
    this.canvas.host.focus({ preventScroll: true });
  }

  cancel(): void {
    this.canvas.selection.set(this.kept);
  }
}
