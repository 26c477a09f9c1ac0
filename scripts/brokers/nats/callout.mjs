// The auth callout of NATS: asks devauth about every client that connects, and gives it the permissions of its device.
//
//   node callout.mjs --new-key FILE     makes the key that answers are signed with, and prints its public part for nats.conf
//   node callout.mjs                    serves; settings are in the environment:
//     NATS_ADDRESS       host:port of NATS (127.0.0.1:4222)
//     CALLOUT_PASSWORD   of the user `callout`
//     CALLOUT_KEY_FILE   what --new-key made
//     DEVAUTH_BROKERS    http://devauth:8081/api/internal/v1/devauth/brokers
//     DEVAUTH_INTERNAL_API_KEY, where devauth has one
//
// Needs Node and nothing else. Run two of them: NATS gives each request to one.
import { createHash, createPrivateKey, createPublicKey, randomBytes, randomUUID, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';

const SUBJECT = '$SYS.REQ.USER.AUTH';
const [option, file] = process.argv.slice(2);
if (option === '--new-key') {
  const seed = randomBytes(32);
  writeFileSync(file, seed.toString('hex'), { mode: 0o600, flag: 'wx' });
  console.log(signerOf(seed).issuer);
} else {
  serve();
}

function serve() {
  const { NATS_ADDRESS = '127.0.0.1:4222', CALLOUT_PASSWORD: pass, CALLOUT_KEY_FILE: keyFile } = process.env;
  const [host, port] = NATS_ADDRESS.split(':');
  const signer = signerOf(Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'hex'));
  const socket = connect(Number(port), host);
  const write = (text) => socket.write(text);
  write(`CONNECT ${JSON.stringify({ user: 'callout', pass, verbose: false, name: 'devauth callout' })}\r\n`);
  write(`SUB ${SUBJECT} devauth 1\r\nPING\r\n`);
  let bytes = Buffer.alloc(0);
  socket.on('data', (more) => {
    bytes = Buffer.concat([bytes, more]);
    for (let line = lineIn(bytes); line !== undefined; line = lineIn(bytes)) {
      const [verb, , , ...rest] = line.text.split(' ');
      const size = verb === 'MSG' ? Number(rest.at(-1)) : 0;
      if (bytes.length < line.end + size + (size && 2)) return;
      const payload = bytes.subarray(line.end, line.end + size).toString();
      bytes = bytes.subarray(line.end + size + (size && 2));
      if (verb === 'PING') write('PONG\r\n');
      if (verb === '-ERR') stop(line.text);
      if (verb === 'MSG')
        void answer(payload, signer).then((jwt) => write(`PUB ${rest[0]} ${jwt.length}\r\n${jwt}\r\n`));
    }
  });
  socket.on('error', (error) => stop(error.message));
  socket.on('close', () => stop('NATS has closed the connection')); // the service manager starts it again
}

/** Of QoS 1, to all clients of MQTT. NATS lets none of them subscribe to it, but any other client that may. */
const DELIVERIES = ['$MQTT.sub.>'];

const stop = (why) => {
  console.error(why);
  process.exit(1);
};

function lineIn(bytes) {
  const at = bytes.indexOf('\r\n');
  return at < 0 ? undefined : { text: bytes.toString('utf8', 0, at), end: at + 2 };
}

async function answer(request, { issuer, jwtOf }) {
  const { nats } = JSON.parse(Buffer.from(request.split('.')[1], 'base64url').toString());
  const { user_nkey: sub, connect_opts: options, client_info: client, server_id: server } = nats;
  const verdict = await ask(options, client).catch((error) => ({ result: 'deny', reason: error.message }));
  const about = { iss: issuer, sub, aud: server.id };
  if (verdict.result !== 'allow')
    return jwtOf({ ...about, nats: { type: 'authorization_response', version: 2, error: verdict.reason } });
  const { publish, subscribe } = verdict.topics;
  const user = {
    ...{ type: 'user', version: 2, subs: -1, data: -1, payload: -1 },
    pub: { allow: publish.flatMap(subjectsOf) },
    sub: { allow: [...subscribe.flatMap(subjectsOf), ...(client.type === 'mqtt' ? DELIVERIES : [])] },
  };
  const jwt = jwtOf({
    ...{ iss: issuer, sub, aud: 'DEVICES', name: verdict.device, exp: verdict.expires_at },
    nats: user,
  });
  return jwtOf({ ...about, nats: { type: 'authorization_response', version: 2, jwt } });
}

/** The token is the password, of MQTT and NATS clients, or the token of NATS. */
async function ask({ user, pass, auth_token: token }, { mqtt_id, client_id }) {
  const body = {
    step: 'connect',
    token: pass || token || '',
    username: user ?? '',
    client_id: mqtt_id ?? client_id ?? '',
  };
  const key = process.env.DEVAUTH_INTERNAL_API_KEY;
  const response = await fetch(`${process.env.DEVAUTH_BROKERS}/generic`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(key && { 'X-API-KEY': key }) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(2000),
  });
  return response.ok ? response.json() : { result: 'deny', reason: 'unavailable' };
}

/** `devices/d1/#` is `devices.d1` and `devices.d1.>`. A level with a dot or a wildcard of NATS has no subject. */
function subjectsOf(topic) {
  const levels = topic.split('/');
  const isBelow = levels.at(-1) === '#';
  if (isBelow) levels.pop();
  if (levels.some((level) => level === '' || /[.*>\s]/.test(level))) return [];
  return isBelow ? [levels.join('.'), `${levels.join('.')}.>`] : [levels.join('.')];
}

/** NATS signs its JWTs with an Ed25519 key of an account, and names keys in base32 with a checksum. */
function signerOf(seed) {
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  const issuer = nkey(Buffer.concat([Buffer.from([0]), raw])); // 0: an account, A…
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwtOf = (claims) => {
    const named = {
      jti: createHash('sha256').update(randomUUID()).digest('hex'),
      iat: Math.floor(Date.now() / 1000),
      ...claims,
    };
    const text = `${encode({ typ: 'JWT', alg: 'ed25519-nkey' })}.${encode(named)}`;
    return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
  };
  return { issuer, jwtOf };
}

function nkey(bytes) {
  const checksum = crc16(bytes);
  const whole = [...bytes, checksum & 255, checksum >> 8];
  const bits = whole.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

/** CRC-16/XMODEM. */
function crc16(bytes) {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}
