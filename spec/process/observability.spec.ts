// The alert rules and the dashboard use only metrics of the service, in a language that Prometheus accepts.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openApp, type TestApp } from '../support/app/app.ts';
import { describeIf, isInstalled } from '../support/optional.ts';

const folder = fileURLToPath(new URL('../../scripts/deploy/observability/', import.meta.url));
const read = (name: string): string => readFileSync(folder + name, 'utf8');

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

const dashboard: Dashboard = JSON.parse(read('dashboard.json'));
const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

describe('the figures that are asked for', () => {
  let app: TestApp;
  let names: ReadonlySet<string>;
  beforeAll(async () => {
    app = await openApp({}, { processMetrics: true });
    const text = await (await fetch(`${app.internalUrl}/metrics`)).text();
    names = new Set(
      [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', kind]) =>
        kind === 'histogram' ? [`${name}_bucket`, `${name}_count`] : [name],
      ),
    );
  });
  afterAll(() => app.close());

  test.each([
    ['dashboard', expressions.join('\n')],
    [
      'alerts',
      read('alerts.yaml')
        .split('\n')
        .filter((line) => line.includes('expr') || line.includes('histogram'))
        .join('\n'),
    ],
  ])('%s: the service has each', (_name, text) => {
    const asked = [...text.matchAll(/\b(?:devauth|http|nodejs|process)_\w+/g)].map(([name]) => name);

    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((name) => !names.has(name))).toEqual([]);
  });
});

describeIf(isInstalled('promtool'), 'promtool (Debian: prometheus)', 'Prometheus', () => {
  const promtool = (...words: readonly string[]) => spawnSync('promtool', words, { cwd: folder, encoding: 'utf8' });

  test('takes the rules and the settings', () => {
    expect(promtool('check', 'rules', 'alerts.yaml')).toMatchObject({ status: 0, stderr: '' });
    expect(promtool('check', 'config', 'prometheus.yaml').status).toBe(0);
  });

  test('gives the alerts that the figures call for, and no others', () => {
    const { status, stdout, stderr } = promtool('test', 'rules', 'alerts.test.yaml');

    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  test('understands every expression of the dashboard', () => {
    const rules = expressions.map((expr, index) => ({
      record: `panel:${index}`,
      expr: expr.replaceAll('$__rate_interval', '5m'),
    }));
    const file = join(mkdtempSync(join(tmpdir(), 'devauth-dashboard-')), 'rules.json');
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));

    const { status, stdout } = promtool('check', 'rules', file);

    expect([status, stdout]).toEqual([0, expect.stringContaining(`${expressions.length} rules found`)]);
  });
});
