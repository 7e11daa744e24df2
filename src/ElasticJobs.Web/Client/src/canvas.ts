import { Canvas, type CanvasOptions } from './canvas/canvas';
import { canvasTexts } from './canvas/texts';
import type { DotNet } from './shared/dom';

/** Shows a pipeline in an element. The instance is also found as `host.__canvas`. */
export function create(host: HTMLElement, dotnet: DotNet | null, options: CanvasOptions = {}): Canvas {
  const owner = host as HTMLElement & { __canvas?: Canvas };
  owner.__canvas?.dispose();
  return (owner.__canvas = new Canvas(host, dotnet, options));
}

export const texts = canvasTexts;
