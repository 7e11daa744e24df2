import { FitAddon } from '@xterm/addon-fit';
import { Terminal, type ITheme } from '@xterm/xterm';
import { writeClipboard } from '../shared/clipboard';
import { html, onThemeChange, property, type DotNet } from '../shared/dom';
import { HubStream, type HubStatus } from '../shared/hub';
import { fill, localised, type Texts } from '../shared/texts';
import { binaryBytes, ByteQueue, fromBase64, toBase64 } from './bytes';
import { terminalTexts, terminalTextsZh, type TerminalText } from './texts';

export interface TerminalOptions {
  hub?: string | null;
  session: string;
  texts?: Record<string, string> | null;
  /** `OnEnded(reason, exitCode)` is invoked when the session has ended. */
  dotnet?: DotNet | null;
  fontSize?: number | null;
  /** The keyboard goes to the terminal at once. */
  focus?: boolean | null;
}

interface AttachItem {
  data?: string | null;
  ended?: boolean | null;
  reason?: string | null;
  exitCode?: number | null;
}

const SCROLLBACK = 10_000;
/** The most bytes of one call; the hub takes 64 KiB. */
const INPUT = 32 * 1024;
const FONT = 'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace';
const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** A terminal of a session that lives on the server: the page may go away and come back. */
export class TerminalView {
  private readonly terminal: Terminal;
  private readonly fitting = new FitAddon();
  private readonly screen = html('div', 'ej-terminal__screen');
  private readonly status = html('span', 'ej-terminal__status', { role: 'status' });
  private readonly hint = html('span', 'ej-terminal__hint');
  private readonly bar = html('div', 'ej-terminal__bar', { tabindex: -1 });
  private readonly texts: Texts<TerminalText>;
  private readonly stream: HubStream<AttachItem> | null = null;
  private readonly endings: (() => void)[] = [];
  private frame = 0;
  private fresh = true;
  private replaying = false;
  private ended = false;
  private sending = false;
  private readonly typed = new ByteQueue();
  private lastSize = '';

  constructor(private readonly host: HTMLElement, private readonly options: TerminalOptions) {
    this.texts = localised(terminalTexts, terminalTextsZh, options.texts);
    host.classList.add('ej-terminal');
    this.hint.textContent = this.texts.hint;
    this.bar.append(this.status, this.hint);
    host.append(this.screen, this.bar);
    this.terminal = new Terminal({
      fontFamily: FONT, fontSize: options.fontSize ?? 13, lineHeight: 1.15, scrollback: SCROLLBACK, cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches, allowProposedApi: false, theme: this.theme(), minimumContrastRatio: 4.5,
    });
    this.terminal.loadAddon(this.fitting);
    this.terminal.open(this.screen);
    this.terminal.textarea?.setAttribute('aria-label', this.texts.terminal);
    this.listen();
    this.fit();
    if (options.focus) this.terminal.focus();
    if (options.hub) {
      const stream: HubStream<AttachItem> = new HubStream<AttachItem>({
        hub: options.hub,
        method: 'Attach',
        request: () => ({ session: options.session, cols: this.terminal.cols, rows: this.terminal.rows }),
        onItem: item => this.take(item),
        onStatus: (status, message) => this.onStatus(status, message),
      });
      this.stream = stream;
    }
  }

  focus(): void {
    this.terminal.focus();
  }

  /** Types text as the person would. */
  paste(text: string): void {
    this.terminal.paste(text);
  }

  /** Takes an item as the hub's stream brings it; for tests. */
  push(item: AttachItem): void {
    this.take(item);
  }

  /** The lines on the screen and above it. */
  text(): string {
    const { active } = this.terminal.buffer;
    return Array.from({ length: active.length }, (_, index) => active.getLine(index)?.translateToString(true) ?? '').join('\n').trimEnd();
  }

  stats(): Record<string, number | boolean> {
    return { cols: this.terminal.cols, rows: this.terminal.rows, ended: this.ended, connected: this.stream?.connected ?? false };
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    for (const end of this.endings) end();
    this.stream?.close();
    this.terminal.dispose();
    this.host.replaceChildren();
    delete (this.host as HTMLElement & { __terminal?: TerminalView }).__terminal;
  }

  private listen(): void {
    const { terminal } = this;
    const encoder = new TextEncoder();
    terminal.onData(data => this.input(encoder.encode(data)));
    terminal.onBinary(data => this.input(binaryBytes(data)));
    terminal.onResize(() => this.tellSize());
    terminal.attachCustomKeyEventHandler(event => this.onKey(event));
    const resize = new ResizeObserver(() => {
      this.frame ||= requestAnimationFrame(() => {
        this.frame = 0;
        this.fit();
      });
    });
    resize.observe(this.screen);
    this.endings.push(() => resize.disconnect(), onThemeChange(() => (terminal.options.theme = this.theme())));
  }

