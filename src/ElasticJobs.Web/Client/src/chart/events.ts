import { html } from '../shared/dom';
import { fill, type Texts } from '../shared/texts';
import type { ChartText } from './texts';

/** What the cluster said of a task's pod. */
export interface TaskEvent {
  /** Unix milliseconds, of the last time. */
  t: number;
  warning: boolean;
  reason: string;
  message: string;
  count: number;
  pod: string;
}

/** Seconds of the shortest axis. */
const SHORTEST = 10;

/** The time axis in seconds: the samples, and what events add before and after the samples: as long as the samples, so that an hour of waiting does not flatten a minute of work. */
export function axis(events: readonly TaskEvent[], low: number, high: number): [number, number] {
  const span = Math.max(high - low, SHORTEST);
  const near = events.map(event => event.t / 1000).filter(at => at >= low - span && at <= high + span);
  const first = Math.min(low, ...near);
  return [first, Math.max(high, first + SHORTEST, ...near)];
}

/** A table of events, newest last; pods are named where there are several. */
export function eventRows(events: readonly TaskEvent[], texts: Texts<ChartText>, clock: (milliseconds: number) => string): HTMLElement[] {
  if (events.length === 0) return [];
  const several = new Set(events.map(event => event.pod)).size > 1;
  const list = html('ol', 'ej-chart__event-list');
  for (const event of events) {
    const words = html('span', 'ej-chart__event-words', {}, event.message);
    if (event.count > 1) words.append(' ', html('span', 'ej-chart__event-count', { title: fill(texts.times, { count: String(event.count) }) }, `×${event.count}`));
    list.append(html('li', event.warning ? 'ej-chart__event ej-chart__event--warning' : 'ej-chart__event', {},
      html('time', '', { datetime: new Date(event.t).toISOString() }, clock(event.t)), html('b', '', {}, event.reason), ...(several ? [html('code', '', {}, event.pod)] : []), words));
  }
  return [html('h4', 'ej-chart__title', {}, texts.events), list];
}
