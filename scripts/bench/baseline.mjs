// The bare servers of the ratios, in a separate process: one answers 204, one answers with the headers of verify from a Map by the
// text of `Authorization`, and Express answers 204. The process keeps an object of `process.nextTick`, as the service does: without it, a
// bare server takes 10 or 13 µs for a request, and which of them is chance.
import express from 'express';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { keepFirstTick } from '../../dist/cli/first-tick.js';

keepFirstTick();

const REQUEST_ID = 5;
const heads = new Map();

function withHeaders({ rawHeaders }, response) {
  const authorization = rawHeaders[rawHeaders.indexOf('Authorization') + 1];
  let head = heads.get(authorization);
  if (head === undefined) heads.set(authorization, (head = headOf(authorization)));
  response.writeHead(200, head).end();
}

/** Answers like verify: the same names, and values of the same length. */
function headOf(authorization) {
  const { jti, sub, exp } = JSON.parse(Buffer.from(authorization.split('.')[1], 'base64url'));
  const head = ['Content-Length', '0', 'Cache-Control', 'no-store', 'X-MEN-RequestID', '', 'X-MEN-Device-Id', sub];
  head[REQUEST_ID] = jti;
  const more = {
    'X-MEN-Tenant-Id': 'default',
    'X-MEN-Token-Id': jti,
    'X-MEN-Token-Exp': exp,
    'X-MEN-Auth-Set-Id': sub,
  };
  return [...head, ...Object.entries(more).flat().map(String)];
}

const app = express();
app.disable('x-powered-by');
app.use((_req, res) => res.status(204).end());
const servers = {
  bare: createServer((_req, res) => res.writeHead(204).end()),
  headers: createServer(withHeaders),
  express: createServer(app),
};
const urls = {};
for (const [name, server] of Object.entries(servers)) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  urls[name] = `http://127.0.0.1:${server.address().port}/`;
}
console.log(JSON.stringify(urls));
