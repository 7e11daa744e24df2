import { TerminalView, type TerminalOptions } from './terminal/terminal';
import { terminalTexts } from './terminal/texts';

/** Shows a terminal session in an element. The instance is also found as `host.__terminal`. */
export function create(host: HTMLElement, options: TerminalOptions): TerminalView {
  const owner = host as HTMLElement & { __terminal?: TerminalView };
  owner.__terminal?.dispose();
  return (owner.__terminal = new TerminalView(host, options));
}

export const texts = terminalTexts;
