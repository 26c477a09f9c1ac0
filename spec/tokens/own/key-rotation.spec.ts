import { describe, expect, test } from '@jest/globals';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  activateSigningKey,
  generateSigningKey,
  listSigningKeys,
  makeFirstKey,
  revokeSigningKey,
} from '../../../src/tokens/own/key-rotation.ts';
import { SIGNING_ALGORITHMS } from '../../../src/domain/names.ts';
import {
  makeClaims,
  makeFolder,
  makePair,
  makeRotation,
  NOW,
  openFolder,
  privatePem,
  refusalOf,
  statesIn,
  TOKEN_INVALID,
  writeKey,
} from '../tools.ts';

const SIX_MINUTES = 360_000;
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe('generateSigningKey', () => {
  test.each(SIGNING_ALGORITHMS)(
    'makes the first %s key active, with files that only the owner may read',
    async (alg) => {
      const folder = makeFolder();

      const { kid } = await generateSigningKey(folder, { alg, at: NOW });

      expect((await openFolder(folder)).getActive()).toMatchObject({ kid, alg });
      expect(readdirSync(folder).toSorted()).toEqual([`${kid}.pem`, 'keys.json'].toSorted());
      expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600, 0o600]);
    },
  );

  // T73
  test('makes other keys in each folder', async () => {
    const [first, second] = await Promise.all(
      [makeFolder(), makeFolder()].map((folder) => generateSigningKey(folder, { alg: 'ES256', at: NOW })),
    );

    expect(first?.kid).not.toBe(second?.kid);
  });

  test('makes every other key pending: published, verifying, not signing', async () => {
    const { keys, first, second } = await makeRotation();

    await keys.reload();

    expect(second.state).toBe('pending');
    expect(keys.getActive().kid).toBe(first.kid);
    expect(keys.find(second.kid)).toBeDefined();
    expect(
      keys
        .publicKeys()
        .keys.map(({ kid }) => kid)
        .toSorted(),
    ).toEqual([first.kid, second.kid].toSorted());
  });

  test('leaves the key of a folder without keys.json active', async () => {
    const folder = makeFolder();
    writeKey(folder, 'mender.pem', privatePem(makePair('RS256')));
    const before = (await openFolder(folder)).getActive().kid;

    await generateSigningKey(folder, { alg: 'ES256', at: NOW });

    expect((await openFolder(folder)).getActive().kid).toBe(before);
    expect(await statesIn(folder)).toEqual(['active', 'pending']);
  });

  test('a crash before keys.json was written leaves a folder that works', async () => {
    const { folder, first, second } = await makeRotation();
    writeFileSync(
      join(folder, 'keys.json'),
      JSON.stringify({ keys: { [first.kid]: { state: 'active', since: NOW } } }),
    );

    const keys = await openFolder(folder);

    expect(keys.getActive().kid).toBe(first.kid);
    expect(keys.find(second.kid)).toBeDefined();
  });

  test('of the first start needs no lock, because a start that was killed would leave it', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'keys.lock'), '');

    await makeFirstKey(folder, { alg: 'ES256', at: NOW });
    await makeFirstKey(folder, { alg: 'ES256', at: NOW });

    expect((await listSigningKeys(folder)).map(({ state }) => state)).toEqual(['active']);
  });

  test('is refused while somebody else changes the keys', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'keys.lock'), '');

    expect(await refusalOf(generateSigningKey(folder, { alg: 'ES256', at: NOW }))).toContain('conflict: ');
    expect(readdirSync(folder)).toEqual(['keys.lock']);
  });
});

