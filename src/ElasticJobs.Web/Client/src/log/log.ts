import { writeClipboard } from '../shared/clipboard';
import { html, isTyping, type DotNet } from '../shared/dom';
import { HubStream, type HubStatus } from '../shared/hub';
import { fill, localised, type Texts } from '../shared/texts';
import { plain } from './ansi';
import { Heights } from './heights';
import { lineRow, number, occurrences, type LineLook, type TimeFormat } from './line-row';
import { BLOCK, Lines, type LogLine } from './lines';
import { isFiltering, NO_FILTER, passes, Rows, type Filter, type Gap, type Row } from './rows';
import { Scrolling } from './scrolling';
import { Search, type SearchReply } from './search';
import { logTexts, logTextsZh, type LogText } from './texts';
import { Toolbar, type ToolbarTarget } from './toolbar';

export interface LogOptions {
  hub?: string | null;
  project: string;
  run: string;
  task: string;
  attempt: number;
  container?: string | null;
  /** The first line to stream; negative for the last so many. */
  from?: number | null;
  follow?: boolean | null;
  /** A line to show and mark, from 0. */
  line?: number | null;
  culture?: string | null;
  texts?: Record<string, string> | null;
  downloadUrl?: string | null;
  dotnet?: DotNet | null;
}

interface FollowItem {
  lines?: LogLine[] | null;
  total?: number | null;
  end?: boolean | null;
  /** From the first line left out to the first one that was not. */
  gap?: Gap | null;
}

interface ReadReply {
  lines: LogLine[];
  total: number;
  end: boolean;
}

const ROW = 18;
const TAIL = 1000;
const BATCH = 100;
const SPARE = 12;
const COPY_LIMIT = 100_000;
/** A block that did not come is asked for again after so many milliseconds. */
const AGAIN = 2000;
const MEASURED = 20_000;

/** The log view: only the rows in view are in the page, the rest of the log is in memory, or in the file, until it is scrolled to. */
export class LogView implements ToolbarTarget {
  private options!: LogOptions;
  private texts: Texts<LogText> = logTexts;
  private lines!: Lines;
  private rows!: Rows;
  private readonly heights = new Heights(ROW);
  private readonly scrolling = new Scrolling();
  private stream: HubStream<FollowItem> | null = null;
  private search_: Search;
  private readonly state = { time: 'off' as TimeFormat, wrap: false, filter: { ...NO_FILTER } };
  private readonly toolbar: Toolbar;
  private readonly scroller = html('div', 'ej-log__scroller', { 'tabindex': 0, 'role': 'region', 'aria-live': 'off' });
  private readonly space = html('div', 'ej-log__height');
  private readonly window = html('div', 'ej-log__rows');
  private readonly pill = html('button', 'ej-log__pill', { type: 'button' });
  private readonly empty = html('div', 'ej-log__empty');
  private readonly toast = html('div', 'ej-log__toast', { role: 'status' });
  private readonly shown = new Map<string, HTMLElement>();
  private readonly asked = new Map<number, number>();
  private readonly resize: ResizeObserver;
  private readonly ends = new AbortController();
  private waiting: FollowItem[] = [];
  private batch = 0;
  private frame = 0;
  private following = true;
  private missed = 0;
  private start = 0;
  private complete = false;
  private range: { from: number; to: number } | null = null;
  private anchor = 0;
  private numberFormat = new Intl.NumberFormat('en');
  private toastTimer = 0;
  private refusal: string | null = null;
  private received = 0;
  private renders = 0;

  constructor(private readonly host: HTMLElement, options: LogOptions) {
    host.classList.add('ej-log');
    this.toolbar = new Toolbar(this, this.state);
    this.search_ = this.newSearch();
    this.space.append(this.window);
    this.scroller.append(this.space);
    this.pill.hidden = true;
    host.append(this.toolbar.element, html('div', 'ej-log__body', {}, this.scroller, this.empty, this.pill, this.toast));
    this.resize = new ResizeObserver(() => this.schedule());
    this.resize.observe(this.scroller);
    this.listen();
    this.open(options);
  }

  // Called by the page.

