// Samples of a training that warms up, works and rests, every 2 s of a made-up clock.
const START = Date.parse('2026-03-01T08:00:00Z');
const sample = index => ({
  t: START + index * 2000,
  cpu: index % 40 < 4 ? 0.1 : 1.4 + Math.sin(index / 5) * 0.4,
  mem: 300e6 + Math.min(index, 200) * 3e6 + Math.sin(index / 9) * 2e7,
  dr: index % 17 === 0 ? 5e6 : 0,
  dw: 1e6,
  pids: 4,
});

export const resourcesHub = {
  async Watch({ since }, item, signal) {
    const known = since === null ? 0 : (since - START) / 2000 + 1;
    item({ points: Array.from({ length: Math.max(0, 180 - known) }, (_, index) => sample(known + index)), limits: { cpuRequest: 1, cpuLimit: 2, memRequest: 512 * 2 ** 20, memLimit: 2 ** 30 }, note: 'Memory is measured, its limit is not enforced on this machine.' });
    for (let index = Math.max(180, known); index < 400 && !signal.aborted; index++) {
      await new Promise(done => setTimeout(done, 200));
      item({ points: [sample(index)] });
    }
    item({ end: true });
  },
};
