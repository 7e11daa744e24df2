import { levelOf, type Level, type Lines, type LogLine } from './lines';

/** Lines that were skipped for this viewer, both ends included. */
export interface Gap {
  from: number;
  to: number;
}

export type Row = { kind: 'line'; n: number } | { kind: 'gap'; gap: Gap } | { kind: 'earlier'; n: number };

export interface Filter {
  stream: 'all' | 'out' | 'err';
  level: 'all' | 'warn' | 'error';
}

export const NO_FILTER: Filter = { stream: 'all', level: 'all' };

const rank: Record<Level, number> = { other: 0, warn: 1, error: 2 };
const least: Record<Filter['level'], number> = { all: 0, warn: 1, error: 2 };

export const isFiltering = (filter: Filter): boolean => filter.stream !== 'all' || filter.level !== 'all';

export const passes = (filter: Filter, line: LogLine): boolean =>
  (filter.stream === 'all' || (filter.stream === 'err') === (line.s === 1)) && rank[levelOf(line)] >= least[filter.level];

/**
 * What the view's rows are. Without a filter every line of the log has a row, in memory or not, and a gap is one row. With a filter the rows
 * are the matching lines in memory, and a first row that fetches earlier ones.
 */
export class Rows {
  private gaps: Gap[] = [];
  /** Rows hidden by the gaps before each gap. */
  private hidden: number[] = [];
  private matches: number[] | null = null;
  private first = 0;
  filter: Filter = NO_FILTER;

  constructor(private readonly lines: Lines) {}

  get count(): number {
    if (this.matches) return this.matches.length + (this.first > 0 ? 1 : 0);
    return this.lines.end - this.hiddenBefore(this.gaps.length);
  }

  at(index: number): Row {
    if (this.matches) {
      const lead = this.first > 0 ? 1 : 0;
      return index < lead ? { kind: 'earlier', n: this.first } : { kind: 'line', n: this.matches[index - lead]! };
    }
    const place = this.gapBefore(index);
    if (place >= 0) {
      const gap = this.gaps[place]!;
      const row = gap.from - this.hidden[place]!;
      if (row === index) return { kind: 'gap', gap };
      return { kind: 'line', n: index + this.hiddenBefore(place + 1) };
    }
    return { kind: 'line', n: index };
  }

  /** The row that shows a line, or the nearest one. */
  indexOf(n: number): number {
    if (this.matches) return Math.min(this.matches.length - 1, lowerBound(this.matches, value => value >= n)) + (this.first > 0 ? 1 : 0);
    const place = lowerBound(this.gaps, gap => gap.to >= n);
    const gap = this.gaps[place];
    const before = this.hiddenBefore(place);
    return gap && gap.from <= n ? gap.from - before : n - before;
  }

  addGap(gap: Gap): void {
    if (gap.to < gap.from) return;
    const last = this.gaps.at(-1);
    if (last && gap.from <= last.to + 1) last.to = Math.max(last.to, gap.to);
    else this.gaps.push({ ...gap });
    this.index();
  }

  /** Opens the gap around a line, so that its lines have rows of their own. */
  open(n: number): boolean {
    const before = this.gaps.length;
    this.gaps = this.gaps.filter(gap => n < gap.from || n > gap.to);
    if (this.gaps.length === before) return false;
    this.index();
    return true;
  }

  setFilter(filter: Filter): void {
    this.filter = filter;
    this.refilter();
  }

  /** Lines have come at the end. */
  appended(lines: readonly LogLine[]): void {
    if (!this.matches) return;
    const last = this.matches.at(-1) ?? -1;
    for (const line of lines) if (line.n > last && passes(this.filter, line)) this.matches.push(line.n);
  }

  /** Lines have come or gone elsewhere. */
  refilter(): void {
    if (!isFiltering(this.filter)) {
      this.matches = null;
      return;
    }
    this.matches = [];
    this.first = this.lines.end;
    for (const line of this.lines.all()) {
      if (line.n < this.first) this.first = line.n;
      if (passes(this.filter, line)) this.matches.push(line.n);
    }
  }

  private index(): void {
    let sum = 0;
    this.hidden = this.gaps.map(gap => {
      const before = sum;
      sum += gap.to - gap.from;
      return before;
    });
  }

  private hiddenBefore(place: number): number {
    if (place === 0 || this.gaps.length === 0) return 0;
    const last = this.gaps[place - 1]!;
    return this.hidden[place - 1]! + last.to - last.from;
  }

  /** The last gap whose row is at or before a row. */
  private gapBefore(index: number): number {
    let low = 0;
    let high = this.gaps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.gaps[middle]!.from - this.hidden[middle]! <= index) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** The first place at which a test holds, of items for which it fails first and holds after. */
function lowerBound<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
