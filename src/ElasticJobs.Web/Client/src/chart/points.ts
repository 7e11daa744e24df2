export interface Point {
  /** Unix milliseconds. */
  t: number;
  /** Cores. */
  cpu?: number | null;
  /** Bytes. */
  mem?: number | null;
  /** Bytes read and written on disk a second. */
  dr?: number | null;
  dw?: number | null;
  pids?: number | null;
  /** GPUs busy, summed. */
  gpu?: number | null;
  /** Bytes in use on them. */
  gpuMem?: number | null;
}

export type Measure = 'cpu' | 'mem' | 'dr' | 'dw' | 'pids' | 'gpu' | 'gpuMem';

export interface Summary {
  now: number | null;
  peak: number | null;
  mean: number | null;
}

const measures: readonly Measure[] = ['cpu', 'mem', 'dr', 'dw', 'pids', 'gpu', 'gpuMem'];

/** A gap longer than this many usual steps is drawn as one. */
const GAP_STEPS = 6;

/** Samples in time order. When there are too many, the older half is thinned to every second one, of which the greater stays, so that no peak is lost. */
export class Points {
  private points: Point[] = [];

  constructor(private readonly capacity = 12_000) {}

  get count(): number {
    return this.points.length;
  }

  /** The time of the newest sample, from which a lost stream goes on. */
  get last(): number | null {
    return this.points.at(-1)?.t ?? null;
  }

  /** Takes samples in; those that are not newer than the newest were there already. */
  add(points: readonly Point[]): void {
    for (const point of points) if (point.t > (this.last ?? -Infinity)) this.points.push(point);
    if (this.points.length > this.capacity) this.thin();
  }

  /** Whether any sample has the measure. */
  has(measure: Measure): boolean {
    return this.points.some(point => point[measure] !== null && point[measure] !== undefined);
  }

  clear(): void {
    this.points = [];
  }

  /** Times in seconds and one row of values for each measure, with nulls where nothing was sampled for long. */
  table(wanted: readonly Measure[]): (number | null)[][] {
    const times: number[] = [];
    const rows: (number | null)[][] = wanted.map(() => []);
    const longest = this.step() * GAP_STEPS;
    this.points.forEach((point, index) => {
      const before = this.points[index - 1];
      if (before && point.t - before.t > longest) {
        times.push((before.t + 1) / 1000);
        for (const row of rows) row.push(null);
      }
      times.push(point.t / 1000);
      wanted.forEach((measure, place) => rows[place]!.push(point[measure] ?? null));
    });
    return [times, ...rows];
  }

  /** The mean counts each sample for the time until the next one. */
  summary(measure: Measure): Summary {
    let peak: number | null = null;
    let now: number | null = null;
    let sum = 0;
    let weight = 0;
    const step = this.step();
    this.points.forEach((point, index) => {
      const value = point[measure];
      if (value === null || value === undefined) return;
      now = value;
      if (peak === null || value > peak) peak = value;
      const until = this.points[index + 1]?.t ?? point.t + step;
      const span = Math.min(until - point.t, step * GAP_STEPS);
      sum += value * span;
      weight += span;
    });
    return { now, peak, mean: weight > 0 ? sum / weight : null };
  }

  /** The usual distance of samples: the middle one of the last distances. */
  private step(): number {
    const recent = this.points.slice(-31);
    const steps = recent.slice(1).map((point, index) => point.t - recent[index]!.t).sort((a, b) => a - b);
    return Math.max(1000, steps[steps.length >> 1] ?? 2000);
  }

  private thin(): void {
    const half = this.points.length >> 1;
    const thinned: Point[] = [];
    for (let index = 0; index < half; index += 2) {
      const [first, second] = [this.points[index]!, index + 1 < half ? this.points[index + 1]! : this.points[index]!];
      const merged: Point = { t: first.t };
      for (const measure of measures) merged[measure] = greater(first[measure], second[measure]);
      thinned.push(merged);
    }
    this.points = [...thinned, ...this.points.slice(half)];
  }
}

/** The places of values that have no neighbour: a curve shows nothing of them, a dot does. */
export const lonely = (values: ArrayLike<number | null | undefined>): number[] => Array.from(values, (_, index) => index)
  .filter(index => isGiven(values[index]) && !isGiven(values[index - 1]) && !isGiven(values[index + 1]));

const isGiven = (value: number | null | undefined): boolean => value !== null && value !== undefined;

function greater(a: number | null | undefined, b: number | null | undefined): number | null {
  if (a === null || a === undefined) return b ?? null;
  return b === null || b === undefined ? a : Math.max(a, b);
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) {
    bytes /= 1024;
    unit++;
  }
  return `${unit === 0 || bytes >= 100 ? Math.round(bytes) : bytes >= 10 ? bytes.toFixed(1) : bytes.toFixed(2)} ${units[unit]}`;
}

export const formatNumber = (value: number): string => (value >= 100 ? Math.round(value).toString() : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** Round marks for an axis of bytes: powers of two and their halves and quarters. */
export function byteSteps(maximum: number, most: number): number[] {
  let step = 1;
  while (maximum / step > most) step *= 2;
  return Array.from({ length: Math.floor(maximum / step) + 1 }, (_, index) => index * step);
}
