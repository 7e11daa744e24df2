import { writeClipboard } from './shared/clipboard';
import { isTyping, type DotNet } from './shared/dom';

export { getTheme, setTheme } from './page/theme';
export { splitter } from './page/splitter';

/** Puts text on the clipboard; false where the browser does not allow it. */
export const copyText = (text: string): Promise<boolean> => writeClipboard(text);

/** Focuses an element, or the first one that a selector finds; selects the text of a field. */
export function focus(target: HTMLElement | string): void {
  const element = typeof target === 'string' ? document.querySelector<HTMLElement>(target) : target;
  element?.focus();
  if (element instanceof HTMLInputElement) element.select();
}

export function scrollIntoView(target: HTMLElement | string): void {
  const element = typeof target === 'string' ? document.querySelector(target) : target;
  element?.scrollIntoView({ block: 'nearest' });
}

/** Hands the person a file of text. */
export function download(name: string, text: string, type = 'text/plain'): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Tells `OnShortcut` of `help` (`?`), `search` (Ctrl+K), `palette` (`/`), `save` (Ctrl+S), `undo` (Ctrl+Z) and `redo` (Ctrl+Y); all but save and search only where the person is not typing. */
export function shortcuts(dotnet: DotNet): { dispose(): void } {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const name = control && key === 'k' ? 'search'
      : control && key === 's' ? 'save'
      : isTyping(event.target) ? null
      : control ? (key === 'y' || (key === 'z' && event.shiftKey) ? 'redo' : key === 'z' ? 'undo' : null)
        : event.key === '?' ? 'help' : event.key === '/' ? 'palette' : null;
    if (!name) return;
    event.preventDefault();
    if (name === 'save') commitField();
    void dotnet.invokeMethodAsync('OnShortcut', name).catch(() => undefined);
  };
  document.addEventListener('keydown', onKey);
  return { dispose: () => document.removeEventListener('keydown', onKey) };
}

/** A field tells what was typed into it when it is left. */
function commitField(): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLElement) || !isTyping(field)) return;
  field.blur();
  field.focus();
}

let dirty = false;

function holdBack(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** While set, the browser asks before the page is left or closed. */
export function setDirty(value: boolean): void {
  if (value === dirty) return;
  dirty = value;
  if (dirty) addEventListener('beforeunload', holdBack);
  else removeEventListener('beforeunload', holdBack);
}

export const getStored = (key: string): string | null => localStorage.getItem(key);

export function setStored(key: string, value: string | null): void {
  if (value === null) localStorage.removeItem(key);
  else localStorage.setItem(key, value);
}

/** Keeps in this browser what is typed into a text area, under a key, until `setStored(key, null)`; gives what was kept before. */
export function keepText(area: HTMLTextAreaElement, key: string): string | null {
  area.addEventListener('input', () => {
    try {
      setStored(key, area.value);
    } catch {
      // Larger than the browser's store: half a text would be worse than none.
      setStored(key, null);
    }
  });
  return getStored(key);
}

/** The browser's time zone and the minutes that it is ahead of UTC now. */
export const timeZone = (): { name: string; offset: number } => ({ name: Intl.DateTimeFormat().resolvedOptions().timeZone, offset: -new Date().getTimezoneOffset() });
