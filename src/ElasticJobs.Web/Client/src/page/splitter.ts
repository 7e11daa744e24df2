export interface SplitterOptions {
  /** The name under which the size is remembered. */
  key: string;
  min?: number;
  max?: number;
  /** `x` where the bar stands between left and right, `y` between top and bottom. */
  axis?: 'x' | 'y';
  /** The pane that has the size: the one before the bar, or after it. */
  pane?: 'before' | 'after';
  label?: string;
}

const STEP = 16;
const STEP_LARGE = 64;

/** Makes a bar between two panes draggable with pointer and arrow keys. The size is the pane's `flex-basis` in pixels. */
export function splitter(bar: HTMLElement, options: SplitterOptions): { dispose(): void } {
  const { key, min = 120, max = 1200, axis = 'x', pane = 'before' } = options;
  const sized = (pane === 'before' ? bar.previousElementSibling : bar.nextElementSibling) as HTMLElement | null;
  if (!sized) return { dispose: () => undefined };
  const store = `ej-split:${key}`;
  const sign = pane === 'before' ? 1 : -1;
  const ends = new AbortController();
  const events = { signal: ends.signal };
  const current = (): number => (axis === 'x' ? sized.offsetWidth : sized.offsetHeight);
  const set = (size: number, keep = true): void => {
    const value = Math.round(Math.min(max, Math.max(min, size)));
    sized.style.flex = `0 0 ${value}px`;
    bar.setAttribute('aria-valuenow', String(value));
    if (keep) localStorage.setItem(store, String(value));
  };

  bar.tabIndex = 0;
  bar.setAttribute('role', 'separator');
  bar.setAttribute('aria-orientation', axis === 'x' ? 'vertical' : 'horizontal');
  bar.setAttribute('aria-valuemin', String(min));
  bar.setAttribute('aria-valuemax', String(max));
  if (options.label) bar.setAttribute('aria-label', options.label);
  bar.style.touchAction = 'none';
  bar.style.cursor = axis === 'x' ? 'col-resize' : 'row-resize';
  const kept = Number(localStorage.getItem(store));
  if (kept > 0) set(kept, false);
  else bar.setAttribute('aria-valuenow', String(Math.round(current())));

  bar.addEventListener('pointerdown', event => {
    event.preventDefault();
    bar.focus();
    bar.setPointerCapture(event.pointerId);
    const start = axis === 'x' ? event.clientX : event.clientY;
    const size = current();
    const move = (at: PointerEvent): void => set(size + sign * ((axis === 'x' ? at.clientX : at.clientY) - start));
    bar.addEventListener('pointermove', move, events);
    bar.addEventListener('lostpointercapture', () => bar.removeEventListener('pointermove', move), { ...events, once: true });
  }, events);
  bar.addEventListener('keydown', event => {
    const step = event.shiftKey ? STEP_LARGE : STEP;
    const [less, more] = axis === 'x' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (event.key === less) set(current() - sign * step);
    else if (event.key === more) set(current() + sign * step);
    else if (event.key === 'Home') set(min);
    else if (event.key === 'End') set(max);
    else return;
    event.preventDefault();
  }, events);
  return { dispose: () => ends.abort() };
}
