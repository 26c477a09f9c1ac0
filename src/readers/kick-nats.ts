// Ends the sessions of a device at NATS, with the few lines of its protocol that this takes.
//
// A user of the system account asks for the connections of the device. Every server of the cluster answers for itself, and is asked to end
// each connection that it named. How many servers there are is not known: the work is done when all have ended their connections and none
// has said anything for a moment. The name of a connection is the device id, because callout.mjs gives it that name.
import { connect, type Socket } from 'node:net';

export interface NatsAdmin {
  readonly url: string;
  /** `user:password` of a user of the system account. */
  readonly credential: string;
  readonly signal: AbortSignal;
}

const DEFAULT_PORT = 4222;
const QUIET_MS = 250;
const MAX_BYTES = 8 * 1024 * 1024;
const CONNECTIONS = '$SYS.REQ.SERVER.PING.CONNZ';
/** The subscription to the answers of each kind. */
const [LISTS, KICKS] = ['1', '2'];

/** Resolves when the sessions have ended, or there are none. */
export async function kickAtNats({ url, credential, signal }: NatsAdmin, device: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port) || DEFAULT_PORT, hostname);
  try {
    await converse(socket, { credential, signal, device });
  } finally {
    socket.destroy();
  }
}

type Asked = Pick<NatsAdmin, 'credential' | 'signal'> & { readonly device: string };

function converse(socket: Socket, { credential, signal, device }: Asked): Promise<void> {
  const inbox = `_INBOX.devauth.${Math.random().toString(36).slice(2)}`;
  const publish = (subject: string, reply: string, value: object): void => {
    const text = JSON.stringify(value);
    socket.write(`PUB ${subject} ${reply} ${Buffer.byteLength(text)}\r\n${text}\r\n`);
  };
  const at = credential.indexOf(':');
  const [user, pass] = [credential.slice(0, at), credential.slice(at + 1)];
  socket.write(`CONNECT ${JSON.stringify({ user, pass, verbose: false, pedantic: false, name: 'devauth' })}\r\n`);
  socket.write(`SUB ${inbox}.lists ${LISTS}\r\nSUB ${inbox}.kicks ${KICKS}\r\n`);
  publish(CONNECTIONS, `${inbox}.lists`, { auth: true, user: device });

  return new Promise((resolve, reject) => {
    let hasAnswer = false;
    let kicking = 0;
    const fail = (why: string): void => reject(new Error(`NATS ${why}`));
    const take = ({ verb, subscription, payload }: Line): void => {
      if (verb === 'PING') socket.write('PONG\r\n');
      if (verb === '-ERR') fail('refused the request');
      if (subscription === KICKS) kicking -= 1; // also if the connection had ended already
      if (subscription !== LISTS) return;
      const { server, connections } = readList(payload);
      hasAnswer = true;
      kicking += connections.length;
      for (const cid of connections) publish(`$SYS.REQ.SERVER.${server}.KICK`, `${inbox}.kicks`, { cid });
    };
    const read = createLines(take);
    socket.on('data', (bytes) => {
      try {
        read(bytes);
      } catch (error) {
        fail(error instanceof Error ? error.message : 'answered what cannot be read');
      }
    });
    socket.setTimeout(QUIET_MS, () => {
      if (hasAnswer && kicking <= 0) resolve();
    });
    socket.on('error', (error) => fail(error.message)).on('close', () => fail('closed the connection'));
    signal.addEventListener('abort', () => fail('gave no answer in time'), { once: true });
  });
}

interface Line {
  readonly verb: string;
  readonly subscription?: string | undefined;
  readonly payload: string;
}

/** Returns how to read bytes: calls `take` with each line of the protocol, and with the payload of a message. */
function createLines(take: (line: Line) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    if (rest.length > MAX_BYTES) throw new Error('answered too much');
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const [verb = '', , subscription, ...others] = rest.toString('latin1', 0, end).split(' ');
      const isMessage = verb === 'MSG';
      const size = isMessage ? Number(others.at(-1)) : 0;
      const next = end + 2 + (isMessage ? size + 2 : 0);
      if (!Number.isSafeInteger(size) || size < 0) throw new Error('answered what cannot be read');
      if (rest.length < next) return;
      const payload = rest.toString('utf8', end + 2, end + 2 + size);
      rest = rest.subarray(next);
      take({ verb, payload, ...(isMessage && { subscription }) });
    }
  };
}

function readList(text: string): { readonly server: string; readonly connections: readonly number[] } {
  const answer: unknown = JSON.parse(text);
  const { server, data } = fieldsOf(answer);
  const { id } = fieldsOf(server);
  const { connections } = fieldsOf(data);
  if (typeof id !== 'string' || !/^\w+$/.test(id) || !Array.isArray(connections))
    throw new Error('answered no list of connections');
  const cids = connections.map((one: unknown) => fieldsOf(one)['cid']);
  return { server: id, connections: cids.filter((cid) => typeof cid === 'number') };
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
