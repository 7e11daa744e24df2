import { isTyping } from '../shared/dom';
import type { Heading } from './navigation';

export interface KeyboardTarget {
  nudge(dx: number, dy: number): void;
  step(heading: Heading): void;
  /** Moves to the next or previous task; false where there is none, and the focus leaves the canvas. */
  tab(backwards: boolean): boolean;
  open(): void;
  focusActions(): void;
  remove(): void;
  selectAll(): void;
  copy(): void;
  duplicate(): void;
  undo(): void;
  redo(): void;
  escape(): void;
  fit(): void;
  zoom100(): void;
  zoomBy(factor: number): void;
  zoomToSelection(): void;
  layout(): void;
  cycleCondition(): void;
  nextEdge(): void;
  insert(): void;
  join(): void;
  toggle(): void;
  ask(what: 'save' | 'help' | 'search' | 'palette'): void;
  space(down: boolean): void;
}

const headings: Record<string, Heading> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };
const steps: Record<Heading, [number, number]> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
const GRID_STEP = 16;

export function attachKeyboard(host: HTMLElement, target: KeyboardTarget): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || isTyping(event.target)) return;
    const inside = (event.target as Element).closest('.ej-canvas__panel');
    if (inside && !event.ctrlKey && !event.metaKey && event.key !== 'Delete') return;
    if (press(event, target)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  host.addEventListener('keydown', onKey);
  return () => host.removeEventListener('keydown', onKey);
}

function press(event: KeyboardEvent, target: KeyboardTarget): boolean {
  if (event.ctrlKey || event.metaKey) return withControl(event, target);
  const heading = headings[event.key];
  if (heading) {
    const [x, y] = steps[heading];
    const size = event.shiftKey ? 1 : GRID_STEP;
    if (event.altKey) target.step(heading);
    else target.nudge(x * size, y * size);
    return true;
  }
  if (event.altKey) return false;
  switch (event.key) {
    case 'Tab': return target.tab(event.shiftKey);
    case 'Enter': event.shiftKey ? target.focusActions() : target.open(); return true;
    case 'ContextMenu': case 'F10': target.focusActions(); return true;
    case ' ': event.shiftKey ? target.toggle() : target.space(true); return true;
    case 'Delete': case 'Backspace': target.remove(); return true;
    case 'Escape': target.escape(); return true;
    case '1': target.fit(); return true;
    case '0': target.zoom100(); return true;
    case '2': target.zoomToSelection(); return true;
    case '+': case '=': target.zoomBy(1.2); return true;
    case '-': target.zoomBy(1 / 1.2); return true;
    case 'l': target.layout(); return true;
    case 'c': target.cycleCondition(); return true;
    case 'e': target.nextEdge(); return true;
    case 'a': target.insert(); return true;
    case 'j': target.join(); return true;
    case '?': target.ask('help'); return true;
    case '/': target.ask('palette'); return true;
    default: return false;
  }
}

function withControl(event: KeyboardEvent, target: KeyboardTarget): boolean {
  switch (event.key.toLowerCase()) {
    case 'a': target.selectAll(); return true;
    case 'c':
      if (!document.getSelection()?.isCollapsed) return false;
      target.copy();
      return true;
    case 'd': target.duplicate(); return true;
    case 'z': event.shiftKey ? target.redo() : target.undo(); return true;
    case 'y': target.redo(); return true;
    case 's': target.ask('save'); return true;
    case 'k': target.ask('search'); return true;
    default: return false;
  }
}
