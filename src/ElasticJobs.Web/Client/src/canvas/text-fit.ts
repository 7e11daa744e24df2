/** Cuts text to a width in pixels, ending it in an ellipsis; widths are measured once per text and font. */
export class TextFit {
  private readonly context = document.createElement('canvas').getContext('2d')!;
  private readonly kept = new Map<string, string>();

  fit(text: string, font: string, width: number): string {
    const key = `${width}|${font}|${text}`;
    let fitted = this.kept.get(key);
    if (fitted === undefined) {
      fitted = this.cut(text, font, width);
      if (this.kept.size > 20_000) this.kept.clear();
      this.kept.set(key, fitted);
    }
    return fitted;
  }

  private cut(text: string, font: string, width: number): string {
    this.context.font = font;
    if (this.context.measureText(text).width <= width) return text;
    let low = 0;
    let high = text.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.context.measureText(`${text.slice(0, middle)}\u2026`).width <= width) low = middle;
      else high = middle - 1;
    }
    return `${text.slice(0, low).trimEnd()}\u2026`;
  }
}
