import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decisionId } from '../../../src/domain/ids.ts';
import { byRule, decideMany, type DecideManyDeps } from '../../../src/service/fleet/decide-many.ts';
import { undoDecision } from '../../../src/service/fleet/undo-decision.ts';
import type { Audit } from '../../../src/store/audit.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { OPERATOR, outcomeOf, waiting } from './tools.ts';

let opened: TestDeps;
let deps: DecideManyDeps & { readonly audit: Audit };
beforeEach(async () => {
  opened = await openDeps();
  deps = { ...opened.deps, search: opened.store.search, audit: opened.store.audit };
});
afterEach(() => opened.close());

/** A UUIDv7 of the time that the clock of the spec shows. */
const decisionNow = () => {
  const time = opened.clock.now().getTime().toString(16).padStart(12, '0');
  return decisionId(`${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000001`);
};

/** Rejects a set that waits, with a decision of now. */
async function rejected() {
  const seen = await waiting(opened);
  const decision = decisionNow();
  const origin = { ...OPERATOR.origin, decision };
  const decide = byRule({ from: 'pending', to: 'rejected', allowKeyChange: false, onlySingle: false });
  await decideMany(deps, { ...OPERATOR, origin, decide, items: [seen] });
  return { seen, decision };
}

/** Returns the audit, and the number of times that its changes of auth sets were read. The first `late` times it has none yet. */
function countingReads({ late }: { readonly late: number }) {
  const real = opened.store.audit;
  let reads = 0;
  const list: Audit['list'] = async (tenant, filter, window) => {
    if (filter.type === 'auth_set.changed') reads += 1;
    return reads <= late ? { entries: [], next: undefined } : real.list(tenant, filter, window);
  };
  return { audit: { ...real, list }, reads: () => reads };
}

describe('undoDecision', () => {
  test('puts rejected sets back to pending', async () => {
    const { seen, decision } = await rejected();

    const results = await undoDecision(deps, { ...OPERATOR, decision });

    expect(results).toEqual([{ device: seen.device, authSet: seen.authSet, result: 'done' }]);
    expect((await opened.store.devices.find(OPERATOR.tenant, seen.device))?.status).toBe('pending');
  });

  test('reads an audit that is the feed once: a recent decision that it does not have is refused at once', async () => {
    const { audit, reads } = countingReads({ late: 0 });

    const outcome = await outcomeOf(undoDecision({ ...deps, audit }, { ...OPERATOR, decision: decisionNow() }));

    expect([outcome, reads()]).toEqual(['decision_not_found', 1]);
  });

  test('reads an audit that is a copy again, until it has the changes of a recent decision and no more appear', async () => {
    const { seen, decision } = await rejected();
    const { audit, reads } = countingReads({ late: 2 });
    const copied = { ...audit, keep: () => Promise.resolve() };

    const results = await undoDecision({ ...deps, audit: copied }, { ...OPERATOR, decision });

    expect(results).toEqual([{ device: seen.device, authSet: seen.authSet, result: 'done' }]);
    expect(reads()).toBe(4);
  });

  test.each(['', 'nothing', '0198f3a2-7c1e-4d4b-9a55-3f0d6b1c2e70'])('refuses %j, which is no decision', async (id) => {
    const outcome = await outcomeOf(undoDecision(deps, { ...OPERATOR, decision: decisionId(id) }));

    expect(outcome).toBe('decision_not_found');
  });
});
