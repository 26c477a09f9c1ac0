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

describe('undoDecision', () => {
  test('puts rejected sets back to pending', async () => {
    const seen = await waiting(opened);
    const decision = decisionNow();
    const origin = { ...OPERATOR.origin, decision };
    const decide = byRule({ from: 'pending', to: 'rejected', allowKeyChange: false, onlySingle: false });
    await decideMany(deps, { ...OPERATOR, origin, decide, items: [seen] });

    const results = await undoDecision(deps, { ...OPERATOR, decision });

    expect(results).toEqual([{ device: seen.device, authSet: seen.authSet, result: 'done' }]);
    expect((await opened.store.devices.find(OPERATOR.tenant, seen.device))?.status).toBe('pending');
  });

  test.each(['', 'nothing', '0198f3a2-7c1e-4d4b-9a55-3f0d6b1c2e70'])('refuses %j, which is no decision', async (id) => {
    const outcome = await outcomeOf(undoDecision(deps, { ...OPERATOR, decision: decisionId(id) }));

    expect(outcome).toBe('decision_not_found');
  });
});
