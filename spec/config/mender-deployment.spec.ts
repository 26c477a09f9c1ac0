// The files in scripts/mender are true: with them, the environment of Mender's compose file and chart starts this service.
import $RefParser from '@apidevtools/json-schema-ref-parser';
import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { program } from '../../src/cli/main.ts';
import { readConfig, SETTINGS, type Setting } from '../../src/config/settings.ts';

const read = (name: string): Promise<unknown> =>
  $RefParser.parse(fileURLToPath(new URL(`../../scripts/mender/${name}`, import.meta.url)));

/** Files are mounted; the spec says which ones must exist. */
const configOf = (env: Readonly<Record<string, string>>) => {
  const asked: string[] = [];
  const read = readConfig(env, { isReadable: (file) => asked.push(file) > 0 });
  return { ...read, asked };
};

/** The environment of the image. */
const IMAGE = { DEVICEAUTH_LISTEN: ':8080', DEVICEAUTH_INTERNAL_LISTEN: ':8081', DEVICEAUTH_DATA: '/data' };

describe('compose.override.yaml', () => {
  const Override = z.object({
    services: z.object({
      deviceauth: z.object({
        command: z.array(z.string()),
        environment: z.record(z.string(), z.string()),
        volumes: z.array(z.string()),
        healthcheck: z.object({ test: z.array(z.string()) }),
      }),
    }),
  });
  const COMPOSE = {
    DEVICEAUTH_INVENTORY_ADDR: 'http://inventory:8080/',
    DEVICEAUTH_ORCHESTRATOR_ADDR: 'http://workflows:8080/',
    DEVICEAUTH_MONGO: 'mongodb://mongo',
    DEVICEAUTH_SERVER_PRIV_KEY_PATH: '/etc/deviceauth/private.pem',
  };

  test('makes Mender’s environment one that starts, on one port', async () => {
    const { deviceauth } = Override.parse(await read('compose.override.yaml')).services;

    const { config, asked } = configOf({ ...IMAGE, ...COMPOSE, ...deviceauth.environment });

    expect(config.listen).toEqual(config.internalListen);
    expect(config.orchestrator).toBe('http://workflows:8080/');
    const [folder = ''] = deviceauth.volumes.map((volume) => volume.split(':')[1] ?? '');
    expect(new Set(asked).size).toBe(2);
    for (const file of asked) expect(file.startsWith(`${folder}/`)).toBe(true);
  });

  test('has Mender’s command, and asks for its health on the one port', async () => {
    const { deviceauth } = Override.parse(await read('compose.override.yaml')).services;

    expect(deviceauth.command).toEqual(['server', '--automigrate']);
    expect(deviceauth.healthcheck.test.join(' ')).toContain('127.0.0.1:8080/readyz');
  });
});

describe('values.yaml', () => {
  const Values = z.object({
    device_auth: z.object({
      image: z.object({ registry: z.string(), repository: z.string(), tag: z.string() }),
      certs: z.object({ existingSecret: z.string() }),
      customEnvs: z.array(z.object({ name: z.string(), value: z.string() })),
      resources: z.object({ limits: z.object({ memory: z.string() }) }),
    }),
  });
  const CHART = {
    DEVICEAUTH_INVENTORY_ADDR: 'http://mender-inventory:8080/',
    DEVICEAUTH_ORCHESTRATOR_ADDR: 'http://mender-workflows-server:8080/',
    DEVICEAUTH_IOT_MANAGER_ADDR: 'http://mender-iot-manager:8080/',
    DEVICEAUTH_JWT_ISSUER: 'Mender',
    DEVICEAUTH_JWT_EXP_TIMEOUT: '1209600',
    DEVICEAUTH_MIDDLEWARE: 'prod',
    DEVICEAUTH_MONGO: 'mongodb://mender-mongo',
    DEVICEAUTH_MONGO_URL: 'mongodb://mender-mongo',
    DEVICEAUTH_SERVER_PRIV_KEY_PATH: '/etc/deviceauth/rsa/private.pem',
    DEVICEAUTH_REDIS_CONNECTION_STRING: 'redis://mender-redis',
    DEVICEAUTH_ENABLE_AUDIT: 'true',
  };

  test('makes the chart’s environment one that starts, with one warning', async () => {
    const { customEnvs } = Values.parse(await read('values.yaml')).device_auth;
    const added = Object.fromEntries(customEnvs.map(({ name, value }) => [name, value]));

    const { config, asked, warnings } = configOf({ ...IMAGE, ...CHART, ...added });

    expect(config.listen).toEqual(config.internalListen);
    expect(config.tokenTtlSeconds).toBe(1_209_600);
    expect(asked.toSorted()).toEqual(['mender', 'private', 'users'].map((name) => `/etc/deviceauth/rsa/${name}.pem`));
    expect(warnings).toHaveLength(1);
  });

  test('is enough for the chart’s migration job, which has no files', async () => {
    const { customEnvs } = Values.parse(await read('values.yaml')).device_auth;
    const added = Object.fromEntries(customEnvs.map(({ name, value }) => [name, value]));

    const { config } = readConfig({ ...IMAGE, ...CHART, ...added }, { purpose: 'maintain', isReadable: () => false });

    expect(config.mongo.isSet).toBe(true);
  });

  test('gives the memory that Node needs', async () => {
    expect(Values.parse(await read('values.yaml')).device_auth.resources.limits.memory).toBe('512Mi');
  });
});

describe('README.md', () => {
  const text = readFileSync(new URL('../../scripts/mender/README.md', import.meta.url), 'utf8');

  test('names only settings that there are', () => {
    const known = Object.values<Setting>(SETTINGS).map(({ name }) => `DEVICEAUTH_${name}`);
    const named = [...text.matchAll(/DEVICEAUTH_[A-Z_]+/g)].map(([name]) => name);

    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('names only commands and options that the program has', () => {
    const devauth = program({ out: () => undefined, err: () => undefined });
    const calls = [...text.matchAll(/(?:devauth|deviceauth|--) ((?:import-mender|mender|doctor|devices)[^`\n]*)/g)];

    expect(calls.length).toBeGreaterThan(5);
    for (const [, words = ''] of calls) {
      let command = devauth;
      const options: string[] = [];
      for (const word of words.split(' ')) {
        const next = command.commands.find((one) => one.name() === word);
        if (next !== undefined) command = next;
        if (word.startsWith('--')) options.push(word);
      }
      expect(command).not.toBe(devauth);
      const known = [...command.options, ...devauth.options].map(({ long }) => long);
      expect(options.filter((option) => !known.includes(option))).toEqual([]);
    }
  });

  test('links to the files that it speaks of', () => {
    for (const name of ['compose.override.yaml', 'values.yaml']) {
      expect(text).toContain(name);
      expect(existsSync(new URL(`../../scripts/mender/${name}`, import.meta.url))).toBe(true);
    }
  });
});
