// A client of MQTT 3.1.1, with the few packets that specs need.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { within } from '../../src/time/within.ts';

export interface MqttOptions {
  readonly port: number;
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
}

export interface MqttClient {
  /** The return code of CONNACK; `closed` when the broker closed the connection instead. */
  readonly connack: number | 'closed';
  /** With QoS 1: `acked`, or `closed`. */
  publish(topic: string, payload: string): Promise<'acked' | 'closed'>;
  /** The granted QoS, 128 for a failure, or `closed`. */
  subscribe(filter: string): Promise<number | 'closed'>;
  /** The received messages, as `topic payload`. */
  readonly received: readonly string[];
  /** Resolves when the broker has closed the connection, with `performance.now()`. */
  readonly closed: Promise<number>;
  end(): void;
}

const WITHIN_MS = 20_000;
const [CONNACK, PUBLISH, PUBACK, SUBACK] = [2, 3, 4, 9];

export async function openMqtt(options: MqttOptions): Promise<MqttClient> {
  const socket = connect(options.port, '127.0.0.1');
  socket.on('error', () => undefined);
  const received: string[] = [];
  const waiting = new Map<number, (packet: Buffer) => void>();
  const closed = once(socket, 'close').then(() => performance.now());
  readPackets(socket, (type, packet) => {
    if (type !== PUBLISH) return waiting.get(type)?.(packet);
    const length = packet.readUInt16BE(0);
    received.push(`${packet.toString('utf8', 2, 2 + length)} ${packet.toString('utf8', 2 + length)}`);
  });
  const answer = async (type: number): Promise<Buffer | 'closed'> => {
    const packet = new Promise<Buffer>((resolve) => waiting.set(type, resolve));
    return within(
      WITHIN_MS,
      Promise.race([packet, closed.then(() => 'closed' as const)]),
      () => new Error(`no packet ${type}`),
    );
  };
  socket.write(connectPacket(options));
  const connack = await answer(CONNACK);
  return {
    connack: connack === 'closed' ? connack : (connack[1] ?? NaN),
    publish: async (topic, payload) => {
      socket.write(packetOf(0x32, Buffer.concat([text(topic), Buffer.from([0, 7]), Buffer.from(payload)])));
      return (await answer(PUBACK)) === 'closed' ? 'closed' : 'acked';
    },
    subscribe: async (filter) => {
      socket.write(packetOf(0x82, Buffer.concat([Buffer.from([0, 9]), text(filter), Buffer.from([0])])));
      const suback = await answer(SUBACK);
      return suback === 'closed' ? suback : (suback[2] ?? NaN);
    },
    received,
    closed,
    end: () => void socket.destroy(),
  };
}

function connectPacket({ clientId, username, password }: MqttOptions): Buffer {
  const flags = 0x02 | (username === undefined ? 0 : 0x80) | (password === undefined ? 0 : 0x40);
  const head = Buffer.concat([text('MQTT'), Buffer.from([4, flags, 0, 60])]);
  const fields = [clientId, username, password].filter((field) => field !== undefined);
  return packetOf(0x10, Buffer.concat([head, ...fields.map(text)]));
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

function packetOf(first: number, rest: Buffer): Buffer {
  const length: number[] = [];
  for (let left = rest.length; left > 0 || length.length === 0; left = Math.floor(left / 128))
    length.push((left % 128) + (left > 127 ? 128 : 0));
  return Buffer.concat([Buffer.from([first, ...length]), rest]);
}

/** Calls `take` with the type and the rest of each packet. */
function readPackets(socket: Socket, take: (type: number, rest: Buffer) => void): void {
  let bytes = Buffer.alloc(0);
  socket.on('data', (more: Buffer) => {
    bytes = Buffer.concat([bytes, more]);
    for (;;) {
      const packet = firstPacket(bytes);
      if (packet === undefined) return;
      bytes = bytes.subarray(packet.end);
      take(packet.type, packet.rest);
    }
  });
}

function firstPacket(
  bytes: Buffer,
): { readonly type: number; readonly rest: Buffer; readonly end: number } | undefined {
  let length = 0;
  for (let at = 1; at < Math.min(bytes.length, 5); at += 1) {
    const byte = bytes[at] ?? 0;
    length += (byte & 127) * 128 ** (at - 1);
    if (byte > 127) continue;
    const end = at + 1 + length;
    return bytes.length < end ? undefined : { type: (bytes[0] ?? 0) >> 4, rest: bytes.subarray(at + 1, end), end };
  }
  return undefined;
}
