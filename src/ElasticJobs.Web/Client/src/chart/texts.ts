/** English words of the resource charts. */
export const chartTexts = {
  cpu: 'CPU',
  memory: 'Memory',
  disk: 'Disk',
  processes: 'Processes',
  read: 'read',
  written: 'written',
  cores: '{value} cores',
  perSecond: '{value}/s',
  request: 'request',
  limit: 'limit',
  now: 'now',
  peak: 'peak',
  mean: 'mean',
  unknown: 'unknown',
  empty: 'No samples yet',
  emptyEnded: 'No samples were taken',
  statusConnecting: 'connecting',
  statusLive: 'live',
  statusReconnecting: 'reconnecting',
  statusEnded: 'complete',
  statusFailed: 'not available',
} as const satisfies Record<string, string>;

export type ChartText = keyof typeof chartTexts;
