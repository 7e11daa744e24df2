export interface Style {
  /** 0 to 15 for the terminal's own colours, which the theme gives, or a CSS colour. */
  fg?: number | string;
  bg?: number | string;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
  strike?: boolean;
  inverse?: boolean;
}

export interface Span {
  text: string;
  style: Style | null;
}

// CSI, OSC (ended by BEL or ST), and two-character escapes; what is not a colour is left out.
const escape = /\x1b\[([0-?]*)[ -/]*([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]|[\x00-\x08\x0b-\x1f\x7f]/g;

/** What a terminal shows of a line in which a progress bar went back to its start: the text after the last carriage return. */
export function afterReturns(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 13) end--;
  const from = text.lastIndexOf('\r', end - 1) + 1;
  return from === 0 && end === text.length ? text : text.slice(from, end);
}

/** A line's text without colours and control characters. */
export function plain(text: string): string {
  return afterReturns(text).replace(escape, '');
}

/** A line as runs of text of one style. Styles begin anew on every line, for a line may be shown without the one above it. */
export function parse(line: string): Span[] {
  const text = afterReturns(line);
  const spans: Span[] = [];
  let style: Style | null = null;
  let from = 0;
  const take = (until: number): void => {
    if (until <= from) return;
    const part = text.slice(from, until);
    const last = spans.at(-1);
    if (last && last.style === style) last.text += part;
    else spans.push({ text: part, style });
  };
  escape.lastIndex = 0;
  for (let match = escape.exec(text); match !== null; match = escape.exec(text)) {
    take(match.index);
    from = match.index + match[0].length;
    if (match[2] === 'm') style = apply(style, match[1]!);
  }
  take(text.length);
  return spans;
}

function apply(before: Style | null, parameters: string): Style | null {
  const codes = parameters.split(/[;:]/).map(code => (code === '' ? 0 : Number(code)));
  let style: Style = { ...before };
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index]!;
    if (code === 0) style = {};
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 3) style.italic = true;
    else if (code === 4) style.underline = true;
    else if (code === 7) style.inverse = true;
    else if (code === 9) style.strike = true;
    else if (code === 22) style.bold = style.dim = false;
    else if (code === 23) style.italic = false;
    else if (code === 24) style.underline = false;
    else if (code === 27) style.inverse = false;
    else if (code === 29) style.strike = false;
    else if (code >= 30 && code <= 37) style.fg = code - 30;
    else if (code >= 40 && code <= 47) style.bg = code - 40;
    else if (code >= 90 && code <= 97) style.fg = code - 82;
    else if (code >= 100 && code <= 107) style.bg = code - 92;
    else if (code === 39) delete style.fg;
    else if (code === 49) delete style.bg;
    else if (code === 38 || code === 48) {
      const [colour, used] = extended(codes, index + 1);
      if (colour !== undefined) style[code === 38 ? 'fg' : 'bg'] = colour;
      index += used;
    }
  }
  return Object.values(style).some(value => value !== undefined && value !== false) ? style : null;
}

function extended(codes: readonly number[], at: number): [number | string | undefined, number] {
  if (codes[at] === 5) return [palette(codes[at + 1] ?? 0), 2];
  if (codes[at] === 2) {
    const [red, green, blue] = [codes[at + 1], codes[at + 2], codes[at + 3]].map(value => Math.min(255, Math.max(0, value || 0)));
    return [`rgb(${red} ${green} ${blue})`, 4];
  }
  return [undefined, 0];
}

const levels = [0, 95, 135, 175, 215, 255];

function palette(index: number): number | string {
  if (!(index >= 0 && index <= 255)) return 7;
  if (index < 16) return index;
  if (index >= 232) return `rgb(${Array(3).fill(8 + (index - 232) * 10).join(' ')})`;
  const cube = index - 16;
  return `rgb(${levels[Math.floor(cube / 36)]} ${levels[Math.floor(cube / 6) % 6]} ${levels[cube % 6]})`;
}