  /** False keeps a key from the session. */
  private onKey(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown') return true;
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (control && key === 'c' && (event.shiftKey || this.terminal.hasSelection())) {
      event.preventDefault();
      void writeClipboard(this.terminal.getSelection());
      this.terminal.clearSelection();
      return false;
    }
    // The browser's own paste follows, which asks nobody for leave.
    if (control && key === 'v') return false;
    if (event.shiftKey && event.key === 'Escape') {
      event.preventDefault();
      this.bar.focus();
      return false;
    }
    return true;
  }

  private input(bytes: Uint8Array): void {
    // What is replayed may hold questions to the terminal; they were answered when they were asked.
    if (this.ended || this.replaying) return;
    this.typed.push(bytes);
    if (!this.sending) void this.send();
  }

  /** One call at a time: the hub may run calls side by side, and keys must not overtake each other. */
  private async send(): Promise<void> {
    this.sending = true;
    for (let bytes = this.typed.take(INPUT); bytes.length > 0 && this.stream; bytes = this.typed.take(INPUT)) {
      try {
        await this.stream.invoke('Input', this.options.session, toBase64(bytes));
      } catch {
        // Typed into a lost connection: what was typed is gone, as on a real line.
        this.typed.clear();
      }
    }
    this.sending = false;
  }

  private tellSize(): void {
    const size = `${this.terminal.cols}x${this.terminal.rows}`;
    if (size === this.lastSize || !this.stream?.connected) return;
    this.lastSize = size;
    this.stream.send('Resize', this.options.session, this.terminal.cols, this.terminal.rows);
  }

  private fit(): void {
    if (this.screen.clientWidth > 0 && this.screen.clientHeight > 0) this.fitting.fit();
  }

  private take(item: AttachItem): void {
    if (typeof item.data === 'string') {
      if (this.fresh) {
        this.fresh = false;
        this.replaying = true;
        this.terminal.reset();
        this.terminal.write(fromBase64(item.data), () => (this.replaying = false));
      } else {
        this.terminal.write(fromBase64(item.data));
      }
    }
    if (item.ended) this.end(item.reason ?? null, item.exitCode ?? null);
  }

  private end(reason: string | null, exitCode: number | null): void {
    this.ended = true;
    this.stream?.end();
    this.terminal.options.disableStdin = true;
    this.terminal.options.cursorBlink = false;
    const known = reason ? this.texts[`reason_${reason}` as TerminalText] ?? reason : null;
    const words = [known ? fill(this.texts.endedReason, { reason: known }) : this.texts.ended, ...(exitCode === null ? [] : [fill(this.texts.exitCode, { code: exitCode })])].join(' ');
    this.terminal.write(`\r\n\x1b[0;2m${words}\x1b[0m\x1b[?25l`);
    this.showStatus('ended', words);
    void this.options.dotnet?.invokeMethodAsync('OnEnded', reason, exitCode).catch(() => undefined);
  }

  private onStatus(status: HubStatus, message?: string): void {
    if (status === 'live') {
      this.fresh = true;
      this.lastSize = `${this.terminal.cols}x${this.terminal.rows}`;
    }
    if (!this.ended) this.showStatus(status, message);
  }

  private showStatus(status: HubStatus, message?: string): void {
    const words: Record<HubStatus, string> = {
      connecting: this.texts.statusConnecting, live: this.texts.statusLive, reconnecting: this.texts.statusReconnecting, ended: this.texts.statusEnded, failed: this.texts.statusFailed,
    };
    this.status.className = `ej-terminal__status ej-terminal__status--${status}`;
    this.status.textContent = message && status !== 'live' ? `${words[status]}: ${message}` : words[status];
  }

  private theme(): ITheme {
    const colour = (name: string): string => property(this.host, `--c-${name}`);
    const theme: ITheme = {
      background: colour('bg'), foreground: colour('text'), cursor: colour('accent'), cursorAccent: colour('bg'), selectionBackground: colour('selection'),
      scrollbarSliderBackground: colour('slider'), scrollbarSliderHoverBackground: colour('slider'), scrollbarSliderActiveBackground: colour('slider'),
    };
    colours.forEach((name, index) => {
      theme[name] = property(this.host, `--ansi-${index}`);
      theme[`bright${name[0]!.toUpperCase()}${name.slice(1)}` as 'brightRed'] = property(this.host, `--ansi-${index + 8}`);
    });
    return theme;
  }
}
