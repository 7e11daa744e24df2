export interface SearchReply {
  hits: { n: number }[];
  scannedTo: number;
  done: boolean;
}

export interface SearchAsk {
  text: string;
  caseSensitive: boolean;
  from: number;
  backwards: boolean;
  limit: number;
}

const PAGE = 1000;
const MOST = 20_000;

/** Finds a text in the whole log: the nearest match at once, all others while the person reads it. */
export class Search {
  text = '';
  caseSensitive = false;
  hits: number[] = [];
  complete = true;
  current = -1;
  private round = 0;

  constructor(private readonly ask: (ask: SearchAsk) => Promise<SearchReply>, private readonly onChange: () => void) {}

  /** Starts anew. Resolves to the match nearest to a line, or null. */
  async start(text: string, caseSensitive: boolean, near: number): Promise<number | null> {
    const round = ++this.round;
    this.text = text;
    this.caseSensitive = caseSensitive;
    this.hits = [];
    this.current = -1;
    this.complete = text === '';
    this.onChange();
    if (text === '') return null;
    const nearest = await this.nearest(near, false, round) ?? await this.nearest(near, true, round);
    if (round !== this.round) return null;
    this.current = nearest ?? -1;
    void this.collect(round);
    return nearest;
  }

  async step(backwards: boolean): Promise<number | null> {
    if (this.text === '' || this.current < 0) return null;
    const known = this.known(backwards);
    const next = known ?? await this.nearest(this.current + (backwards ? -1 : 1), backwards, this.round) ?? this.wrapped(backwards);
    if (next !== null) {
      this.current = next;
      this.onChange();
    }
    return next;
  }

  /** The place of the current match among those found so far, from 1; 0 where it is not known. */
  get index(): number {
    return this.hits.indexOf(this.current) + 1;
  }

  /** A line came while the log is followed. */
  add(n: number): void {
    if (this.complete && n > (this.hits.at(-1) ?? -1) && this.hits.length < MOST) this.hits.push(n);
    if (this.current < 0) this.current = n;
  }

  /** What is scanned so far is void, as after a lost connection. */
  restart(): void {
    if (!this.complete) void this.collect(this.round);
  }

  private known(backwards: boolean): number | null {
    const at = this.hits.indexOf(this.current);
    if (at < 0) return null;
    return this.hits[backwards ? at - 1 : at + 1] ?? null;
  }

  private wrapped(backwards: boolean): number | null {
    return (backwards ? this.hits.at(-1) : this.hits[0]) ?? null;
  }

  private async nearest(from: number, backwards: boolean, round: number): Promise<number | null> {
    let at = Math.max(0, from);
    if (from < 0) return null;
    for (;;) {
      const reply = await this.try({ text: this.text, caseSensitive: this.caseSensitive, from: at, backwards, limit: 1 });
      if (!reply || round !== this.round) return null;
      if (reply.hits.length > 0) return reply.hits[0]!.n;
      const next = reply.scannedTo;
      if (reply.done || next < 0 || (backwards ? next >= at : next <= at)) return null;
      at = next;
    }
  }

  private async collect(round: number): Promise<void> {
    let from = (this.hits.at(-1) ?? -1) + 1;
    while (round === this.round && this.hits.length < MOST) {
      const reply = await this.try({ text: this.text, caseSensitive: this.caseSensitive, from, backwards: false, limit: PAGE });
      if (!reply || round !== this.round) return;
      for (const { n } of reply.hits) if (n > (this.hits.at(-1) ?? -1)) this.hits.push(n);
      this.complete = reply.done;
      this.onChange();
      // A line at the border may be scanned twice; whether the last one scanned counts as done is the server's to say.
      const next = Math.max(reply.scannedTo, (this.hits.at(-1) ?? -1) + 1);
      if (reply.done || next <= from) return;
      from = next;
    }
  }

  private async try(ask: SearchAsk): Promise<SearchReply | null> {
    try {
      return await this.ask(ask);
    } catch {
      return null;
    }
  }
}
