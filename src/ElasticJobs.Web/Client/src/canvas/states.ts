import type { CanvasText } from './texts';

export type TaskState =
  | 'Waiting' | 'Queued' | 'Starting' | 'Running' | 'Succeeded' | 'Failed' | 'TimedOut' | 'Stopped' | 'Skipped' | 'UpstreamFailed' | 'Cached';

export interface TaskRunState {
  id: string;
  state: TaskState;
  attempt?: number | null;
  /** ISO 8601 or unix milliseconds. */
  startedAt?: string | number | null;
  finishedAt?: string | number | null;
  reason?: string | null;
  /** A few characters beside the state: a place in a queue, how much is done. */
  note?: string | null;
  /** 0 to 1. */
  progress?: number | null;
}

export const stateText = (state: TaskState): CanvasText => `state${state}` as CanvasText;

/** The suffix of the state's colour property, `--ej-state-…`. */
export const stateColour = (state: TaskState): string => state.replace(/(?<=.)[A-Z]/g, letter => `-${letter}`).toLowerCase();

export const isMoving = (state: TaskState): boolean => state === 'Running' || state === 'Starting';

export const sameRun = (a: TaskRunState, b: TaskRunState): boolean =>
  a.state === b.state && a.attempt === b.attempt && a.startedAt === b.startedAt && a.finishedAt === b.finishedAt && a.reason === b.reason && a.note === b.note && a.progress === b.progress;

const time = (value: string | number): number => (typeof value === 'number' ? value : Date.parse(value));

/** How long a task has run, or ran, in milliseconds; null where it never started. */
export function elapsed(run: TaskRunState, now: number): number | null {
  if (run.startedAt === null || run.startedAt === undefined) return null;
  const end = run.finishedAt !== null && run.finishedAt !== undefined ? time(run.finishedAt) : isMoving(run.state) ? now : null;
  const span = end === null ? NaN : end - time(run.startedAt);
  return Number.isFinite(span) ? Math.max(0, span) : null;
}

/** As the pages say it: 40ms, 2.5s, 12s, 3m 05s, 2h 07m, 4d 3h. */
export function formatDuration(milliseconds: number): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(milliseconds / 1000);
  if (milliseconds === 0) return '0s';
  if (milliseconds < 999.5) return `${Math.max(1, Math.round(milliseconds))}ms`;
  if (milliseconds < 9950) return `${Number((milliseconds / 1000).toFixed(1))}s`;
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${pad(seconds % 60)}s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)}h ${pad(Math.floor(seconds / 60) % 60)}m`;
  return `${Math.floor(seconds / 86400)}d ${Math.floor(seconds / 3600) % 24}h`;
}
