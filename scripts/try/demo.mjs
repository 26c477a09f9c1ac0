// `npm run demo`: five simulated devices of three key types enrol at a running server, and every step is shown. The server is `npm
// start` in another terminal; DEVAUTH_SERVER, DEVAUTH_INTERNAL_SERVER and DEVAUTH_TOKEN_FILE name another one.
import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

const server = process.env.DEVAUTH_SERVER ?? 'http://127.0.0.1:8080';
const internal = process.env.DEVAUTH_INTERNAL_SERVER ?? 'http://127.0.0.1:8081';
const tokenFile = process.env.DEVAUTH_TOKEN_FILE ?? 'data/operator.token';
const management = `${server}/api/management/v2/devauth`;

const KINDS = {
  'RSA 2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  Ed25519: () => generateKeyPairSync('ed25519'),
};

function makeDevice(index) {
  const names = Object.keys(KINDS);
  const kind = names[index % names.length];
  const { privateKey } = KINDS[kind]();
  const pubkey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
  return {
    name: `device ${index + 1}`,
    kind,
    privateKey,
    pubkey,
    identity: { mac: `02:${randomBytes(5).toString('hex')}`, sn: `DEMO-${index + 1}` },
  };
}

/** The request of a device: its identity and public key, and a signature over exactly the bytes of the body. */
async function askForToken(device) {
  const body = JSON.stringify({ id_data: JSON.stringify(device.identity), pubkey: device.pubkey });
  const hash = device.kind === 'Ed25519' ? null : 'sha256';
  const signature = sign(hash, Buffer.from(body), device.privateKey).toString('base64');
  const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature };
  return call(`${server}/api/devices/v1/authentication/auth_requests`, { method: 'POST', headers, body });
}

async function call(url, options = {}) {
  const response = await fetch(url, options);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

async function manage(path, { method = 'GET', body } = {}) {
  const headers = { Authorization: `Bearer ${operatorToken}`, ...(body && { 'Content-Type': 'application/json' }) };
  return call(management + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
}

const verify = (token) =>
  call(`${internal}/api/internal/v1/devauth/tokens/verify`, {
    headers: { Authorization: `Bearer ${token}`, 'X-Devauth-Explain': '1' },
  });

const say = (text) => process.stdout.write(`${text}\n`);
const step = (text) => say(`\n${text}`);
const show = (who, what) => say(`  ${who.padEnd(10)} ${what}`);

function expect(answer, status, what) {
  if (answer.status === status) return answer;
  say(`\n${what}: expected ${status}, got ${answer.status} ${answer.text}`);
  process.exit(1);
}

function readToken() {
  try {
    return readFileSync(tokenFile, 'utf8').trim();
  } catch {
    say(`${tokenFile} cannot be read. Start the service first: npm start`);
    process.exit(1);
  }
}

const operatorToken = readToken();
const devices = Array.from({ length: 5 }, (_, index) => makeDevice(index));
const [preauthorized, ...others] = devices;

step('1  The factory preauthorizes the first device: it will be let in when it comes.');
expect(
  await manage('/devices', {
    method: 'POST',
    body: { identity_data: preauthorized.identity, pubkey: preauthorized.pubkey },
  }),
  201,
  'preauthorize',
);
show(preauthorized.name, `${preauthorized.kind.padEnd(9)} preauthorized`);

step('2  All five ask for a token, each with a request signed by its own key.');
for (const device of devices) {
  const answer = expect(await askForToken(device), device === preauthorized ? 200 : 401, device.name);
  device.token = answer.status === 200 ? answer.text : undefined;
  show(
    device.name,
    `${device.kind.padEnd(9)} ${answer.status} ${device.token ? 'a token' : 'not yet: it waits for an operator'}`,
  );
}

step('3  The operator sees who is waiting, accepts three and rejects one.');
for (const [index, device] of others.entries()) {
  const waiting = JSON.parse(expect(await manage('/devices?status=pending&per_page=500'), 200, 'list').text);
  const found = waiting.find(({ identity_data: identity }) => identity.mac === device.identity.mac);
  const status = index === others.length - 1 ? 'rejected' : 'accepted';
  const path = `/devices/${found.id}/auth/${found.auth_sets[0].id}/status`;
  expect(await manage(path, { method: 'PUT', body: { status } }), 204, 'decide');
  Object.assign(device, { path, status });
  show(device.name, `${device.kind.padEnd(9)} ${status}`);
}

step('4  They ask again, as devices do every few minutes.');
for (const device of others) {
  const answer = expect(await askForToken(device), device.status === 'accepted' ? 200 : 401, device.name);
  device.token = answer.status === 200 ? answer.text : undefined;
  show(
    device.name,
    device.token
      ? `token ${createHash('sha256').update(device.token).digest('hex').slice(0, 12)}… (its digest)`
      : '401',
  );
}

step('5  A gateway asks on every call: is this token good?');
for (const device of devices.filter(({ token }) => token)) {
  const answer = expect(await verify(device.token), 200, 'verify');
  show(device.name, `200 X-MEN-Device-Id: ${answer.headers.get('x-men-device-id')}`);
}

step('6  The operator rejects the second device: its token is refused from this moment on.');
expect(await manage(others[0].path, { method: 'PUT', body: { status: 'rejected' } }), 204, 'reject');
const refused = expect(await verify(others[0].token), 401, 'verify');
show(others[0].name, `401 X-MEN-Deny-Reason: ${refused.headers.get('x-men-deny-reason')}`);
say('\nThe devices stay; `npx devauth devices list` shows them.');
