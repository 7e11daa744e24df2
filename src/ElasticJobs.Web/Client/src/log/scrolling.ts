/** The tallest element that every browser scrolls rightly. */
const LIMIT = 8_000_000;

/**
 * Maps a scroll bar to a log that may be taller than an element can be. Up to the limit they are the same; above it the bar stands for a part
 * of the log, while wheel and keys still move by the pixels that they say.
 */
export class Scrolling {
  /** The top of the view in the log's own pixels. */
  top = 0;
  private height = 0;
  private view = 0;
  private bar = 0;

  /** Returns the height that the scrolled element must have. */
  resize(height: number, view: number): number {
    this.height = height;
    this.view = view;
    this.top = Math.min(this.top, this.maximum);
    return Math.min(height, LIMIT);
  }

  get maximum(): number {
    return Math.max(0, this.height - this.view);
  }

  /** Where the bar has to stand. */
  get place(): number {
    return this.bar = this.top / this.factor;
  }

  get atEnd(): boolean {
    return this.top >= this.maximum - 4;
  }

  to(top: number): void {
    this.top = Math.min(this.maximum, Math.max(0, top));
  }

  /** The bar was moved by the person. */
  moved(place: number): void {
    const distance = place - this.bar;
    this.bar = place;
    if (this.factor === 1 || Math.abs(distance) > this.view * 1.5) this.to(place * this.factor);
    else this.to(this.top + distance);
  }

  private get factor(): number {
    return this.height <= LIMIT ? 1 : this.maximum / (LIMIT - this.view);
  }
}
