import type { EdgeEnds } from './commands';

/** Which tasks, or which one edge, the person works on. */
export class Selection {
  private ids = new Set<string>();
  private chosenEdge: EdgeEnds | null = null;

  constructor(private readonly onChange: (changed: ReadonlySet<string>, byPerson: boolean) => void) {}

  get tasks(): readonly string[] {
    return [...this.ids];
  }

  get size(): number {
    return this.ids.size;
  }

  get edge(): EdgeEnds | null {
    return this.chosenEdge;
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  set(tasks: Iterable<string>, edge: EdgeEnds | null = null, byPerson = true): void {
    const next = new Set(tasks);
    const changed = new Set([...next].filter(id => !this.ids.has(id)).concat([...this.ids].filter(id => !next.has(id))));
    const sameEdge = this.chosenEdge?.source === edge?.source && this.chosenEdge?.target === edge?.target;
    if (changed.size === 0 && sameEdge) return;
    this.ids = next;
    this.chosenEdge = edge;
    this.onChange(changed, byPerson);
  }

  toggle(id: string): void {
    this.set(this.ids.has(id) ? this.tasks.filter(other => other !== id) : [...this.tasks, id]);
  }
}
