import type { DotNet } from '../shared/dom';
import type { EdgeCondition } from './document';

export interface EdgeEnds {
  source: string;
  target: string;
}

export type Action = 'run' | 'debug' | 'from' | 'log' | 'terminal' | 'clear' | 'open';

/** What moved tasks: undo calls it by that name, and nudges in a row are one step. */
export type MoveStep = 'drag' | 'nudge' | 'align' | 'layout';

export type Command =
  | { type: 'add'; template: string; x: number; y: number; after?: string }
  | { type: 'insert'; after: string; x: number; y: number; clientX: number; clientY: number }
  | { type: 'connect'; source: string; target: string; when: EdgeCondition }
  | { type: 'disconnect'; edges: EdgeEnds[] }
  | { type: 'edge'; source: string; target: string; when: EdgeCondition }
  | { type: 'remove'; tasks: string[]; edges: EdgeEnds[] }
  | { type: 'move'; positions: Record<string, [number, number]>; step: MoveStep }
  | { type: 'select'; tasks: string[]; edge?: EdgeEnds }
  | { type: 'paste'; text: string; x: number; y: number }
  | { type: 'action'; action: Action; task: string }
  | { type: 'undo' | 'redo' | 'duplicate' | 'save' | 'help' | 'search' | 'palette' };

/** Sends commands to the server one after another, in the order of the gestures, at most one selection and one move a frame. */
export class CommandOutlet {
  private queue: Command[] = [];
  private scheduled = false;
  private sending: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly dotnet: DotNet | null, private readonly onLost: () => void) {}

  send(command: Command): void {
    if (this.closed) return;
    const last = this.queue.at(-1);
    if (command.type === 'select' && last?.type === 'select') this.queue[this.queue.length - 1] = command;
    else if (command.type === 'move' && last?.type === 'move' && command.step === last.step) last.positions = { ...last.positions, ...command.positions };
    else this.queue.push(command);
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => this.flush());
  }

  /** Sends what waits and gives the promise of its arrival. */
  flush(): Promise<void> {
    this.scheduled = false;
    const commands = this.queue;
    this.queue = [];
    if (commands.length === 0) return this.sending;
    this.sending = this.sending.then(async () => {
      for (const command of commands) {
        try {
          await this.dotnet?.invokeMethodAsync('OnCommand', JSON.stringify(command));
        } catch {
          if (!this.closed && command.type !== 'select') this.onLost();
        }
      }
    });
    return this.sending;
  }

  close(): void {
    this.closed = true;
    this.queue = [];
  }
}
