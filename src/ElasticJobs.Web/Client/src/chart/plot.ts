import uPlot from 'uplot';
import { html, property } from '../shared/dom';
import { axis, type TaskEvent } from './events';
import { byteSteps, lonely, type Measure, type Points } from './points';

export interface Line {
  value: number;
  text: string;
}

export interface PlotSpec {
  title: string;
  measures: readonly { measure: Measure; colour: string; text: string }[];
  /** Bytes have round marks of their own. */
  bytes: boolean;
  format: (value: number) => string;
  /** The shorter words of the axis. */
  mark: (value: number) => string;
}

const HEIGHT = 118;
/** A line so far above what is used would flatten the curve; it is told at the top instead. */
const FAR = 4;

/** One small chart: a curve for each measure, dashed lines for request and limit, and one cursor with the charts beside it. */
export class Plot {
  readonly element = html('section', 'ej-chart__plot');
  private readonly value = html('span', 'ej-chart__value');
  private readonly canvas = html('div', 'ej-chart__canvas', { role: 'img' });
  private readonly plot: uPlot;
  private lines: Line[] = [];
  private events: readonly TaskEvent[] = [];

  constructor(private readonly host: HTMLElement, private readonly spec: PlotSpec, sync: string, time: (seconds: number) => string) {
    this.element.append(html('header', 'ej-chart__head', {}, html('h4', 'ej-chart__title', {}, spec.title), this.value), this.canvas);
    const line = { stroke: () => this.colour('muted'), grid: { stroke: () => this.colour('grid'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' };
    this.plot = new uPlot({
      width: 200, height: HEIGHT, padding: [10, 30, 0, 0], legend: { show: false },
      cursor: { sync: { key: sync }, y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: { x: { time: true, range: (_plot, low, high) => axis(this.events, low, high) }, y: { range: (_plot, _low, high) => [0, this.top(high)] } },
      series: [{}, ...spec.measures.map((item, index) => ({
        label: item.text, width: 1.5, stroke: () => this.colour(item.colour), points: { show: true, size: 5, filter: (plot: uPlot, place: number) => lonely(plot.data[place] ?? []), fill: () => this.colour(item.colour) },
        ...(index === 0 ? { fill: () => `${this.colour(item.colour)}22` } : {}),
      }))],
      axes: [
        { ...line, size: 24, space: 90, values: (_plot, ticks) => ticks.map(time) },
        { ...line, size: 58, values: (_plot, ticks) => ticks.map(tick => (tick === 0 ? '0' : spec.mark(tick))), ...(spec.bytes ? { splits: (plot: uPlot) => byteSteps(plot.scales.y!.max ?? 1, 3) } : { space: 26 }) },
      ],
      hooks: { draw: [plot => this.drawEvents(plot), plot => this.drawLines(plot)], setCursor: [plot => this.showAt(plot.cursor.idx ?? null)] },
    }, [[], ...spec.measures.map(() => [])], this.canvas);
  }

  show(points: Points, lines: Line[], events: readonly TaskEvent[], label: string): void {
    this.events = events;
    this.lines = lines;
    this.plot.setData(points.table(this.spec.measures.map(item => item.measure)) as uPlot.AlignedData);
    this.canvas.setAttribute('aria-label', label);
    this.showAt(this.plot.cursor.idx ?? null);
  }

  resize(width: number): void {
    if (width > 0 && width !== this.plot.width) this.plot.setSize({ width, height: HEIGHT });
  }

  redraw(): void {
    this.plot.redraw(false, true);
  }

  dispose(): void {
    this.plot.destroy();
    this.element.remove();
  }

  private colour(name: string): string {
    return property(this.host, `--c-${name}`) || '#888888';
  }

  private top(high: number | null): number {
    const used = high && high > 0 ? high : 0;
    const shown = this.lines.map(line => line.value).filter(value => used === 0 || value <= used * FAR);
    return Math.max(used, ...shown, this.spec.bytes ? 1024 : 0.01) * 1.12;
  }

  private showAt(index: number | null): void {
    const [times, ...rows] = this.plot.data;
    const at = index ?? (times?.length ?? 0) - 1;
    this.value.replaceChildren(...this.spec.measures.flatMap((item, place) => {
      const value = rows[place]?.[at];
      if (value === null || value === undefined) return [];
      const dot = html('i', 'ej-chart__dot');
      dot.style.background = `var(--c-${item.colour})`;
      return [dot, `${item.text ? `${item.text} ` : ''}${this.spec.format(value)}`];
    }));
    this.value.classList.toggle('ej-chart__value--cursor', index !== null);
  }

  /** Thin lines at their times; warnings stand out. */
  private drawEvents(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio || 1;
    ctx.save();
    for (const event of this.events) {
      const x = plot.valToPos(event.t / 1000, 'x', true);
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.fillStyle = ctx.strokeStyle = this.colour(event.warning ? 'limit' : 'muted');
      ctx.globalAlpha = event.warning ? 0.9 : 0.45;
      ctx.lineWidth = ratio;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.beginPath();
      ctx.moveTo(x - 4 * ratio, bbox.top - 1);
      ctx.lineTo(x + 4 * ratio, bbox.top - 1);
      ctx.lineTo(x, bbox.top + 6 * ratio);
      ctx.fill();
    }
    ctx.restore();
  }

  private drawLines(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio || 1;
    const top = plot.scales.y!.max ?? 0;
    ctx.save();
    ctx.font = `${11 * ratio}px system-ui, sans-serif`;
    ctx.textAlign = 'right';
    ctx.textBaseline = 'alphabetic';
    let told = 0;
    for (const line of this.lines) {
      ctx.fillStyle = ctx.strokeStyle = this.colour(line.text === this.lines.at(-1)?.text ? 'limit' : 'request');
      if (line.value > top) {
        ctx.fillText(`${line.text} ${this.spec.format(line.value)} \u2191`, bbox.left + bbox.width - 4 * ratio - told * 120 * ratio, bbox.top + 10 * ratio);
        told++;
        continue;
      }
      const y = plot.valToPos(line.value, 'y', true);
      ctx.setLineDash([5 * ratio, 4 * ratio]);
      ctx.lineWidth = ratio;
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      ctx.fillText(line.text, bbox.left + bbox.width - 4 * ratio, y - 3 * ratio);
    }
    ctx.restore();
  }
}
