import { HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection, type ISubscription } from '@microsoft/signalr';

export type HubStatus = 'connecting' | 'live' | 'reconnecting' | 'ended' | 'failed';

export interface HubStreamOptions<Item> {
  hub: string;
  method: string;
  /** The request to open the stream with, asked again after every reconnection so that it resumes where it broke off. */
  request: () => unknown;
  onItem: (item: Item) => void;
  onStatus: (status: HubStatus, error?: string) => void;
}

const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;

/** One stream of a hub that lives through lost connections and a restarted server, until it is complete or closed. */
export class HubStream<Item> {
  private readonly connection: HubConnection;
  private subscription: ISubscription<Item> | null = null;
  private closed = false;
  private ended = false;
  private attempts = 0;
  private timer = 0;

  constructor(private readonly options: HubStreamOptions<Item>) {
    this.connection = new HubConnectionBuilder().withUrl(options.hub).configureLogging(LogLevel.None).build();
    this.connection.serverTimeoutInMilliseconds = 30_000;
    this.connection.onclose(() => this.retry());
    // The one who makes the stream has to have it before its first status comes.
    queueMicrotask(() => void this.start());
  }

  /** Calls the hub; rejects while there is no connection. */
  invoke<Result>(method: string, ...args: unknown[]): Promise<Result> {
    return this.connection.invoke<Result>(method, ...args);
  }

  /** Calls the hub without waiting for an answer; lost where there is no connection. */
  send(method: string, ...args: unknown[]): void {
    if (this.connected) void this.connection.send(method, ...args).catch(() => undefined);
  }

  get connected(): boolean {
    return this.connection.state === HubConnectionState.Connected;
  }

  /** Nothing more comes on this stream; calls go on. */
  end(): void {
    this.ended = true;
    this.options.onStatus('ended');
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.subscription?.dispose();
    void this.connection.stop();
  }

  private async start(): Promise<void> {
    if (this.closed) return;
    this.options.onStatus(this.attempts === 0 ? 'connecting' : 'reconnecting');
    try {
      await this.connection.start();
    } catch {
      this.retry();
      return;
    }
    if (this.closed) {
      void this.connection.stop();
      return;
    }
    if (this.ended) {
      this.options.onStatus('ended');
      return;
    }
    this.options.onStatus('live');
    this.subscription = this.connection.stream<Item>(this.options.method, ...this.request()).subscribe({
      next: item => {
        this.attempts = 0;
        if (!this.closed) this.options.onItem(item);
      },
      complete: () => !this.closed && !this.ended && this.end(),
      error: error => this.onError(error),
    });
  }

  private request(): unknown[] {
    const request = this.options.request();
    return Array.isArray(request) ? request : [request];
  }

  private onError(error: Error): void {
    // A lost connection fails its streams first and is told to be lost after; a refusal of the hub is final until the view is opened again.
    setTimeout(() => {
      if (this.closed || this.ended || !this.connected) return;
      this.ended = true;
      this.options.onStatus('failed', error.message.replace(/^.*HubException: /, '').replace(/^[a-z_]+: /, ''));
    });
  }

  private retry(): void {
    if (this.closed) return;
    this.subscription = null;
    this.attempts++;
    this.options.onStatus('reconnecting');
    const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(6, this.attempts - 1)) * (0.8 + Math.random() * 0.4);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.start(), delay);
  }
}
