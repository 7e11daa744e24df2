// A session that answers every line with itself; what it wrote is replayed to whoever comes later.
const sessions = new Map();
const encode = text => Buffer.from(text).toString('base64');

const session = name => {
  if (!sessions.has(name)) sessions.set(name, { ring: 'Debug of \x1b[1;36mtrain-knn\x1b[0m, attempt 2\r\n\x1b[32m$\x1b[0m ', line: '', viewers: new Set(), sizes: [], ended: false });
  return sessions.get(name);
};
const write = (to, text) => {
  to.ring += text;
  for (const viewer of to.viewers) viewer({ data: encode(text) });
};

export const terminalHub = {
  async Attach({ session: name, cols, rows }, item, signal) {
    const it = session(name);
    it.sizes.push([cols, rows]);
    item({ data: encode(it.ring) });
    it.viewers.add(item);
    while (!signal.aborted && !it.ended) await new Promise(done => setTimeout(done, 50));
    it.viewers.delete(item);
    if (it.ended) item({ ended: true, reason: 'the shell was closed', exitCode: 3 });
  },
  Input(name, data) {
    const it = session(name);
    for (const character of Buffer.from(data, 'base64').toString()) {
      if (character !== '\r') {
        it.line += character;
        write(it, character);
        continue;
      }
      const { line } = it;
      it.line = '';
      if (line === 'exit') it.ended = true;
      else write(it, `\r\n${line === 'size' ? it.sizes.at(-1).join('x') : `you said: ${line}`}\r\n\x1b[32m$\x1b[0m `);
    }
  },
  Resize(name, cols, rows) {
    session(name).sizes.push([cols, rows]);
  },
};