  /** Shows another log, or another attempt or container of the same task. */
  open(options: LogOptions): void {
    this.stream?.close();
    clearTimeout(this.batch);
    this.options = options;
    this.texts = localised(logTexts, logTextsZh, options.texts);
    this.numberFormat = new Intl.NumberFormat(options.culture || undefined);
    this.lines = new Lines();
    this.rows = new Rows(this.lines);
    this.rows.setFilter(this.state.filter);
    this.search_ = this.newSearch();
    this.heights.clear();
    this.forget();
    this.asked.clear();
    this.waiting = [];
    this.received = 0;
    this.batch = 0;
    this.start = 0;
    this.missed = 0;
    this.complete = false;
    this.range = null;
    this.scrolling.to(0);
    const line = options.line ?? null;
    this.following = (options.follow ?? true) && line === null;
    this.toolbar.dress(this.texts, options.downloadUrl);
    this.toolbar.showStatus('connecting');
    this.toolbar.showHits(0, 0, true, false);
    this.scroller.setAttribute('aria-label', this.texts.log);
    if (options.hub) this.connect(options.hub, line);
    this.schedule();
  }

  setTexts(texts: Record<string, string>): void {
    this.texts = localised(logTexts, logTextsZh, texts);
    this.toolbar.dress(this.texts, this.options.downloadUrl);
    this.scroller.setAttribute('aria-label', this.texts.log);
    this.forget();
    this.schedule();
  }

  /** Shows a line in the middle of the view and marks it. */
  goto(line: number): void {
    this.range = { from: line, to: line };
    this.anchor = line;
    this.reveal(line);
  }

  /** Takes lines as the hub's stream brings them; for tests, and for pages that have lines of their own. */
  push(item: FollowItem): void {
    this.received += item.lines?.length ?? 0;
    this.waiting.push(item);
    this.batch ||= window.setTimeout(() => this.flush(), BATCH);
  }

  stats(): Record<string, number | boolean> {
    return { total: this.lines.total, inMemory: this.lines.size, rows: this.rows.count, shown: this.shown.size, received: this.received, renders: this.renders, following: this.following, missed: this.missed, complete: this.complete };
  }

  dispose(): void {
    this.ends.abort();
    this.stream?.close();
    this.resize.disconnect();
    clearTimeout(this.batch);
    clearTimeout(this.toastTimer);
    cancelAnimationFrame(this.frame);
    this.toolbar.dispose();
    this.host.replaceChildren();
    delete (this.host as HTMLElement & { __log?: LogView }).__log;
  }

  // The toolbar.

  search(text: string, caseSensitive: boolean): void {
    const near = this.rowLine(this.heights.at(this.scrolling.top));
    void this.search_.start(text, caseSensitive, near).then(line => {
      this.forget();
      if (line !== null) this.reveal(line);
      this.schedule();
    });
  }

  step(backwards: boolean): void {
    void this.search_.step(backwards).then(line => {
      if (line !== null) this.reveal(line);
    });
  }

  leaveSearch(): void {
    this.scroller.focus();
  }

  filter(filter: Filter): void {
    this.rows.setFilter(filter);
    this.heights.clear();
    this.forget();
    this.schedule();
  }

  time(): void {
    this.forget();
    this.schedule();
  }

  wrap(on: boolean): void {
    const top = this.heights.at(this.scrolling.top);
    this.host.classList.toggle('ej-log--wrap', on);
    this.heights.clear();
    this.scrolling.resize(this.rows.count * ROW, this.scroller.clientHeight);
    this.scrolling.to(top * ROW);
    this.forget();
    this.schedule();
  }

  follow(): void {
    this.following = true;
    this.missed = 0;
    this.schedule();
  }

  copy(): void {
    void this.copyLines();
  }

  // The stream.

  private get address(): Record<string, unknown> {
    const { project, run, task, attempt, container } = this.options;
    return { project, run, task, attempt, container: container ?? null };
  }

  private connect(hub: string, line: number | null): void {
    const first = this.options.from ?? -TAIL;
    const stream: HubStream<FollowItem> = new HubStream<FollowItem>({
      hub,
      method: 'Follow',
      request: () => ({ ...this.address, from: this.lines.next > 0 ? this.lines.next : first }),
      onItem: item => this.push(item),
      onStatus: (status, message) => this.onStatus(stream, status, message),
    });
    this.stream = stream;
    if (line !== null) this.goto(line);
  }

  private onStatus(stream: HubStream<FollowItem>, status: HubStatus, message?: string): void {
    if (this.stream !== stream) return;
    this.toolbar.showStatus(this.complete ? 'ended' : status, message);
    this.refusal = status === 'failed' ? message ?? null : null;
    if (status === 'live') {
      this.asked.clear();
      this.search_.restart();
      void this.findStart();
    }
    this.schedule();
  }

  private async findStart(): Promise<void> {
    if (this.start !== 0) return;
    try {
      const { lines } = await this.stream!.invoke<ReadReply>('Read', { ...this.address, from: 0, limit: 1 });
      if (lines[0]) this.start = lines[0].t;
    } catch {
      // Relative times then count from the first line that came.
    }
  }

