import type { Point } from './document';
import type { EdgeEnds } from './commands';

/** What a pointer went down on. */
export type Hit = { on: 'port' | 'task'; id: string } | { on: 'edge'; edge: EdgeEnds } | { on: 'blank' };

export interface Drag {
  /** Called at most once a frame with the pointer's place on the page. */
  move(at: Point): void;
  end(at: Point): void;
  cancel(): void;
}

export interface GestureTarget {
  hit(target: Element): Hit;
  press(hit: Hit, event: PointerEvent): void;
  click(hit: Hit, event: PointerEvent): void;
  drag(hit: Hit, start: Point, event: PointerEvent): Drag | null;
  pan(dx: number, dy: number): void;
  zoomAt(factor: number, at: Point): void;
}

interface Pinch {
  centre: Point;
  span: number;
}

const THRESHOLD = 4;
const RIM = 28;
const RIM_STEP = 10;

/** Turns pointers, wheel and the space key into clicks, drags, pans and zooms. Nothing of it leaves the browser. */
export class Gestures {
  private readonly ends = new AbortController();
  private readonly touches = new Map<number, Point>();
  private pinching = false;
  private before: Pinch = { centre: { x: 0, y: 0 }, span: 0 };
  private space = false;
  private active: { cancel(): void } | null = null;

  constructor(private readonly surface: HTMLElement, private readonly target: GestureTarget) {
    const options = { signal: this.ends.signal };
    surface.addEventListener('pointerdown', event => this.onDown(event), options);
    surface.addEventListener('wheel', event => this.onWheel(event), { ...options, passive: false });
    surface.addEventListener('contextmenu', event => event.preventDefault(), options);
    surface.addEventListener('auxclick', event => event.preventDefault(), options);
    window.addEventListener('pointermove', event => this.onTouchMove(event), options);
    window.addEventListener('pointerup', event => this.onTouchEnd(event), options);
    window.addEventListener('pointercancel', event => this.onTouchEnd(event), options);
    window.addEventListener('keyup', event => event.code === 'Space' && this.setSpace(false), options);
    window.addEventListener('blur', () => this.setSpace(false), options);
  }

  setSpace(down: boolean): void {
    this.space = down;
    this.surface.classList.toggle('ej-canvas__graph--grab', down);
  }

  /** Ends the gesture under way without its effect; true where there was one. */
  cancel(): boolean {
    const had = this.active !== null;
    this.active?.cancel();
    return had;
  }

  dispose(): void {
    this.cancel();
    this.ends.abort();
  }

  private onDown(event: PointerEvent): void {
    const at = point(event);
    if (event.pointerType === 'touch') {
      this.touches.set(event.pointerId, at);
      if (this.touches.size > 1) {
        this.cancel();
        this.pinching = true;
        this.before = this.measure();
        return;
      }
    }
    if (this.active) return;
    const hit = this.target.hit(event.target as Element);
    const pans = event.button === 1 || event.button === 2 || this.space || (event.pointerType === 'touch' && hit.on === 'blank');
    if (event.button === 1) event.preventDefault();
    if (!pans) this.target.press(hit, event);
    this.follow(event, at, hit, pans);
  }

  private follow(down: PointerEvent, start: Point, hit: Hit, pans: boolean): void {
    const during = new AbortController();
    const options = { signal: during.signal };
    let last = start;
    let drag: Drag | null = null;
    let moved = false;
    let frame = 0;

    const finish = (): void => {
      during.abort();
      cancelAnimationFrame(frame);
      this.active = null;
      this.surface.classList.remove('ej-canvas__graph--grabbing');
    };
    const step = (): void => {
      frame = 0;
      if (!drag) return;
      const rim = this.rim(last);
      if (rim.x !== 0 || rim.y !== 0) {
        this.target.pan(rim.x, rim.y);
        frame = requestAnimationFrame(step);
      }
      drag.move(last);
    };
    this.active = {
      cancel: () => {
        finish();
        drag?.cancel();
      },
    };

    window.addEventListener('pointermove', event => {
      if (event.pointerId !== down.pointerId) return;
      const at = point(event);
      if (!moved) {
        if (Math.hypot(at.x - start.x, at.y - start.y) < THRESHOLD) return;
        moved = true;
        if (pans) this.surface.classList.add('ej-canvas__graph--grabbing');
        else drag = this.target.drag(hit, start, down);
      }
      if (pans) this.target.pan(at.x - last.x, at.y - last.y);
      last = at;
      if (drag) frame ||= requestAnimationFrame(step);
    }, options);
    window.addEventListener('pointerup', event => {
      if (event.pointerId !== down.pointerId) return;
      const at = point(event);
      finish();
      if (drag) {
        drag.move(at);
        drag.end(at);
      } else if (!moved && (!pans || event.pointerType === 'touch' || event.button === 2)) {
        this.target.click(hit, event);
      }
    }, options);
    window.addEventListener('pointercancel', event => {
      if (event.pointerId === down.pointerId) this.active?.cancel();
    }, options);
  }

  private onTouchMove(event: PointerEvent): void {
    if (!this.touches.has(event.pointerId)) return;
    this.touches.set(event.pointerId, point(event));
    if (!this.pinching || this.touches.size < 2) return;
    const now = this.measure();
    this.target.pan(now.centre.x - this.before.centre.x, now.centre.y - this.before.centre.y);
    if (this.before.span > 10 && now.span > 10) this.target.zoomAt(now.span / this.before.span, now.centre);
    this.before = now;
  }

  private onTouchEnd(event: PointerEvent): void {
    this.touches.delete(event.pointerId);
    if (this.touches.size === 0) this.pinching = false;
    else if (this.touches.size > 1) this.before = this.measure();
  }

  /** Where the first two fingers are, and how far apart. */
  private measure(): Pinch {
    const [a, b] = [...this.touches.values()] as [Point, Point];
    return { centre: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, span: Math.hypot(a.x - b.x, a.y - b.y) };
  }

  private onWheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? this.surface.clientHeight : 1;
    if (event.ctrlKey || event.metaKey) {
      this.target.zoomAt(Math.exp(-Math.max(-120, Math.min(120, event.deltaY * unit)) * 0.0022), point(event));
      return;
    }
    const sideways = event.shiftKey && event.deltaX === 0;
    this.target.pan(-(sideways ? event.deltaY : event.deltaX) * unit, sideways ? 0 : -event.deltaY * unit);
  }

  private rim({ x, y }: Point): Point {
    const box = this.surface.getBoundingClientRect();
    const pull = (value: number, low: number, high: number): number => (value < low + RIM ? RIM_STEP : value > high - RIM ? -RIM_STEP : 0);
    return { x: pull(x, box.left, box.right), y: pull(y, box.top, box.bottom) };
  }
}

const point = (event: MouseEvent): Point => ({ x: event.clientX, y: event.clientY });
