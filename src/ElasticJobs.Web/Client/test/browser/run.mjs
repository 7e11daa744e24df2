// Drives the built views in a real browser. CHROMIUM names the executable where it is not /usr/bin/chromium.
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const { server, url } = await serve();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
let failures = 0;
try {
  for (const file of (await readdir(here)).filter(name => name.endsWith('.browser.mjs')).sort()) {
    if (wanted.length > 0 && !wanted.some(word => file.includes(word))) continue;
    const { page: path, tests } = await import(join(here, file));
    for (const [name, test] of Object.entries(tests)) {
      const context = await browser.newContext({ viewport: { width: 1400, height: 800 } });
      const page = await context.newPage();
      const errors = [];
      page.on('pageerror', error => errors.push(error.message));
      page.on('console', message => message.type() === 'error' && !message.text().includes('404') && errors.push(message.text()));
      page.setDefaultTimeout(6_000);
      const started = performance.now();
      try {
        await page.goto(url + path);
        await page.waitForFunction(() => window.demo);
        await test(page);
        if (errors.length > 0) throw new Error(`The page reported: ${errors.join(' | ')}`);
        console.log(`ok   ${file} ${name} (${Math.round(performance.now() - started)} ms)`);
      } catch (error) {
        failures++;
        console.log(`FAIL ${file} ${name}: ${error.message.split('\n')[0]} ${error.stack.match(/[\w.-]+browser\.mjs:\d+/)?.[0] ?? ''} ${errors.join(' | ')}`);
        if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name.replace(/\W+/g, '-')}.png`) });
      } finally {
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  server.close();
  server.closeAllConnections();
}
process.exitCode = failures === 0 ? 0 : 1;