describe('activateSigningKey', () => {
  test('is refused until the key was pending for 6 minutes', async () => {
    const { folder, second } = await makeRotation();
    const activate = (at: Date) =>
      refusalOf(activateSigningKey(folder, { kid: second.kid, at, wait: 'until-published' }));

    expect(await activate(later(SIX_MINUTES - 1))).toBe(
      `illegal_transition: verifiers may not know key ${second.kid} before ${later(SIX_MINUTES).toISOString()}`,
    );
    expect(await statesIn(folder)).toEqual(['active', 'pending']);
    expect(await activate(later(SIX_MINUTES))).toBe('none');
  });

  test('makes the old key retire: it verifies and does not sign', async () => {
    const { folder, keys, first, second, tokens } = await makeRotation();
    const old = await tokens.sign(makeClaims());

    await activateSigningKey(folder, { kid: second.kid, at: NOW, wait: 'none' });
    const { revoked, changes } = await keys.reload();

    expect(keys.getActive().kid).toBe(second.kid);
    expect(revoked).toEqual([]);
    expect(changes).toEqual([
      { kid: first.kid, from: 'active', to: 'retiring' },
      { kid: second.kid, from: undefined, to: 'active' },
    ]);
    expect(await refusalOf(tokens.read(old))).toBe('none');
    expect(await refusalOf(tokens.read(await tokens.sign(makeClaims())))).toBe('none');
    expect((await listSigningKeys(folder)).find(({ kid }) => kid === first.kid)).toMatchObject({
      state: 'retiring',
      since: NOW,
    });
  });

  test('takes a retiring key back at once, for verifiers know it', async () => {
    const { folder, first, second } = await makeRotation();
    await activateSigningKey(folder, { kid: second.kid, at: NOW, wait: 'none' });

    await activateSigningKey(folder, { kid: first.kid, at: NOW, wait: 'until-published' });

    expect((await openFolder(folder)).getActive().kid).toBe(first.kid);
    expect(await statesIn(folder)).toEqual(['active', 'retiring']);
  });

  test('is refused for a revoked key, one without file, and an unknown one', async () => {
    const { folder, second } = await makeRotation();
    const third = await generateSigningKey(folder, { alg: 'ES256', at: NOW });
    rmSync(join(folder, `${third.kid}.pem`));
    await revokeSigningKey(folder, { kid: second.kid, at: NOW });

    const activate = (kid: string) => refusalOf(activateSigningKey(folder, { kid, at: NOW, wait: 'none' }));

    expect(await activate(second.kid)).toBe(`illegal_transition: key ${second.kid} is revoked`);
    expect(await activate(third.kid)).toBe(`illegal_transition: key ${third.kid} has no file here`);
    expect(await activate('unknown')).toBe('not_found: no signing key unknown');
  });
});

describe('revokeSigningKey', () => {
  // T56, T71
  test('ends every token of the key, and the reload reports it', async () => {
    const { folder, keys, first, second, tokens } = await makeRotation();
    const old = await tokens.sign(makeClaims());
    await activateSigningKey(folder, { kid: second.kid, at: NOW, wait: 'none' });
    await revokeSigningKey(folder, { kid: first.kid, at: NOW });

    const { revoked } = await keys.reload();

    expect(revoked).toEqual([first.kid]);
    expect(await refusalOf(tokens.read(old))).toBe(TOKEN_INVALID);
    expect(keys.publicKeys().keys.map(({ kid }) => kid)).toEqual([second.kid]);
    expect(keys.isOurs(first.kid)).toBe(true);
    expect(await keys.reload()).toEqual({ revoked: [], changes: [], problem: undefined });
  });

  test('is refused for the active key: no node could sign', async () => {
    const { folder, first } = await makeRotation();

    expect(await refusalOf(revokeSigningKey(folder, { kid: first.kid, at: NOW }))).toBe(
      `illegal_transition: key ${first.kid} is active: activate another one first`,
    );
  });

  test('of a key without its file is kept', async () => {
    const { folder, second } = await makeRotation();
    rmSync(join(folder, `${second.kid}.pem`));

    await revokeSigningKey(folder, { kid: second.kid, at: NOW });

    expect(await statesIn(folder)).toEqual(['active', 'revoked']);
    expect((await openFolder(folder)).isOurs(second.kid)).toBe(true);
  });
});
