import { svg } from '../shared/dom';
import type { Box, Point } from './document';
import type { Direction } from './layout';

/** What is drawn over the graph while a gesture lasts: the marquee, guides, the edge being drawn. Pixels of the host. */
export class Overlay {
  private readonly root = svg('svg', 'ej-canvas__overlay', { 'aria-hidden': 'true' });
  private readonly marquee = svg('rect', 'ej-canvas__marquee');
  private readonly edge = svg('path', 'ej-canvas__draft');
  private readonly vertical = svg('line', 'ej-canvas__guide');
  private readonly horizontal = svg('line', 'ej-canvas__guide');

  constructor(host: HTMLElement) {
    this.root.append(this.vertical, this.horizontal, this.edge, this.marquee);
    this.clear();
    host.append(this.root);
  }

  showMarquee(box: Box): void {
    put(this.marquee, { x: box.x, y: box.y, width: box.width, height: box.height });
    show(this.marquee, true);
  }

  showGuides(x: number | undefined, y: number | undefined): void {
    show(this.vertical, x !== undefined);
    show(this.horizontal, y !== undefined);
    if (x !== undefined) put(this.vertical, { x1: x, x2: x, y1: 0, y2: '100%' });
    if (y !== undefined) put(this.horizontal, { y1: y, y2: y, x1: 0, x2: '100%' });
  }

  showEdge(from: Point, to: Point, direction: Direction, refused: boolean): void {
    const bend = Math.max(24, Math.abs(direction === 'LR' ? to.x - from.x : to.y - from.y) / 2);
    const curve = direction === 'LR'
      ? `${from.x + bend},${from.y} ${to.x - bend},${to.y}`
      : `${from.x},${from.y + bend} ${to.x},${to.y - bend}`;
    this.edge.setAttribute('d', `M${from.x},${from.y} C${curve} ${to.x},${to.y}`);
    this.edge.classList.toggle('ej-canvas__draft--refused', refused);
    show(this.edge, true);
  }

  clear(): void {
    for (const element of [this.marquee, this.edge, this.vertical, this.horizontal]) show(element, false);
  }
}

function put(element: Element, attributes: Record<string, number | string>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

function show(element: SVGElement, visible: boolean): void {
  element.style.display = visible ? '' : 'none';
}
