import { html, onThemeChange } from '../shared/dom';
import { HubStream, type HubStatus } from '../shared/hub';
import { fill, localised, type Texts } from '../shared/texts';
import { Plot, type Line, type PlotSpec } from './plot';
import { eventRows, type TaskEvent } from './events';
import { formatBytes, formatNumber, Points, type Measure, type Point, type Summary } from './points';
import { chartTexts, chartTextsZh, type ChartText } from './texts';

export type Kind = 'cpu' | 'memory' | 'disk' | 'processes' | 'gpu' | 'gpuMemory';

export interface ChartOptions {
  hub?: string | null;
  project: string;
  run: string;
  task: string;
  attempt: number;
  culture?: string | null;
  texts?: Record<string, string> | null;
  /** One chart, or several; CPU and memory by default. */
  kind?: Kind | null;
  kinds?: Kind[] | null;
}

export interface Limits {
  cpuRequest?: number | null;
  cpuLimit?: number | null;
  memRequest?: number | null;
  memLimit?: number | null;
}

interface WatchItem {
  points?: Point[] | null;
  limits?: Limits | null;
  events?: TaskEvent[] | null;
  end?: boolean | null;
  note?: string | null;
}

/** Samples are drawn at most once a second. */
const TICK = 1000;

let charts = 0;

/** Live charts of what a task uses, with a summary in words. */
export class ChartView {
  private readonly points = new Points();
  private readonly status = html('span', 'ej-chart__status', { role: 'status' });
  private readonly plotBox = html('div', 'ej-chart__plots');
  private readonly empty = html('p', 'ej-chart__empty');
  private readonly summary = html('dl', 'ej-chart__summary');
  private readonly events = html('section', 'ej-chart__events');
  private readonly note = html('p', 'ej-chart__note');
  private plots: { kind: Kind; plot: Plot }[] = [];
  private texts: Texts<ChartText> = chartTexts;
  private options!: ChartOptions;
  private limits: Limits = {};
  private told: TaskEvent[] = [];
  private stream: HubStream<WatchItem> | null = null;
  private timer = 0;
  private drawn = -Infinity;
  private ended = false;
  private hasGpu = false;
  private readonly sync = `ej-chart-${++charts}`;
  private readonly endings: (() => void)[] = [];

  constructor(private readonly host: HTMLElement, options: ChartOptions) {
    host.classList.add('ej-chart');
    host.append(this.status, this.plotBox, this.empty, this.summary, this.events, this.note);
    const resize = new ResizeObserver(() => this.fit());
    resize.observe(host);
    const visible = (): void => void (document.hidden || this.schedule());
    document.addEventListener('visibilitychange', visible);
    this.endings.push(() => resize.disconnect(), () => document.removeEventListener('visibilitychange', visible), onThemeChange(() => this.plots.forEach(({ plot }) => plot.redraw())));
    this.open(options);
  }

  open(options: ChartOptions): void {
    this.stream?.close();
    this.options = options;
    this.texts = localised(chartTexts, chartTextsZh, options.texts);
    this.points.clear();
    this.limits = {};
    this.told = [];
    this.ended = this.hasGpu = false;
    this.note.hidden = true;
    this.build();
    this.showEvents();
    this.draw();
    if (!options.hub) return;
    const { project, run, task, attempt } = options;
    const stream: HubStream<WatchItem> = new HubStream<WatchItem>({
      hub: options.hub,
      method: 'Watch',
      request: () => ({ project, run, task, attempt, since: this.points.last }),
      onItem: item => this.take(item),
      onStatus: (status, message) => this.stream === stream && this.showStatus(status, message),
    });
    this.stream = stream;
  }

  /** Adds samples; for tests, and for pages that have samples of their own. */
  push(points: Point[]): void {
    this.take({ points });
  }

  setTexts(texts: Record<string, string>): void {
    this.texts = localised(chartTexts, chartTextsZh, texts);
    this.build();
    this.showEvents();
    this.draw();
  }

  stats(): Record<string, number | boolean | null> {
    return { points: this.points.count, last: this.points.last, ended: this.ended };
  }

  dispose(): void {
    this.stream?.close();
    clearTimeout(this.timer);
    for (const end of this.endings) end();
    for (const { plot } of this.plots) plot.dispose();
    this.host.replaceChildren();
    delete (this.host as HTMLElement & { __chart?: ChartView }).__chart;
  }

  private take(item: WatchItem): void {
    if (item.points) this.points.add(item.points);
    if (!this.hasGpu && this.points.has('gpu')) {
      this.hasGpu = true;
      this.build();
    }
    if (item.limits) this.limits = item.limits;
    if (item.events) {
      this.told = item.events;
      this.showEvents();
    }
    if (item.note !== undefined && item.note !== null) {
      this.note.textContent = item.note;
      this.note.hidden = item.note === '';
    }
    if (item.end) {
      this.ended = true;
      this.stream?.end();
    }
    this.schedule();
  }

