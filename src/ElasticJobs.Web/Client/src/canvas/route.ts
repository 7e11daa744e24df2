import { CARD, type Point } from './document';
import type { Direction } from './layout';

const GAP = 20;
const NEAR = 260;

/**
 * The corners of an edge that leaves at the end of one card and enters at the start of another. One step in the middle where the target lies
 * ahead, a way around where it lies behind. (X6's `orth` runs along the border of the card that it enters.)
 */
export function route(source: Point, target: Point, direction: Direction): Point[] {
  if (direction === 'TB') return route(turn(source), turn(target), 'LR').map(turn);
  const ahead = target.x - source.x;
  if (ahead >= GAP * 2) {
    if (Math.abs(target.y - source.y) < 1) return [];
    const x = ahead <= NEAR ? source.x + ahead / 2 : target.x - GAP * 2;
    return [{ x, y: source.y }, { x, y: target.y }];
  }
  const apart = Math.abs(target.y - source.y) > CARD.height * 1.5;
  const y = apart ? (source.y + target.y) / 2 : Math.max(source.y, target.y) + CARD.height;
  return [{ x: source.x + GAP, y: source.y }, { x: source.x + GAP, y }, { x: target.x - GAP, y }, { x: target.x - GAP, y: target.y }];
}

const turn = ({ x, y }: Point): Point => ({ x: y, y: x });
