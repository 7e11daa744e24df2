// The server side of SignalR's JSON protocol over server-sent events: enough to stand in for the console's hubs.
import { randomUUID } from 'node:crypto';

const END = '\x1e';

export function hubServer(hubs) {
  const connections = new Map();

  const send = (connection, message) => connection.response?.write(`data: ${JSON.stringify(message)}${END}\r\n\r\n`);

  function receive(connection, message) {
    if (message.protocol) {
      send(connection, {});
      return;
    }
    const { type, target, invocationId, arguments: args } = message;
    if (type === 5) connection.streams.get(invocationId)?.abort();
    if (type !== 1 && type !== 4) return;
    const handler = connection.hub[target];
    if (!handler) {
      send(connection, { type: 3, invocationId, error: `HubException: no method ${target}` });
      return;
    }
    const ends = new AbortController();
    connection.streams.set(invocationId, ends);
    const reply = type === 4
      ? handler(...args, item => send(connection, { type: 2, invocationId, item }), ends.signal)
      : handler(...args);
    Promise.resolve(reply).then(
      result => invocationId !== undefined && !ends.signal.aborted && send(connection, { type: 3, invocationId, ...(type === 1 ? { result: result ?? null } : {}) }),
      error => send(connection, { type: 3, invocationId, error: error.message }));
  }

  function drop(id) {
    const connection = connections.get(id);
    connections.delete(id);
    for (const ends of connection?.streams.values() ?? []) ends.abort();
    connection?.response?.end();
  }

  return {
    /** Cuts every connection, as a restarted server does. */
    cut: () => [...connections.keys()].forEach(drop),
    handle(request, response) {
      const url = new URL(request.url, 'http://x');
      const [, , name, action] = url.pathname.split('/');
      const id = url.searchParams.get('id');
      if (action === 'negotiate') {
        const connectionToken = randomUUID();
        connections.set(connectionToken, { hub: hubs[name], streams: new Map(), response: null });
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ negotiateVersion: 1, connectionId: connectionToken, connectionToken, availableTransports: [{ transport: 'ServerSentEvents', transferFormats: ['Text'] }] }));
        return;
      }
      const connection = connections.get(id);
      if (!connection) {
        response.writeHead(404).end();
      } else if (request.method === 'GET') {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
        response.write(':\r\n');
        connection.response = response;
        request.on('close', () => drop(id));
      } else if (request.method === 'DELETE') {
        drop(id);
        response.writeHead(202).end();
      } else {
        let body = '';
        request.on('data', chunk => (body += chunk));
        request.on('end', () => {
          response.writeHead(200).end();
          for (const part of body.split(END)) if (part) receive(connection, JSON.parse(part));
        });
      }
    },
  };
}
