import { html } from '../shared/dom';
import { icon } from '../shared/icons';
import { fill, type Texts } from '../shared/texts';
import type { HubStatus } from '../shared/hub';
import type { TimeFormat } from './line-row';
import type { Filter } from './rows';
import type { LogText } from './texts';

export interface ToolbarTarget {
  search(text: string, caseSensitive: boolean): void;
  step(backwards: boolean): void;
  leaveSearch(): void;
  filter(filter: Filter): void;
  time(format: TimeFormat): void;
  wrap(on: boolean): void;
  follow(): void;
  copy(): void;
}

const SEARCH_DELAY = 250;

const statusTexts: Record<HubStatus, LogText> = {
  connecting: 'statusConnecting', live: 'statusLive', reconnecting: 'statusReconnecting', ended: 'statusEnded', failed: 'statusFailed',
};

export interface ToolbarState {
  time: TimeFormat;
  wrap: boolean;
  filter: Filter;
}

/** The row of controls above the log. */
export class Toolbar {
  readonly element = html('div', 'ej-log__bar', { role: 'toolbar' });
  private readonly status = html('span', 'ej-log__status', { role: 'status' });
  private readonly count = html('span', 'ej-log__count');
  private readonly input = html('input', 'ej-log__input', { type: 'search', spellcheck: 'false', autocomplete: 'off' });
  private readonly hits = html('span', 'ej-log__hits', { 'aria-live': 'polite' });
  private readonly matchCase = html('button', 'ej-log__button ej-log__case', { 'type': 'button', 'aria-pressed': 'false' }, 'Aa');
  private readonly previous: HTMLButtonElement;
  private readonly next: HTMLButtonElement;
  private readonly stream: HTMLSelectElement;
  private readonly level: HTMLSelectElement;
  private readonly time: HTMLSelectElement;
  private readonly wrap: HTMLButtonElement;
  private readonly follow: HTMLButtonElement;
  private readonly copy: HTMLButtonElement;
  private readonly download = html('a', 'ej-log__button', { download: true }, icon('download', 15));
  private timer = 0;

  constructor(private readonly target: ToolbarTarget, private readonly state: ToolbarState) {
    const button = (name: string, press: () => void): HTMLButtonElement => {
      const element = html('button', 'ej-log__button', { type: 'button' }, icon(name, 15));
      element.addEventListener('click', press);
      return element;
    };
    const select = (change: (value: string) => void): HTMLSelectElement => {
      const element = html('select', 'ej-log__select');
      element.addEventListener('change', () => change(element.value));
      return element;
    };
    this.previous = button('chevron-up', () => target.step(true));
    this.next = button('chevron-down', () => target.step(false));
    this.stream = select(value => target.filter(this.state.filter = { ...this.state.filter, stream: value as Filter['stream'] }));
    this.level = select(value => target.filter(this.state.filter = { ...this.state.filter, level: value as Filter['level'] }));
    this.time = select(value => target.time(this.state.time = value as TimeFormat));
    this.wrap = button('wrap', () => {
      this.state.wrap = !this.state.wrap;
      this.wrap.setAttribute('aria-pressed', String(this.state.wrap));
      target.wrap(this.state.wrap);
    });
    this.follow = button('end', () => target.follow());
    this.copy = button('copy', () => target.copy());
    this.matchCase.addEventListener('click', () => {
      this.matchCase.setAttribute('aria-pressed', String(!this.caseSensitive));
      this.searchNow();
    });
    this.input.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.searchNow(), SEARCH_DELAY);
    });
    this.input.addEventListener('keydown', event => this.onKey(event));
    this.element.append(
      this.status, this.count, html('span', 'ej-log__space'),
      html('span', 'ej-log__search', {}, this.input, this.hits, this.matchCase, this.previous, this.next),
      this.stream, this.level, this.time, this.wrap, this.follow, this.copy, this.download);
    this.showHits(0, 0, true, false);
  }

  private get caseSensitive(): boolean {
    return this.matchCase.getAttribute('aria-pressed') === 'true';
  }

  dress(texts: Texts<LogText>, download: string | null | undefined): void {
    const name = (element: HTMLElement, text: string): void => {
      element.title = text;
      element.setAttribute('aria-label', text);
    };
    const options = (element: HTMLSelectElement, value: string, choices: [string, string][]): void => {
      element.replaceChildren(...choices.map(([key, text]) => html('option', '', { value: key }, text)));
      element.value = value;
    };
    this.element.setAttribute('aria-label', texts.log);
    this.input.placeholder = texts.searchPlaceholder;
    name(this.input, texts.searchLabel);
    name(this.matchCase, texts.matchCase);
    name(this.previous, texts.previousHit);
    name(this.next, texts.nextHit);
    name(this.stream, texts.stream);
    name(this.level, texts.level);
    name(this.time, texts.time);
    name(this.wrap, texts.wrap);
    name(this.follow, texts.follow);
    name(this.copy, texts.copy);
    name(this.download, texts.download);
    options(this.stream, this.state.filter.stream, [['all', texts.streamAll], ['out', texts.streamOut], ['err', texts.streamErr]]);
    options(this.level, this.state.filter.level, [['all', texts.levelAll], ['warn', texts.levelWarn], ['error', texts.levelError]]);
    options(this.time, this.state.time, [['off', texts.timeOff], ['relative', texts.timeRelative], ['local', texts.timeLocal], ['utc', texts.timeUtc]]);
    this.wrap.setAttribute('aria-pressed', String(this.state.wrap));
    this.download.hidden = !download;
    if (download) this.download.href = download;
    this.texts = texts;
  }

  private texts: Texts<LogText> | null = null;

  showStatus(status: HubStatus, message?: string): void {
    this.status.className = `ej-log__status ej-log__status--${status}`;
    const text = this.texts?.[statusTexts[status]] ?? status;
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.title = message ?? '';
  }

  showCount(text: string): void {
    if (this.count.textContent !== text) this.count.textContent = text;
  }

  showFollow(on: boolean): void {
    this.follow.setAttribute('aria-pressed', String(on));
  }

  showHits(index: number, count: number, complete: boolean, searching: boolean): void {
    const { texts } = this;
    const none = count === 0 && complete;
    this.hits.textContent = !searching || !texts ? '' : none ? texts.noHits : fill(complete ? texts.hits : texts.hitsMore, { index: index || '\u2026', count });
    this.hits.classList.toggle('ej-log__hits--none', searching && none);
    this.previous.disabled = this.next.disabled = !searching || none;
  }

  focusSearch(): void {
    this.input.focus();
    this.input.select();
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private searchNow(): void {
    clearTimeout(this.timer);
    this.timer = 0;
    this.target.search(this.input.value, this.caseSensitive);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      if (this.timer) this.searchNow();
      else this.target.step(event.shiftKey);
    } else if (event.key === 'Escape') {
      this.input.value = '';
      this.searchNow();
      this.target.leaveSearch();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
