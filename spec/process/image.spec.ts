// The image, the compose file and the manifests are true: their settings, ports and probes are those of the service.
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readConfig, SETTINGS, type Setting } from '../../src/config/settings.ts';
import { operationsOf } from '../../src/http/bind/document.ts';
import { openUserIssuer } from '../support/app/users.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string): string => readFileSync(root + name, 'utf8');

const manifests = readdirSync(`${root}scripts/deploy/kubernetes`).map((name) => `scripts/deploy/kubernetes/${name}`);
const files = [
  'Dockerfile',
  'scripts/deploy/compose.yaml',
  'scripts/deploy/observability/prometheus.yaml',
  ...manifests,
];

const known = Object.values<Setting>(SETTINGS).flatMap(({ name, secret }) =>
  secret ? [`DEVICEAUTH_${name}`, `DEVICEAUTH_${name}_FILE`] : [`DEVICEAUTH_${name}`],
);

describe.each(files)('%s', (file) => {
  const text = read(file);

  test('names only settings that there are', () => {
    const named = [...text.matchAll(/DEVICEAUTH_[A-Z_]+/g)].map(([name]) => name);

    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('asks only paths that are served on the internal listener', () => {
    const served = operationsOf('well-known').filter(({ listeners }) => listeners.includes('internal'));
    const asked = [...text.matchAll(/\/(?:livez|readyz|metrics)\b/g)].map(([path]) => path);

    expect(asked.filter((path) => !served.some((operation) => operation.path === path))).toEqual([]);
  });
});

describe('the image', () => {
  const text = read('Dockerfile');
  const env = Object.fromEntries(
    [...text.matchAll(/(DEVICEAUTH_\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
  );

  test('starts with its own settings after users are configured, on the ports that it exposes', () => {
    const { config } = readConfig({ ...env, DEVICEAUTH_USER_KEYS: openUserIssuer().publicKeyFile });

    expect(text).toContain(`EXPOSE ${config.listen.port} ${config.internalListen.port}`);
    expect(config.drainDelaySeconds).toBeGreaterThan(0);
  });

  test('runs as an unprivileged user, without development packages, and has its bill of materials', () => {
    const [, , last = ''] = text.split(/^FROM .*$/m).slice(1);

    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/--from=dependencies .*node_modules/);
    expect(last).toContain('sbom.json');
    expect(text).toMatch(/npm ci --omit=dev/);
  });
});

describe('the manifests', () => {
  test('let no container write to its root, become root, or gain rights', () => {
    for (const file of manifests) {
      const text = read(file);
      const containers = text.match(/^ +image: /gm)?.length ?? 0;
      for (const line of [
        'readOnlyRootFilesystem: true',
        'allowPrivilegeEscalation: false',
        'runAsNonRoot: true',
        'drop: [ALL]',
      ]) {
        expect([file, line, text.split(line).length - 1]).toEqual([file, line, containers]);
      }
    }
  });

  test('give the process longer to end than it takes', () => {
    const grace = Number(
      /terminationGracePeriodSeconds: (\d+)/.exec(read('scripts/deploy/kubernetes/devauth.yaml'))?.[1],
    );
    const delay = Number(/DEVICEAUTH_DRAIN_DELAY=(\d+)/.exec(read('Dockerfile'))?.[1]);

    expect(grace).toBeGreaterThan(delay + 30);
  });
});
