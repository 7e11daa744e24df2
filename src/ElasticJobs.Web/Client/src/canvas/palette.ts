import { html } from '../shared/dom';
import type { Point } from './document';

const THRESHOLD = 4;

export interface PaletteTarget {
  /** Whether a point of the page lies on the canvas. */
  contains(client: Point): boolean;
  drop(template: string, client: Point): void;
  insert(template: string): void;
}

/** Lets elements with `data-template` be dragged onto the canvas, with mouse, pen or finger; Enter or a double click inserts one. */
export function attachPalette(element: HTMLElement, target: PaletteTarget): () => void {
  const ends = new AbortController();
  const { signal } = ends;
  const itemOf = (event: Event): HTMLElement | null => (event.target as HTMLElement).closest<HTMLElement>('[data-template]');

  element.addEventListener('pointerdown', event => {
    const item = itemOf(event);
    if (!item || event.button !== 0) return;
    if (event.pointerType === 'mouse') event.preventDefault();
    drag(event, item);
  }, { signal });
  element.addEventListener('click', event => {
    const item = itemOf(event);
    if (item && event.detail === 0) target.insert(item.dataset.template!);
  }, { signal });
  element.addEventListener('dblclick', event => {
    const item = itemOf(event);
    if (item) target.insert(item.dataset.template!);
  }, { signal });
  element.addEventListener('keydown', event => {
    const item = itemOf(event);
    if (!item || item.tagName === 'BUTTON' || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    target.insert(item.dataset.template!);
  }, { signal });
  element.addEventListener('dragstart', event => event.preventDefault(), { signal });

  function drag(start: PointerEvent, item: HTMLElement): void {
    const during = new AbortController();
    let ghost: HTMLElement | null = null;
    const end = (): void => {
      during.abort();
      ghost?.remove();
      document.documentElement.classList.remove('ej-dragging');
    };
    const options = { signal: during.signal };
    window.addEventListener('pointermove', event => {
      if (event.pointerId !== start.pointerId) return;
      if (!ghost) {
        if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < THRESHOLD) return;
        item.setPointerCapture?.(start.pointerId);
        document.documentElement.classList.add('ej-dragging');
        ghost = html('div', 'ej-canvas-ghost', { 'aria-hidden': 'true' }, item.dataset.title ?? item.querySelector<HTMLElement>('[data-title]')?.textContent ?? item.textContent?.trim().split('\n')[0] ?? '');
        document.body.append(ghost);
      }
      ghost.style.transform = `translate(${event.clientX}px, ${event.clientY}px) translate(-50%, -50%)`;
      ghost.classList.toggle('ej-canvas-ghost--over', target.contains({ x: event.clientX, y: event.clientY }));
    }, options);
    window.addEventListener('pointerup', event => {
      if (event.pointerId !== start.pointerId) return;
      const at = { x: event.clientX, y: event.clientY };
      const dropped = ghost !== null && target.contains(at);
      end();
      if (dropped) target.drop(item.dataset.template!, at);
    }, options);
    window.addEventListener('pointercancel', event => {
      if (event.pointerId === start.pointerId) end();
    }, options);
    window.addEventListener('keydown', event => {
      if (event.key === 'Escape') end();
    }, { ...options, capture: true });
  }

  return () => ends.abort();
}
