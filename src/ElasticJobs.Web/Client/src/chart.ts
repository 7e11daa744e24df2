import { ChartView, type ChartOptions } from './chart/chart';
import { chartTexts } from './chart/texts';

/** Shows a task's resource charts in an element. The instance is also found as `host.__chart`. */
export function create(host: HTMLElement, options: ChartOptions): ChartView {
  const owner = host as HTMLElement & { __chart?: ChartView };
  owner.__chart?.dispose();
  return (owner.__chart = new ChartView(host, options));
}

export const texts = chartTexts;
