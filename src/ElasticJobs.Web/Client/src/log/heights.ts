/** Where rows stand when some are taller than others. Only rows that were shown have been measured; the rest count as one line high. */
export class Heights {
  private readonly extra = new Map<number, number>();
  private keys: number[] = [];
  private sums: number[] = [];
  private stale = false;

  constructor(readonly row: number) {}

  set(index: number, height: number): boolean {
    const more = height - this.row;
    if ((this.extra.get(index) ?? 0) === more) return false;
    if (more === 0) this.extra.delete(index);
    else this.extra.set(index, more);
    this.stale = true;
    return true;
  }

  clear(): void {
    this.extra.clear();
    this.stale = true;
  }

  get measured(): number {
    return this.extra.size;
  }

  of(index: number): number {
    return this.row + (this.extra.get(index) ?? 0);
  }

  /** The top of a row, in pixels from the top of the log. */
  top(index: number): number {
    this.order();
    const before = this.countBelow(index);
    return index * this.row + (before > 0 ? this.sums[before - 1]! : 0);
  }

  /** The row at a height. */
  at(pixels: number): number {
    this.order();
    let low = 0;
    let high = Math.max(0, Math.floor(pixels / this.row)) + 1;
    while (low < high - 1) {
      const middle = (low + high) >> 1;
      if (this.top(middle) <= pixels) low = middle;
      else high = middle;
    }
    return low;
  }

  private countBelow(index: number): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keys[middle]! < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private order(): void {
    if (!this.stale) return;
    this.stale = false;
    this.keys = [...this.extra.keys()].sort((a, b) => a - b);
    let sum = 0;
    this.sums = this.keys.map(key => (sum += this.extra.get(key)!));
  }
}
