import { LogView, type LogOptions } from './log/log';
import { logTexts } from './log/texts';

/** Shows a log in an element. The instance is also found as `host.__log`. */
export function create(host: HTMLElement, options: LogOptions): LogView {
  const owner = host as HTMLElement & { __log?: LogView };
  owner.__log?.dispose();
  return (owner.__log = new LogView(host, options));
}

export const texts = logTexts;
