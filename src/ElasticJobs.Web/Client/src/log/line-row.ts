import { html } from '../shared/dom';
import { parse, type Span } from './ansi';
import { levelOf, type LogLine } from './lines';

/** The longest text that is put in the page for one line; the rest of a longer one is a download away. */
const SHOWN = 10_000;

export type TimeFormat = 'off' | 'relative' | 'local' | 'utc';

export interface LineLook {
  time: TimeFormat;
  start: number;
  needle: string;
  caseSensitive: boolean;
  cut: (line: LogLine) => string;
}

/** The element of one line: its number, its time, its text in colour with the search's words marked. */
export function lineRow(line: LogLine, look: LineLook): HTMLElement {
  const row = html('div', `ej-log__row${line.s === 1 ? ' ej-log__row--err' : ''}`);
  const level = levelOf(line);
  if (level !== 'other') row.classList.add(`ej-log__row--${level}`);
  row.append(number(line.n));
  if (look.time !== 'off') row.append(html('span', 'ej-log__time', {}, formatTime(line.t, look.time, look.start)));
  const text = html('span', 'ej-log__text');
  appendSpans(text, parse(line.x.length > SHOWN ? line.x.slice(0, SHOWN) : line.x), look.needle, look.caseSensitive);
  if (line.cut || line.x.length > SHOWN) text.append(html('span', 'ej-log__cut', {}, look.cut(line)));
  row.append(text);
  return row;
}

export function number(n: number): HTMLElement {
  return html('a', 'ej-log__number', { 'data-n': n, 'href': `#L${n + 1}`, 'tabindex': -1, 'aria-label': String(n + 1) }, String(n + 1));
}

export function formatTime(time: number, format: TimeFormat, start: number): string {
  const pad = (value: number, length = 2): string => String(Math.floor(value)).padStart(length, '0');
  if (format === 'relative') {
    const span = Math.max(0, time - start);
    return `+${span >= 3_600_000 ? `${Math.floor(span / 3_600_000)}:` : ''}${pad((span / 60_000) % 60)}:${pad((span / 1000) % 60)}.${pad(span % 1000, 3)}`;
  }
  const date = new Date(time);
  if (format === 'utc') return date.toISOString().slice(5, 23).replace('T', ' ');
  return `${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

/** Where a needle stands in a text, as start places. */
export function occurrences(text: string, needle: string, caseSensitive: boolean): number[] {
  if (needle === '') return [];
  const hay = caseSensitive ? text : text.toLowerCase();
  const what = caseSensitive ? needle : needle.toLowerCase();
  const found: number[] = [];
  for (let at = hay.indexOf(what); at >= 0 && found.length < 500; at = hay.indexOf(what, at + what.length)) found.push(at);
  return found;
}

function appendSpans(into: HTMLElement, spans: readonly Span[], needle: string, caseSensitive: boolean): void {
  const marks = occurrences(spans.map(span => span.text).join(''), needle, caseSensitive);
  let offset = 0;
  let mark = 0;
  for (const span of spans) {
    const end = offset + span.text.length;
    let at = offset;
    while (mark < marks.length && marks[mark]! < end) {
      const from = Math.max(at, marks[mark]!);
      const to = Math.min(end, marks[mark]! + needle.length);
      put(into, span, at - offset, from - offset, false);
      put(into, span, from - offset, to - offset, true);
      at = to;
      if (marks[mark]! + needle.length <= end) mark++;
      else break;
    }
    put(into, span, at - offset, end - offset, false);
    offset = end;
  }
}

function put(into: HTMLElement, { text, style }: Span, from: number, to: number, marked: boolean): void {
  if (to <= from) return;
  const part = text.slice(from, to);
  if (!style && !marked) {
    into.append(part);
    return;
  }
  const element = document.createElement(marked ? 'mark' : 'span');
  element.textContent = part;
  if (style) {
    const classes: string[] = [];
    const [fg, bg] = style.inverse ? [style.bg ?? 'var(--c-bg)', style.fg ?? 'var(--c-text)'] : [style.fg, style.bg];
    if (typeof fg === 'number') classes.push(`ej-fg-${fg}`);
    else if (fg) element.style.color = fg;
    if (typeof bg === 'number') classes.push(`ej-bg-${bg}`);
    else if (bg && !marked) element.style.backgroundColor = bg;
    for (const name of ['bold', 'dim', 'italic', 'underline', 'strike'] as const) if (style[name]) classes.push(`ej-ansi-${name}`);
    if (classes.length > 0) element.className = classes.join(' ');
  }
  into.append(element);
}
