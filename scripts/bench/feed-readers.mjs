// Readers of the revocation feed, in a separate process: `COUNT` streams of one node. Notes when each of them read each token's item, by
// the machine's monotonic clock, which all processes share.
import { Agent, request } from 'node:http';

const { COUNT: count, URL: url } = process.env;
/** By token, the time at which each reader read it. */
const times = new Map();

const { cursor } = await (await fetch(url)).json();
const agent = new Agent({ maxSockets: Infinity });
await Promise.all(Array.from({ length: Number(count) }, open));
process.on('message', () => process.send([...times]));
process.send('ready');

/** Resolves at the first heartbeat. */
function open() {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { agent, headers: { Accept: 'text/event-stream', 'Last-Event-ID': cursor } },
      (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`the feed answers ${answer.statusCode}`));
        let rest = '';
        answer.setEncoding('latin1').on('data', (text) => {
          resolve();
          if (rest === '' && text === ':\n\n') return;
          const at = nowMs();
          const events = (rest + text).split('\n\n');
          rest = events.pop();
          for (const event of events) note(event, at);
        });
        answer.on('close', () => reject(new Error('the feed has ended')));
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

function note(event, at) {
  const [, jti] = /"jti":"([^"]+)"/.exec(event) ?? [];
  if (jti === undefined) return;
  const seen = times.get(jti);
  if (seen === undefined) times.set(jti, [at]);
  else seen.push(at);
}

function nowMs() {
  return Number(process.hrtime.bigint()) / 1e6;
}
