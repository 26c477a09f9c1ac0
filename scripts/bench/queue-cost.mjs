// Measures what the bound of pipelined requests costs a request that is alone on its connection: the two questions that
// `request-queue` answers for it, asked 200,000 times about the socket of a real connection, beside a loop that asks nothing. Run
// by hand:
//   node scripts/build.mjs && node scripts/bench/queue-cost.mjs
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { inTurn, isTurnedAway } from '../../dist/http/server/request-queue.js';
import { median } from './table.mjs';

const ROUNDS = 15;
const REQUESTS = 200_000;

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const [[socket], client] = await Promise.all([once(server, 'connection'), connect(server.address().port, '127.0.0.1')]);

/** The socket after reads: each request arrived with a read of its own. */
let reads = 0;
const { get: bytesRead } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(socket), 'bytesRead');
Object.defineProperty(socket, 'bytesRead', { get: () => bytesRead.call(socket) + (reads += 1) });

let begun = 0;
const begin = () => (begun += 1);
const queued = inTurn(begin);
/** A request whose answer has been sent when the next one arrives, with a read of its own. */
const exchange = () => [{ socket, complete: true }, { destroyed: true }];

const bare = timeOf((request, response) => begin(request, response));
const bounded = timeOf((request, response) => {
  if (!isTurnedAway(request)) queued(request, response);
});

const [without, withBound] = [[], []];
for (let round = 0; round < ROUNDS; round += 1) {
  without.push(bare());
  withBound.push(bounded());
}
if (begun !== 2 * ROUNDS * REQUESTS) throw new Error(`${begun} requests were begun`);
const cost = withBound.map((time, round) => time - without[round]);
console.log(
  `the bound costs ${median(cost).toFixed(0)} ns a request (${ROUNDS} rounds of ${REQUESTS}, ${spread(cost)})`,
);
client.destroy();
server.close();
socket.destroy();

/** Returns a function that runs all requests once and returns the nanoseconds of one. */
function timeOf(serve) {
  return () => {
    const began = process.hrtime.bigint();
    for (let index = 0; index < REQUESTS; index += 1) serve(...exchange());
    return Number(process.hrtime.bigint() - began) / REQUESTS;
  };
}

function spread(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return `${sorted[0].toFixed(0)} to ${sorted.at(-1).toFixed(0)} ns`;
}
