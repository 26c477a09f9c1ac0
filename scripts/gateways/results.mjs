// Writes the results section of scripts/gateways/README.md from a run of spec/gateways: a row for each rule, a column for each proxy.
//   npm test -- spec/gateways --json --outputFile=FILE && node scripts/gateways/results.mjs FILE
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import { format, resolveConfig } from 'prettier';

const readme = new URL('README.md', import.meta.url);
const BETWEEN = /(<!-- results -->\n)[\s\S]*(<!-- \/results -->)/;
const envoy = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'devauth-ci', 'envoy', 'bin', 'envoy');

/** The proxies by the names of their specs, with the command that prints the version. */
const PROXIES = {
  nginx: { name: 'nginx', version: ['nginx', '-v'] },
  haproxy: { name: 'HAProxy', version: ['haproxy', '-v'] },
  caddy: { name: 'Caddy', version: ['caddy', 'version'] },
  envoy: { name: 'Envoy', version: [envoy, '--version'] },
  apache: { name: 'Apache httpd', version: ['apache2', '-v'] },
};

/** The rules of a gateway, and the titles of the tests for them. Each test shows one rule. */
const RULES = [
  ['The application learns who the device is, and does not see the token', /learns who it is/],
  ['The request id reaches the service and the application', /keeps its request id/],
  ['Large headers and a long path pass', /large headers/],
  ['A body reaches the application alone', /sends its body/],
  ['A WebSocket opens with a good token, and not without', /opens a WebSocket/],
  ["The application's own 401, 404, 500 and 503 pass unchanged", /of the application unchanged/],
  ['Without a good token: 401 as JSON that says how', /401 says how, as JSON/],
  ['Two tokens in one request are refused', /two tokens/],
  ['A rejected device is refused from its next call on', /on the very next call/],
  ['Identity headers of a client change nothing', /(plain|in another case|twice|empty) changes nothing/],
  ['the same with underscores', /underscores? changes nothing/],
  ['the same named by `Connection`', /named by Connection changes nothing/],
  ['The service is down, or answers neither 200 nor 401: 503 with `Retry-After`', /(is down|answers \d+) is 503/],
  ['The service hangs: 503 with `Retry-After`, in time', /hangs is 503/],
  ['The next call after the service came back is let in', /came back is let in/],
  ['Connections to the service are kept', /connections to the service are kept/],
  ['Public paths are answered by the public listener', /answered by the public listener/],
  ['The internal API is out of reach', /neither the internal API nor/],
  ['No attack without a token reaches anything', /without a token reaches neither/],
  ['No attack with a token gets another identity', /identity of that token and no other/],
  ['the same over HTTP/2 without TLS', /cannot name itself|reaches anything at|opens no tunnel/],
];

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: node scripts/gateways/results.mjs <result of jest --json>');
const run = JSON.parse(readFileSync(file, 'utf8'));
const resultsOf = new Map(
  run.testResults.map(({ name, assertionResults }) => [basename(name, '.spec.ts'), assertionResults]),
);
const testsOf = new Map(Object.keys(PROXIES).map((proxy) => [proxy, (resultsOf.get(proxy) ?? []).map(testOf)]));
const lines = [
  ['Rule', ...Object.values(PROXIES).map(({ name }) => name)],
  ['---', ...Object.keys(PROXIES).map(() => ':-:')],
  ...RULES.map(([rule]) => [rule, ...Object.keys(PROXIES).map((proxy) => cellOf(rule, testsOf.get(proxy) ?? []))]),
];
const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const text = `${headOf(run)}\n\n${table}`;
const present = readFileSync(readme, 'utf8');
if (!BETWEEN.test(present)) throw new Error('README.md has no <!-- results --> and <!-- /results --> lines');
const made = present.replace(BETWEEN, (_, begin, end) => `${begin}\n${text}\n\n${end}`);
const config = await resolveConfig(new URL('../../package.json', import.meta.url));
writeFileSync(readme, await format(made, { ...config, parser: 'markdown' }));

function testOf({ title, ancestorTitles, status, failureMessages }) {
  const rules = RULES.filter(([, titles]) => titles.test(title)).map(([rule]) => rule);
  // A proxy that cannot be used in CI is one failed test with its own title.
  if (rules.length !== 1 && ancestorTitles.length > 0)
    throw new Error(`"${title}" shows ${rules.length} rules; mend the table of scripts/gateways/results.mjs`);
  return { rule: rules[0], title, status, why: failureMessages.join('\n').split('\n')[0] };
}

/** A tick if every test of the rule passed, else the reason. A dash if the rule is not about this proxy. */
function cellOf(rule, tests) {
  const own = tests.filter((test) => test.rule === rule);
  const failed = own.find(({ status }) => status === 'failed');
  if (failed !== undefined) return `failed: ${failed.title} (${failed.why})`.replaceAll('|', '\\|');
  if (own.some(({ status }) => status !== 'passed')) return 'not installed';
  if (own.length > 0) return '✓';
  return tests.length > 0 ? '–' : 'not run';
}

function headOf({ startTime }) {
  const day = new Date(startTime).toISOString().slice(0, 10);
  const versions = Object.values(PROXIES).map(({ name, version }) => `${name} ${versionOf(version)}`);
  const passed = passedOf([...testsOf.values()].flat());
  const replayed = passedOf(resultsOf.get('traefik') ?? []);
  return `Run on ${day} with ${versions.join(', ')}: ${passed} tests passed. Of Traefik, ${replayed} replayed requests were answered as it needs.`;
}

function passedOf(tests) {
  return `${tests.filter(({ status }) => status === 'passed').length} of ${tests.length}`;
}

function versionOf([program, ...args]) {
  const { stdout = '', stderr = '' } = spawnSync(program, args, { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(`${stdout}${stderr}`)?.[0] ?? '(not installed)';
}
