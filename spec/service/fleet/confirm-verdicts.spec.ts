import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Refused } from '../../../src/domain/errors.ts';
import { createVerdicts, type Verdicts } from '../../../src/memory/verdicts.ts';
import { confirmVerdicts } from '../../../src/service/fleet/confirm-verdicts.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { verifyToken } from '../../../src/service/fleet/verify-token.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { accepted, OPERATOR } from './tools.ts';

const BOUND_MS = 500;

describe('confirmVerdicts', () => {
  let opened: TestDeps;
  let verdicts: Verdicts;
  let monotonic = 0;
  beforeEach(async () => {
    opened = await openDeps();
    monotonic = 1000;
    verdicts = createVerdicts({ trustMs: BOUND_MS, monotonic: () => monotonic });
  });
  afterEach(() => opened.close());

  /** The memory of another node: no command of this node drops anything in it. */
  const deps = () => ({ ...opened.deps, verdicts });
  const isGiven = (token: string): boolean =>
    verdicts.find(token, opened.clock.now().getTime(), monotonic) !== undefined;

  test('a good token that was given is given for another bound, from the reading on', async () => {
    const { token } = await accepted(opened);
    await verifyToken(deps(), token);
    monotonic += BOUND_MS - 1;
    expect(isGiven(token)).toBe(true);

    await confirmVerdicts(deps());

    monotonic += BOUND_MS - 1;
    expect(isGiven(token)).toBe(true);
    monotonic += 1;
    expect(isGiven(token)).toBe(false);
  });

  test('a token that was not given is not read again', async () => {
    const { token } = await accepted(opened);
    await verifyToken(deps(), token);
    opened.calls.splice(0);

    await confirmVerdicts(deps());

    expect(opened.calls).toEqual([]);
  });

  test('one that was given is read once for however often it was given', async () => {
    const { token } = await accepted(opened);
    await verifyToken(deps(), token);
    [1, 2, 3].forEach(() => isGiven(token));
    opened.calls.splice(0);

    await confirmVerdicts(deps());
    await confirmVerdicts(deps());

    expect(opened.calls).toEqual(['tokenState']);
  });

  test('the verdict on a token that is no longer good is not given again', async () => {
    const known = await accepted(opened);
    await verifyToken(deps(), known.token);
    expect(isGiven(known.token)).toBe(true);
    await setStatus(opened.deps, { ...OPERATOR, ...known, status: 'rejected' });

    await confirmVerdicts(deps());

    expect(isGiven(known.token)).toBe(false);
  });

  test('a verdict that cannot be confirmed is given until it expires', async () => {
    const { token } = await accepted(opened);
    await verifyToken(deps(), token);
    expect(isGiven(token)).toBe(true);
    const tokenState = () => Promise.reject(new Refused('store_unavailable', 'gone'));
    monotonic += BOUND_MS - 1;

    await confirmVerdicts({ verdicts, devices: { ...opened.deps.devices, tokenState } });

    expect(isGiven(token)).toBe(true);
    monotonic += 1;
    expect(isGiven(token)).toBe(false);
  });
});
