import { plain } from './ansi';

export interface LogLine {
  /** Line number, from 0. */
  n: number;
  /** Unix milliseconds. */
  t: number;
  /** 0 standard output, 1 standard error. */
  s: 0 | 1;
  x: string;
  /** The line's full length in bytes where it was cut. */
  cut?: number | null;
}

export type Level = 'error' | 'warn' | 'other';

const error = /\b(?:error|err|fatal|critical|panic|exception|traceback|fail(?:ed|ure)?)\b/i;
const warn = /\bwarn(?:ing)?\b/i;

/** The level that a line's words suggest; only its beginning is looked at. */
export function levelOf(line: LogLine): Level {
  const start = plain(line.x.length > 400 ? line.x.slice(0, 400) : line.x);
  return error.test(start) ? 'error' : warn.test(start) ? 'warn' : 'other';
}

export const BLOCK = 1000;

/** The lines of a log that are in memory, in blocks of 1,000. The blocks that were not needed for longest give way; the last ones of the log stay. */
export class Lines {
  private readonly blocks = new Map<number, (LogLine | undefined)[]>();
  private readonly used = new Map<number, number>();
  private clock = 0;
  /** Lines in the log so far, in memory or not. */
  total = 0;
  /** The line with which the stream goes on: one more than the highest that it brought. */
  next = 0;

  constructor(private readonly capacity = 50_000) {}

  get(n: number): LogLine | undefined {
    const block = Math.floor(n / BLOCK);
    const lines = this.blocks.get(block);
    if (!lines) return undefined;
    this.used.set(block, ++this.clock);
    return lines[n % BLOCK];
  }

  /** Lines that have a place in the view: those streamed so far, or all that there are where none was. */
  get end(): number {
    return this.next > 0 ? this.next : this.total;
  }

  /** Takes lines in, from the stream or read by themselves; those that were there already are the same. Returns the blocks that gave way. */
  put(lines: readonly LogLine[], streamed = true): number[] {
    for (const line of lines) {
      const block = Math.floor(line.n / BLOCK);
      let held = this.blocks.get(block);
      if (!held) this.blocks.set(block, held = new Array<LogLine | undefined>(BLOCK));
      held[line.n % BLOCK] = line;
      this.used.set(block, ++this.clock);
      if (streamed && line.n >= this.next) this.next = line.n + 1;
      if (line.n >= this.total) this.total = line.n + 1;
    }
    return this.evict();
  }

  /** The lines in memory, in order. */
  *all(): Generator<LogLine> {
    for (const block of [...this.blocks.keys()].sort((a, b) => a - b)) for (const line of this.blocks.get(block)!) if (line) yield line;
  }

  get size(): number {
    return this.blocks.size * BLOCK;
  }

  private evict(): number[] {
    const gone: number[] = [];
    const last = Math.floor(Math.max(0, this.end - 1) / BLOCK);
    while (this.blocks.size * BLOCK > this.capacity) {
      let oldest = -1;
      let at = Infinity;
      for (const block of this.blocks.keys()) {
        if (block >= last - 1) continue;
        const when = this.used.get(block) ?? 0;
        if (when < at) {
          at = when;
          oldest = block;
        }
      }
      if (oldest < 0) break;
      this.blocks.delete(oldest);
      this.used.delete(oldest);
      gone.push(oldest);
    }
    return gone;
  }
}
