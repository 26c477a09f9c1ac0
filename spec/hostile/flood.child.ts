// A crowd with its own connections, in a separate process. Arguments: the address, the kind of flood, the number of requests, the
// number of connections, and the public key. Prints how many answers had each status.
import { Agent, request } from 'node:http';
import { connect } from 'node:net';

const [url = '', kind = 'unsigned', count = '2000', width = '64', pubkey = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(width) });
const PATH = '/api/devices/v1/authentication/auth_requests';

const BODIES: Readonly<Record<string, () => string>> = {
  unsigned: () => JSON.stringify({ id_data: '{"mac":"1"}', pubkey }),
  'badly signed': () => JSON.stringify({ id_data: `{"mac":"${Math.random()}"}`, pubkey }),
};

function ask(): Promise<number> {
  const body = BODIES[kind]?.() ?? '{}';
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...(kind === 'badly signed' && { 'X-MEN-Signature': Buffer.alloc(70, 0x30).toString('base64') }),
  };
  return new Promise((resolve) => {
    const sent = request(url + PATH, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.once('error', () => resolve(0));
    sent.end(body);
  });
}

/** A body without end, until it is cut off. */
function oversize(): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let status = 0;
    const chunks = kind === 'oversize' ? `4000\r\n${'x'.repeat(0x4000)}\r\n` : '1\r\nx\r\n'.repeat(4000);
    const pump = (): void => {
      while (socket.writable && status === 0 && socket.write(chunks));
    };
    socket.on('drain', pump);
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      status = Number(data.toString('latin1').split(' ')[1]);
      socket.destroy();
    });
    socket.once('close', () => resolve(status));
    socket.write(
      `POST ${PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    pump();
  });
}

const one = kind in BODIES ? ask : oversize;
const statuses: Record<string, number> = {};
let left = Number(count);

async function work(): Promise<void> {
  while (left > 0) {
    left -= 1;
    const status = await one();
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
}

await Promise.all(Array.from({ length: Number(width) }, work));
agent.destroy();
process.stdout.write(JSON.stringify(statuses));
