type Blazor = { reconnect?(): Promise<boolean> };

const ID = 'components-reconnect-modal';
const PREFIX = 'components-reconnect-';
/** Blazor tries by itself first, every few seconds; from here on the server is also asked whether it is back. */
const PATIENCE = 12_000;
const FIRST_PING = 1000;
const LONGEST_PING = 15_000;

const words = {
  en: { show: 'Connection lost. Reconnecting…', failed: 'The console does not answer. Trying again…', rejected: 'The console was restarted. Loading the page again…', retry: 'Try now' },
  zh: { show: '连接已断开，正在重新连接…', failed: '控制台没有响应，正在重试…', rejected: '控制台已重启，正在重新加载页面…', retry: '立即重试' },
};

type Stage = 'show' | 'failed' | 'rejected';

/** Gives Blazor its reconnection notice: not a wall in front of the page but a bar on it, which never gives up. */
export function watchReconnection(): void {
  const text = document.documentElement.lang.startsWith('zh') ? words.zh : words.en;
  const notice = document.getElementById(ID) ?? document.body.appendChild(build(text.retry));
  let stage: Stage | null = null;
  let since = 0;
  let delay = FIRST_PING;
  let timer = 0;

  const next = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void ping(), milliseconds);
  };

  async function ping(): Promise<void> {
    if (stage === null) return;
    const back = await answers();
    if (stage === null) return;
    if (back && stage === 'rejected') {
      location.reload();
      return;
    }
    if (back && (stage === 'failed' || Date.now() - since > PATIENCE) && await reconnect() === 'rejected') {
      location.reload();
      return;
    }
    delay = Math.min(LONGEST_PING, delay * 1.5);
    next(delay);
  }

  const read = (): void => {
    const now = stageOf(notice.classList);
    if (now === stage) return;
    if (stage === null) since = Date.now();
    stage = now;
    delay = FIRST_PING;
    clearTimeout(timer);
    if (stage === null) return;
    const line = notice.querySelector('[data-reconnect-text]');
    if (line) line.textContent = text[stage];
    next(stage === 'rejected' ? 0 : FIRST_PING);
  };

  new MutationObserver(read).observe(notice, { attributes: true, attributeFilter: ['class'] });
  notice.querySelector('[data-reconnect-retry]')?.addEventListener('click', () => {
    since = 0;
    next(0);
  });
  read();
}

function stageOf(classes: DOMTokenList): Stage | null {
  for (const stage of ['rejected', 'failed', 'show'] as const) if (classes.contains(PREFIX + stage)) return stage;
  if (classes.contains(`${PREFIX}retrying`)) return 'show';
  return classes.contains(`${PREFIX}paused`) || classes.contains(`${PREFIX}resume-failed`) ? 'failed' : null;
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

async function reconnect(): Promise<'connected' | 'rejected' | 'unreachable'> {
  const { Blazor: blazor } = window as unknown as { Blazor?: Blazor };
  if (!blazor?.reconnect) return 'rejected';
  try {
    return await blazor.reconnect() ? 'connected' : 'rejected';
  } catch {
    return 'unreachable';
  }
}

function build(retry: string): HTMLElement {
  const notice = document.createElement('div');
  notice.id = ID;
  notice.setAttribute('role', 'alert');
  notice.setAttribute('data-permanent', '');
  const line = document.createElement('span');
  line.setAttribute('data-reconnect-text', '');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = retry;
  button.setAttribute('data-reconnect-retry', '');
  notice.append(line, button);
  return notice;
}