  private flush(): void {
    this.batch = 0;
    const items = this.waiting;
    this.waiting = [];
    const before = this.lines.next;
    let gone = false;
    for (const item of items) {
      const lines = item.lines ?? [];
      if (item.gap) this.rows.addGap({ from: item.gap.from, to: item.gap.to - 1 });
      // The lines before the ones that a viewer starts with are not skipped: they come when they are scrolled to.
      if (lines.length > 0) {
        if (this.start === 0) this.start = lines[0]!.t;
        gone = this.lines.put(lines).length > 0 || gone;
        this.rows.appended(lines);
        this.searchNew(lines);
      }
      if (typeof item.total === 'number') this.lines.total = Math.max(this.lines.total, item.total);
      if (item.gap) this.lines.next = Math.max(this.lines.next, item.gap.to);
      if (item.end) {
        this.complete = true;
        this.stream?.end();
        this.toolbar.showStatus('ended');
      }
    }
    if (gone && isFiltering(this.state.filter)) this.rows.refilter();
    if (!this.following && before > 0) this.missed += Math.max(0, this.lines.next - before);
    if (!document.hidden) this.schedule();
  }

  private searchNew(lines: readonly LogLine[]): void {
    const { text, caseSensitive } = this.search_;
    if (text === '') return;
    for (const line of lines) if (occurrences(plain(line.x), text, caseSensitive).length > 0) this.search_.add(line.n);
    this.showHits();
  }

  private newSearch(): Search {
    return new Search(ask => {
      if (!this.stream?.connected) return Promise.reject(new Error('not connected'));
      return this.stream.invoke<SearchReply>('Search', { ...this.address, ...ask });
    }, () => {
      this.showHits();
      this.schedule();
    });
  }

  private showHits(): void {
    const { index, hits, complete, text } = this.search_;
    this.toolbar.showHits(index, hits.length, complete, text !== '');
  }

  /** Reads the blocks that rows in view need and that are not in memory. */
  private need(numbers: readonly number[]): void {
    if (!this.stream?.connected) return;
    for (const block of new Set(numbers.map(n => Math.floor(n / BLOCK)))) {
      if (performance.now() - (this.asked.get(block) ?? -Infinity) < AGAIN) continue;
      this.asked.set(block, performance.now());
      const stream = this.stream;
      void stream.invoke<ReadReply>('Read', { ...this.address, from: block * BLOCK, limit: BLOCK }).then(reply => {
        if (stream !== this.stream) return;
        for (const gone of this.lines.put(reply.lines, false)) this.asked.delete(gone);
        this.lines.total = Math.max(this.lines.total, reply.total);
        if (isFiltering(this.state.filter)) this.refilterKeepingPlace();
        this.schedule();
      }).catch(() => undefined);
    }
  }

  private refilterKeepingPlace(): void {
    const index = this.heights.at(this.scrolling.top);
    const n = this.rowLine(index + 1);
    this.rows.refilter();
    this.heights.clear();
    this.scrolling.resize(this.rows.count * ROW, this.scroller.clientHeight);
    if (!this.following) this.scrolling.to((this.rows.indexOf(n) - 1) * ROW);
  }

  // Drawing.

