import { onThemeChange, property } from '../shared/dom';
import { html } from '../shared/dom';
import { CARD, type Box, type Point } from './document';

const WIDTH = 184;
const HEIGHT = 116;
const PADDING = 8;
const MARGIN = 20;

export interface MinimapModel {
  tasks(): Iterable<Point & { state?: string; selected: boolean }>;
  /** The part of the pipeline in view, in the pipeline's own coordinates. */
  view(): Box;
  moveTo(centre: Point): void;
}

/** A drawing of the whole pipeline on one canvas element: a rectangle for a task, a frame for what is in view. */
export class Minimap {
  private readonly canvas: HTMLCanvasElement;
  private scheduled = 0;
  private scale = 1;
  private origin: Point = { x: 0, y: 0 };
  private colours = new Map<string, string>();
  private readonly endTheme: () => void;

  constructor(private readonly host: HTMLElement, private readonly model: MinimapModel, label: string) {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    this.canvas = html('canvas', 'ej-canvas__minimap', { 'width': WIDTH * ratio, 'height': HEIGHT * ratio, 'role': 'img', 'aria-label': label });
    this.canvas.getContext('2d')!.scale(ratio, ratio);
    host.append(this.canvas);
    this.canvas.addEventListener('pointerdown', event => this.onPointerDown(event));
    this.endTheme = onThemeChange(() => {
      this.colours.clear();
      this.refresh();
    });
  }

  /** How much of the canvas's lower right corner it covers; null while it is hidden. */
  get corner(): { width: number; height: number } | null {
    return this.canvas.offsetParent ? { width: WIDTH + MARGIN, height: HEIGHT + MARGIN } : null;
  }

  setLabel(label: string): void {
    this.canvas.setAttribute('aria-label', label);
  }

  refresh(): void {
    this.scheduled ||= requestAnimationFrame(() => {
      this.scheduled = 0;
      this.draw();
    });
  }

  dispose(): void {
    cancelAnimationFrame(this.scheduled);
    this.endTheme();
    this.canvas.remove();
  }

  private onPointerDown(event: PointerEvent): void {
    event.stopPropagation();
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    const move = (at: PointerEvent): void => {
      const box = this.canvas.getBoundingClientRect();
      this.model.moveTo({ x: (at.clientX - box.left) / this.scale + this.origin.x, y: (at.clientY - box.top) / this.scale + this.origin.y });
    };
    move(event);
    this.canvas.addEventListener('pointermove', move);
    this.canvas.addEventListener('lostpointercapture', () => this.canvas.removeEventListener('pointermove', move), { once: true });
  }

  private draw(): void {
    const context = this.canvas.getContext('2d')!;
    context.clearRect(0, 0, WIDTH, HEIGHT);
    const tasks = [...this.model.tasks()];
    this.canvas.classList.toggle('ej-canvas__minimap--empty', tasks.length < 2);
    if (tasks.length < 2) return;
    const view = this.model.view();
    this.frame(tasks, view);
    const x = (value: number): number => (value - this.origin.x) * this.scale;
    const y = (value: number): number => (value - this.origin.y) * this.scale;
    const width = Math.max(2, CARD.width * this.scale);
    const height = Math.max(1.5, CARD.height * this.scale);
    for (const task of tasks) {
      context.fillStyle = this.colour(task.selected ? 'accent' : task.state ? `state-${task.state}` : 'map-task');
      context.fillRect(x(task.x), y(task.y), width, height);
    }
    context.fillStyle = this.colour('map-view');
    context.fillRect(x(view.x), y(view.y), view.width * this.scale, view.height * this.scale);
    context.strokeStyle = this.colour('accent');
    context.lineWidth = 1.5;
    context.strokeRect(x(view.x), y(view.y), view.width * this.scale, view.height * this.scale);
  }

  private frame(tasks: Point[], view: Box): void {
    const left = Math.min(view.x, ...tasks.map(task => task.x));
    const top = Math.min(view.y, ...tasks.map(task => task.y));
    const right = Math.max(view.x + view.width, ...tasks.map(task => task.x + CARD.width));
    const bottom = Math.max(view.y + view.height, ...tasks.map(task => task.y + CARD.height));
    this.scale = Math.min((WIDTH - PADDING * 2) / (right - left), (HEIGHT - PADDING * 2) / (bottom - top));
    this.origin = {
      x: left - (WIDTH / this.scale - (right - left)) / 2,
      y: top - (HEIGHT / this.scale - (bottom - top)) / 2,
    };
  }

  private colour(name: string): string {
    let colour = this.colours.get(name);
    if (colour === undefined) this.colours.set(name, colour = property(this.host, `--c-${name}`) || '#888');
    return colour;
  }
}