  private schedule(): void {
    if (this.timer || document.hidden) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.draw();
    }, Math.max(0, this.drawn + TICK - performance.now()));
  }

  private draw(): void {
    this.drawn = performance.now();
    const none = this.points.count === 0;
    this.empty.hidden = !none;
    this.empty.textContent = this.ended ? this.texts.emptyEnded : this.texts.empty;
    this.plotBox.hidden = this.summary.hidden = none;
    if (none) return;
    this.fit();
    const rows: HTMLElement[] = [];
    for (const { kind, plot } of this.plots) {
      const words = this.spec(kind).measures.map(({ measure, text }) => `${text ? `${text} ` : ''}${this.words(this.points.summary(measure), this.spec(kind).format)}`).join('; ');
      const lines = this.lines(kind);
      const bounds = lines.map(line => `${line.text} ${this.spec(kind).format(line.value)}`).join(', ');
      plot.show(this.points, lines, this.told, `${this.spec(kind).title}: ${words}${bounds ? `; ${bounds}` : ''}`);
      rows.push(html('dt', '', {}, this.spec(kind).title), html('dd', '', {}, bounds ? `${words} \u00b7 ${bounds}` : words));
    }
    this.summary.replaceChildren(...rows);
  }

  private words({ now, peak, mean }: Summary, format: (value: number) => string): string {
    const { texts } = this;
    const say = (value: number | null): string => (value === null ? texts.unknown : format(value));
    return `${this.ended ? '' : `${texts.now} ${say(now)} \u00b7 `}${texts.peak} ${say(peak)} \u00b7 ${texts.mean} ${say(mean)}`;
  }

  private lines(kind: Kind): Line[] {
    const { cpuRequest, cpuLimit, memRequest, memLimit } = this.limits;
    const [request, limit] = kind === 'cpu' ? [cpuRequest, cpuLimit] : kind === 'memory' ? [memRequest, memLimit] : [];
    const lines: Line[] = [];
    if (request && request !== limit) lines.push({ value: request, text: this.texts.request });
    if (limit) lines.push({ value: limit, text: this.texts.limit });
    return lines;
  }

  private spec(kind: Kind): PlotSpec {
    const { texts } = this;
    const measure = (name: Measure, colour: string, text = ''): PlotSpec['measures'][number] => ({ measure: name, colour, text });
    switch (kind) {
      case 'cpu': return { title: texts.cpu, bytes: false, measures: [measure('cpu', 'cpu')], format: value => fill(texts.cores, { value: formatNumber(value) }), mark: formatNumber };
      case 'memory': return { title: texts.memory, bytes: true, measures: [measure('mem', 'memory')], format: formatBytes, mark: formatBytes };
      case 'disk': return { title: texts.disk, bytes: true, measures: [measure('dr', 'cpu', texts.read), measure('dw', 'memory', texts.written)], format: value => fill(texts.perSecond, { value: formatBytes(value) }), mark: formatBytes };
      case 'gpu': return { title: texts.gpu, bytes: false, measures: [measure('gpu', 'cpu')], format: value => fill(texts.gpus, { value: formatNumber(value) }), mark: formatNumber };
      case 'gpuMemory': return { title: texts.gpuMemory, bytes: true, measures: [measure('gpuMem', 'memory')], format: formatBytes, mark: formatBytes };
      case 'processes': return { title: texts.processes, bytes: false, measures: [measure('pids', 'cpu')], format: value => String(Math.round(value)), mark: value => String(value) };
    }
  }

  private build(): void {
    for (const { plot } of this.plots) plot.dispose();
    const clock = this.clock();
    const kinds = this.options.kinds ?? (this.options.kind ? [this.options.kind] : [...(['cpu', 'memory'] as const), ...(this.hasGpu ? (['gpu', 'gpuMemory'] as const) : [])]);
    this.plots = kinds.map(kind => ({ kind, plot: new Plot(this.host, this.spec(kind), this.sync, seconds => clock(seconds * 1000)) }));
    this.plotBox.append(...this.plots.map(({ plot }) => plot.element));
  }

  private showEvents(): void {
    this.events.replaceChildren(...eventRows(this.told, this.texts, this.clock()));
  }

  private clock(): (milliseconds: number) => string {
    const format = new Intl.DateTimeFormat(this.options.culture || undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
    return milliseconds => format.format(milliseconds);
  }

  private fit(): void {
    for (const { plot } of this.plots) plot.resize(plot.element.clientWidth);
  }

  private showStatus(status: HubStatus, message?: string): void {
    const words: Record<HubStatus, string> = {
      connecting: this.texts.statusConnecting, live: this.texts.statusLive, reconnecting: this.texts.statusReconnecting, ended: this.texts.statusEnded, failed: this.texts.statusFailed,
    };
    const shown = this.ended ? 'ended' : status;
    this.status.className = `ej-chart__status ej-chart__status--${shown}`;
    this.status.textContent = words[shown];
    this.status.title = message ?? '';
    if (status === 'ended') {
      this.ended = true;
      this.schedule();
    }
  }
}
