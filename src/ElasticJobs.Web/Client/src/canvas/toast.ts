import { html } from '../shared/dom';

const SHOWN_FOR = 5000;

/** A short message at the bottom of the canvas, read out by screen readers. */
export class Toast {
  private readonly element = html('div', 'ej-canvas__toast', { 'role': 'status', 'aria-live': 'polite' });
  private timer = 0;

  constructor(host: HTMLElement) {
    host.append(this.element);
  }

  show(text: string, kind: 'plain' | 'refused' = 'plain'): void {
    clearTimeout(this.timer);
    this.element.textContent = text;
    this.element.className = `ej-canvas__toast ej-canvas__toast--shown ej-canvas__toast--${kind}`;
    this.timer = window.setTimeout(() => this.element.classList.remove('ej-canvas__toast--shown'), SHOWN_FOR);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.element.remove();
  }
}
