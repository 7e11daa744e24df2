import type { Texts } from '../shared/texts';
import type { Direction } from './layout';
import type { TaskRunState } from './states';
import type { TextFit } from './text-fit';
import type { CanvasText } from './texts';

/** What a card needs to know beside its task. */
export interface Scene {
  readonly texts: Texts<CanvasText>;
  readonly direction: Direction;
  readonly readOnly: boolean;
  readonly fit: TextFit;
  runOf(task: string): TaskRunState | undefined;
  problemsOf(task: string): readonly string[];
  upstreamCount(task: string): number;
  isSelected(task: string): boolean;
}
