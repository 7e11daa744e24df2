// Logs that need no task: line n is always the same.
const START = Date.parse('2026-03-01T08:00:00Z');

export const line = n => {
  const time = START + n * 37;
  if (n % 97 === 5) return { n, t: time, s: 1, x: `\x1b[31mERROR\x1b[0m worker 3: shard ${n} could not be read, trying again` };
  if (n % 41 === 7) return { n, t: time, s: 0, x: `\x1b[1;33mWARN\x1b[0m learning rate lowered to \x1b[38;5;208m${(1 / (n + 1)).toFixed(6)}\x1b[0m` };
  if (n % 23 === 3) return { n, t: time, s: 0, x: `epoch ${n}:  10%|█         |\repoch ${n}:  60%|██████    |\repoch ${n}: 100%|██████████| \x1b[32mdone\x1b[0m` };
  if (n % 61 === 9) return { n, t: time, s: 0, x: `a long line ${'with many words '.repeat(30)}and an end` };
  return { n, t: time, s: 0, x: `\x1b[2m${n}\x1b[0m step=${n} loss=\x1b[36m${(2 / (1 + n * 0.01)).toFixed(5)}\x1b[0m accuracy=${(1 - 1 / (1 + n * 0.02)).toFixed(4)}` };
};

const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

const logs = new Map();
const logOf = task => {
  if (!logs.has(task)) {
    const [kind, size] = task.split('-');
    logs.set(task, { total: kind === 'busy' || kind === 'slow' ? 0 : Number(size), rate: kind === 'busy' ? 10_000 : kind === 'slow' ? 20 : 0, most: Number(size), began: Date.now() });
  }
  const log = logs.get(task);
  if (log.rate > 0) log.total = Math.min(log.most, Math.floor(((Date.now() - log.began) * log.rate) / 1000));
  return log;
};
const slice = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, index) => line(from + index));

export const logsHub = {
  async Follow({ task, from }, item, signal) {
    let next = from < 0 ? Math.max(0, logOf(task).total + from) : from;
    while (!signal.aborted) {
      const log = logOf(task);
      const end = log.total >= log.most;
      let gap;
      if (task.startsWith('gappy') && next === 0) {
        item({ lines: slice(0, 100), total: log.total, end: false });
        gap = { from: 100, to: log.total - 100 };
        next = log.total - 100;
      }
      if (log.total > next || end) item({ lines: slice(next, log.total), total: log.total, end, gap });
      next = log.total;
      if (end) return;
      await pause(50);
    }
  },
  Read({ task, from, limit }) {
    const { total, most } = logOf(task);
    return { lines: slice(from, Math.min(total, from + limit)), total, end: total >= most };
  },
  Search({ task, text, caseSensitive, from, backwards, limit }) {
    const { total } = logOf(task);
    const hits = [];
    const what = caseSensitive ? text : text.toLowerCase();
    let n = from;
    for (let scanned = 0; n >= 0 && n < total && scanned < 100_000 && hits.length < limit; n += backwards ? -1 : 1, scanned++) {
      const shown = line(n).x.slice(line(n).x.lastIndexOf('\r') + 1).replace(/\x1b\[[0-9;]*m/g, '');
      if ((caseSensitive ? shown : shown.toLowerCase()).includes(what)) hits.push({ n });
    }
    return { hits, scannedTo: n, done: n < 0 || n >= total };
  },
};