  private schedule(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.render();
    });
  }

  private render(): void {
    const view = this.scroller.clientHeight;
    if (view === 0) return;
    this.renders++;
    const { count } = this.rows;
    this.layOut(count, view);
    const missing = this.fillWindow(count, view);
    if (this.state.wrap && this.measure()) {
      this.layOut(count, view);
      missing.push(...this.fillWindow(count, view));
    }
    const { place } = this.scrolling;
    if (Math.abs(this.scroller.scrollTop - place) >= 1) this.scroller.scrollTop = place;
    this.need(missing);
    this.toolbar.showFollow(this.following);
    this.toolbar.showCount(fill(this.texts.lines, { count: this.numberFormat.format(this.lines.total) }));
    this.pill.hidden = this.following || count === 0 || (this.scrolling.atEnd && this.missed === 0);
    this.pill.textContent = this.missed > 0 ? `${fill(this.texts.missed, { count: this.numberFormat.format(this.missed) })} \u2193` : `${this.texts.jumpToEnd} \u2193`;
    this.empty.hidden = count > 0;
    if (count === 0) this.empty.textContent = this.refusal ?? (isFiltering(this.state.filter) && this.lines.total > 0 ? this.texts.noMatches : this.complete ? this.texts.emptyEnded : this.texts.empty);
  }

  private layOut(count: number, view: number): void {
    const height = this.scrolling.resize(this.heights.top(count), view);
    if (this.following) this.scrolling.to(this.scrolling.maximum);
    this.space.style.height = `${height}px`;
  }

  /** Puts the rows in view into the page, keeping the elements that are there already; gives the numbers of lines that are not in memory. */
  private fillWindow(count: number, view: number): number[] {
    const first = Math.max(0, this.heights.at(this.scrolling.top) - SPARE);
    const missing: number[] = [];
    const wanted: HTMLElement[] = [];
    const keys = new Set<string>();
    const bottom = this.scrolling.top + view + SPARE * ROW;
    for (let index = first; index < count && this.heights.top(index) < bottom; index++) {
      const row = this.rows.at(index);
      const line = row.kind === 'line' ? this.lines.get(row.n) : undefined;
      if (row.kind === 'line' && !line) missing.push(row.n);
      const key = row.kind === 'line' ? `${line ? 'l' : 'p'}${row.n}` : row.kind === 'gap' ? `g${row.gap.from}-${row.gap.to}` : `e${row.n}`;
      keys.add(key);
      let element = this.shown.get(key);
      if (!element) {
        element = this.makeRow(row, line);
        this.shown.set(key, element);
      }
      element.dataset.index = String(index);
      this.mark(element, row);
      wanted.push(element);
    }
    for (const [key, element] of this.shown) {
      if (keys.has(key)) continue;
      element.remove();
      this.shown.delete(key);
    }
    wanted.forEach((element, place) => {
      if (this.window.children[place] !== element) this.window.insertBefore(element, this.window.children[place] ?? null);
    });
    this.window.style.transform = `translateY(${Math.round(this.scrolling.place + this.heights.top(first) - this.scrolling.top)}px)`;
    return missing;
  }

  private measure(): boolean {
    const top = this.heights.at(this.scrolling.top);
    const into = this.scrolling.top - this.heights.top(top);
    if (this.heights.measured > MEASURED) this.heights.clear();
    let changed = false;
    for (const element of this.window.children as unknown as HTMLElement[]) {
      const index = Number((element as HTMLElement).dataset.index);
      changed = this.heights.set(index, Math.max(ROW, Math.round((element as HTMLElement).offsetHeight))) || changed;
    }
    // Rows above may have grown; the one at the top of the view stays where it is.
    if (changed && !this.following) {
      this.scrolling.resize(this.heights.top(this.rows.count), this.scroller.clientHeight);
      this.scrolling.to(this.heights.top(top) + into);
    }
    return changed;
  }

  private makeRow(row: Row, line: LogLine | undefined): HTMLElement {
    if (row.kind === 'gap') return this.button('ej-log__gap', fill(this.texts.gap, { count: this.numberFormat.format(row.gap.to - row.gap.from + 1) }), 'gap', row.gap.from);
    if (row.kind === 'earlier') return this.button('ej-log__gap', this.texts.earlier, 'earlier', row.n - 1);
    if (line) return lineRow(line, this.look());
    return html('div', 'ej-log__row ej-log__row--pending', {}, number(row.n), html('span', 'ej-log__text', {}, this.texts.loading));
  }

  private button(className: string, text: string, act: string, n: number): HTMLElement {
    return html('div', `ej-log__row ${className}`, {}, html('button', '', { 'type': 'button', 'data-act': act, 'data-at': n }, text));
  }

  private mark(element: HTMLElement, row: Row): void {
    const n = row.kind === 'line' ? row.n : -1;
    element.classList.toggle('ej-log__row--marked', this.range !== null && n >= this.range.from && n <= this.range.to);
    element.classList.toggle('ej-log__row--hit', n >= 0 && n === this.search_.current && this.search_.text !== '');
  }

  private look(): LineLook {
    return {
      time: this.state.time, start: this.start, needle: this.search_.text, caseSensitive: this.search_.caseSensitive,
      cut: line => ` \u2026 ${fill(this.texts.cut, { size: formatBytes(line.cut ?? line.x.length) })}`,
    };
  }

  private forget(): void {
    this.shown.clear();
    this.window.replaceChildren();
  }

  private rowLine(index: number): number {
    if (this.rows.count === 0) return 0;
    const row = this.rows.at(Math.min(Math.max(0, index), this.rows.count - 1));
    return row.kind === 'gap' ? row.gap.from : row.n;
  }

  private reveal(line: number): void {
    this.following = false;
    if (this.rows.open(line)) this.heights.clear();
    if (this.lines.end > 0) line = Math.min(line, this.lines.end - 1);
    else this.lines.total = line + 1;
    const view = this.scroller.clientHeight;
    this.scrolling.resize(this.heights.top(this.rows.count), view);
    const top = this.heights.top(Math.max(0, this.rows.indexOf(line)));
    if (top < this.scrolling.top + ROW || top > this.scrolling.top + view - ROW * 3) this.scrolling.to(top - view / 3);
    this.schedule();
  }

  // The person.

  private listen(): void {
    const options = { signal: this.ends.signal };
    const { scroller } = this;
    scroller.addEventListener('scroll', () => {
      if (Math.abs(scroller.scrollTop - this.scrolling.place) < 1) return;
      this.scrolling.moved(scroller.scrollTop);
      this.setFollowing(this.scrolling.atEnd);
      this.render();
    }, { ...options, passive: true });
    scroller.addEventListener('wheel', event => {
      if (event.deltaY < 0 && this.scrolling.maximum > 0) this.setFollowing(false);
    }, { ...options, passive: true });
    scroller.addEventListener('click', event => this.onClick(event), options);
    this.host.addEventListener('keydown', event => this.onKey(event), options);
    this.pill.addEventListener('click', () => {
      this.follow();
      scroller.focus();
    }, options);
    document.addEventListener('visibilitychange', () => document.hidden || this.schedule(), options);
  }

  private setFollowing(on: boolean): void {
    if (on === this.following) return;
    this.following = on;
    this.missed = 0;
    this.schedule();
  }

  private onClick(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const act = target.dataset.act;
    if (act === 'gap') {
      if (this.rows.open(Number(target.dataset.at))) this.heights.clear();
      this.following = false;
      this.schedule();
    } else if (act === 'earlier') {
      this.following = false;
      this.need([Number(target.dataset.at)]);
    }
    const n = target.closest<HTMLElement>('.ej-log__number')?.dataset.n;
    if (n === undefined) return;
    event.preventDefault();
    const line = Number(n);
    if (event.shiftKey) {
      this.range = { from: Math.min(this.anchor, line), to: Math.max(this.anchor, line) };
      document.getSelection()?.removeAllRanges();
    } else {
      this.anchor = line;
      this.range = { from: line, to: line };
      void this.options.dotnet?.invokeMethodAsync('OnLine', line).catch(() => undefined);
    }
    this.schedule();
  }

  private onKey(event: KeyboardEvent): void {
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (control && key === 'f') this.toolbar.focusSearch();
    else if (isTyping(event.target)) return;
    else if (event.key === 'End') this.follow();
    else if (event.key === 'Home') {
      this.setFollowing(false);
      this.scrolling.to(0);
      this.render();
    } else if (!control && key === 'n') this.step(event.shiftKey);
    else if (!control && key === '/') this.toolbar.focusSearch();
    else if (control && key === 'c' && this.range && document.getSelection()?.isCollapsed !== false) this.copy();
    else if (event.key === 'Escape' && this.range) {
      this.range = null;
      this.schedule();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private async copyLines(): Promise<void> {
    const lines: LogLine[] = [];
    const text = (async () => {
      if (this.range) lines.push(...await this.readRange(this.range.from, Math.min(this.range.to, this.range.from + COPY_LIMIT)));
      else for (const line of this.lines.all()) if (passes(this.rows.filter, line)) lines.push(line);
      return lines.map(line => plain(line.x)).join('\n') + '\n';
    })();
    const done = await writeClipboard(text);
    this.say(done ? fill(this.texts.copied, { count: this.numberFormat.format(lines.length) }) : this.texts.copyFailed);
  }

  private async readRange(from: number, to: number): Promise<LogLine[]> {
    const found: LogLine[] = [];
    for (let n = from; n <= to; n++) {
      const line = this.lines.get(n);
      if (line) {
        found.push(line);
        continue;
      }
      if (!this.stream?.connected) break;
      const reply = await this.stream.invoke<ReadReply>('Read', { ...this.address, from: n, limit: Math.min(BLOCK, to - n + 1) });
      if (reply.lines.length === 0) break;
      found.push(...reply.lines);
      n = reply.lines.at(-1)!.n;
    }
    return found;
  }

  private say(text: string): void {
    clearTimeout(this.toastTimer);
    this.toast.textContent = text;
    this.toast.classList.add('ej-log__toast--shown');
    this.toastTimer = window.setTimeout(() => this.toast.classList.remove('ej-log__toast--shown'), 3000);
  }
}

function formatBytes(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}
