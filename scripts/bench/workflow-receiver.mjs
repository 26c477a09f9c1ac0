// A workflow server that takes every call: it reads the body and answers 201, as Mender's does. Prints its address. A GET is answered
// with the number of calls so far.
import { createServer } from 'node:http';

let taken = 0;
const server = createServer((request, response) => {
  if (request.method === 'GET') return response.end(String(taken));
  request.resume();
  request.on('end', () => {
    taken += 1;
    response.writeHead(201, { 'Content-Type': 'application/json' }).end(`{"id":"${taken}","name":"job"}`);
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`listening http://127.0.0.1:${server.address().port}\n`));
