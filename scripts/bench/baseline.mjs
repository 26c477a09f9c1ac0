// What the ratios are to: servers that do nothing but answer 204.
import express from 'express';
import { once } from 'node:events';
import { createServer } from 'node:http';

const app = express();
app.disable('x-powered-by');
app.use((_req, res) => res.status(204).end());
const servers = [createServer((_req, res) => res.writeHead(204).end()), createServer(app)];
const urls = [];
for (const server of servers) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  urls.push(`http://127.0.0.1:${server.address().port}/`);
}
console.log(JSON.stringify({ bare: urls[0], express: urls[1] }));
