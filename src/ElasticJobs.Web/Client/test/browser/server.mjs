// Serves the built views and a demonstration page on a free port of this machine, under the console's own content security policy.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hubServer } from './hub.mjs';
import { logsHub } from './logs.mjs';
import { resourcesHub } from './resources.mjs';
import { terminalHub } from './terminals.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const roots = [join(here, 'pages'), resolve(here, '../../../../../wwwroot')];
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws:; object-src 'none'; base-uri 'self'";

export async function serve() {
  const hubs = hubServer({ logs: logsHub, resources: resourcesHub, terminal: terminalHub });
  const server = createServer(async (request, response) => {
    if (request.url.startsWith('/hubs/')) {
      hubs.handle(request, response);
      return;
    }
    if (request.url === '/healthz') {
      response.end('Healthy');
      return;
    }
    if (request.url === '/cut') {
      hubs.cut();
      response.end();
      return;
    }
    const path = normalize(new URL(request.url, 'http://x').pathname).replace(/^\/+/, '');
    for (const root of roots) {
      try {
        const body = await readFile(join(root, path));
        response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream', 'content-security-policy': policy });
        response.end(body);
        return;
      } catch {
        // The next root may have it.
      }
    }
    response.writeHead(404).end();
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return { server, url: `http://127.0.0.1:${server.address().port}/` };
}
