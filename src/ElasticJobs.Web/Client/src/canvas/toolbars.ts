import { html } from '../shared/dom';
import { icon } from '../shared/icons';
import { fill, type Texts } from '../shared/texts';
import type { Action, EdgeEnds } from './commands';
import { CARD, CONDITIONS, type EdgeCondition, type Point } from './document';
import type { CanvasText } from './texts';

const actions: Record<Action, { icon: string; text: CanvasText }> = {
  run: { icon: 'play', text: 'actionRun' },
  debug: { icon: 'bug', text: 'actionDebug' },
  from: { icon: 'fast-forward', text: 'actionFrom' },
  log: { icon: 'file', text: 'actionLog' },
  terminal: { icon: 'terminal', text: 'actionTerminal' },
  clear: { icon: 'eraser', text: 'actionClear' },
  open: { icon: 'open', text: 'actionOpen' },
};

export const EDITOR_ACTIONS: readonly Action[] = ['run', 'debug', 'from', 'log', 'terminal', 'clear'];

const button = (name: string, label: string, press: () => void): HTMLButtonElement => {
  const element = html('button', 'ej-canvas__button', { 'type': 'button', 'title': label, 'aria-label': label }, icon(name, 15));
  element.addEventListener('click', press);
  return element;
};

/** A floating row of buttons. Arrow keys move inside it, Escape gives the focus back. */
abstract class Floating {
  protected readonly element = html('div', 'ej-canvas__panel ej-canvas__floating', { role: 'toolbar' });

  constructor(host: HTMLElement, private readonly leave: () => void) {
    this.element.hidden = true;
    this.element.addEventListener('keydown', event => this.onKey(event));
    host.append(this.element);
  }

  focus(): void {
    this.element.querySelector<HTMLElement>('button')?.focus();
  }

  get focused(): boolean {
    return this.element.contains(document.activeElement);
  }

  get hovered(): boolean {
    return this.element.matches(':hover');
  }

  hide(): void {
    this.element.hidden = true;
  }

  protected placeAt(x: number, y: number): void {
    this.element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px) translate(-50%, -100%)`;
    this.element.hidden = false;
  }

  private onKey(event: KeyboardEvent): void {
    const buttons = [...this.element.querySelectorAll<HTMLElement>('button')];
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) {
      buttons[(buttons.indexOf(document.activeElement as HTMLElement) + step + buttons.length) % buttons.length]?.focus();
    } else if (event.key === 'Escape') {
      this.leave();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

export class TaskToolbar extends Floating {
  private task = '';

  constructor(host: HTMLElement, private readonly press: (action: Action, task: string) => void, leave: () => void) {
    super(host, leave);
  }

  get shownFor(): string {
    return this.element.hidden ? '' : this.task;
  }

  fill(shown: readonly Action[], texts: Texts<CanvasText>): void {
    this.element.replaceChildren(...shown.filter(action => actions[action]).map(action => {
      const element = button(actions[action].icon, texts[actions[action].text], () => this.press(action, this.task));
      element.dataset.action = action;
      return element;
    }));
  }

  show(task: string, label: string, corner: Point, scale: number): void {
    if (this.element.childElementCount === 0) return;
    this.task = task;
    this.element.setAttribute('aria-label', label);
    this.placeAt(corner.x + (CARD.width * scale) / 2, corner.y - 6);
  }
}

export class EdgeToolbar extends Floating {
  constructor(
    host: HTMLElement,
    private readonly choose: (edge: EdgeEnds, when: EdgeCondition) => void,
    private readonly remove: (edge: EdgeEnds) => void,
    leave: () => void,
  ) {
    super(host, leave);
  }

  show(edge: EdgeEnds, when: EdgeCondition, labels: { source: string; target: string }, texts: Texts<CanvasText>, at: Point): void {
    const words: Record<EdgeCondition, string> = { succeeded: texts.edgeSucceeded, failed: texts.edgeFailed, finished: texts.edgeFinished };
    this.element.setAttribute('aria-label', fill(texts.edgeCondition, labels));
    const kept = this.focused ? [...this.element.children].indexOf(document.activeElement!) : -1;
    this.element.replaceChildren(...CONDITIONS.map(condition => {
      const chip = html('button', `ej-canvas__chip ej-canvas__chip--${condition}`, { 'type': 'button', 'aria-pressed': String(condition === when) }, words[condition]);
      chip.dataset.when = condition;
      chip.addEventListener('click', () => this.choose(edge, condition));
      return chip;
    }), button('trash', texts.edgeRemove, () => this.remove(edge)));
    if (kept >= 0) (this.element.children[kept] as HTMLElement).focus();
    this.placeAt(at.x, at.y - 10);
  }
}

/** Zoom buttons at the canvas's corner. */
export class ZoomBar {
  private readonly element = html('div', 'ej-canvas__panel ej-canvas__zoom', { role: 'toolbar' });
  private readonly percent = html('button', 'ej-canvas__button ej-canvas__percent', { type: 'button' });

  constructor(host: HTMLElement, private readonly press: { zoomBy(factor: number): void; zoom100(): void; fit(): void }) {
    this.percent.addEventListener('click', () => press.zoom100());
    host.append(this.element);
  }

  fill(texts: Texts<CanvasText>): void {
    this.percent.title = texts.zoom100;
    this.percent.setAttribute('aria-label', texts.zoom100);
    this.element.replaceChildren(
      button('minus', texts.zoomOut, () => this.press.zoomBy(1 / 1.2)),
      this.percent,
      button('plus', texts.zoomIn, () => this.press.zoomBy(1.2)),
      button('fit', texts.fit, () => this.press.fit()));
  }

  show(scale: number): void {
    this.percent.textContent = `${Math.round(scale * 100)}%`;
  }
}
