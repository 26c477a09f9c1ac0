// Every way in which a token ends, for the specs that show that the memory of verdicts forgets none of them.
import type { Answer, TestApp } from '../../support/app/app.ts';
import { openTenants, type Tenants } from '../../support/app/fleet.ts';
import { simulateDevice, type SimulatedDevice } from '../../support/app/simulated-device.ts';
import { jtiOf } from '../../support/app/users.ts';

/** An accepted device with a token and, if its end needs one, a second pending key. */
export interface Victim {
  readonly fleet: ReturnType<Tenants['fleet']>;
  readonly device: SimulatedDevice;
  readonly id: string;
  readonly authSet: string;
  readonly token: string;
  readonly otherSet: string | undefined;
}

export interface End {
  readonly name: string;
  readonly needsOtherKey?: boolean;
  /** Resolves when the end is answered. */
  run(app: TestApp, victim: Victim): Promise<Answer>;
}

export const TOKENS_PER_AUTH_SET = 2;

const onSet =
  (status: string): End['run'] =>
  (_app, { fleet, id, authSet }) =>
    fleet.setStatus({ id, authSet }, status);

export const ENDS: readonly End[] = [
  {
    name: 'the revocation of its token',
    run: (_app, { fleet, token }) => fleet.management(`DELETE /tokens/${jtiOf(token)}`),
  },
  {
    name: 'the revocation of its token by the internal API',
    run: (app, { fleet, token }) => app.internal(`DELETE /tokens/${jtiOf(token)}?tenant_id=${fleet.tenant}`),
  },
  {
    name: 'the revocation of all tokens of its device',
    run: (app, { fleet, id }) => app.internal(`DELETE /tokens?tenant_id=${fleet.tenant}&device_id=${id}`),
  },
  {
    name: 'the revocation of all tokens of its tenant',
    run: (app, { fleet }) => app.internal(`DELETE /tokens?tenant_id=${fleet.tenant}`),
  },
  { name: 'a rejection', run: onSet('rejected') },
  { name: 'being put back', run: onSet('pending') },
  {
    name: 'a dismissal',
    run: (_app, { fleet, id, authSet }) => fleet.management(`DELETE /devices/${id}/auth/${authSet}`),
  },
  {
    name: 'the acceptance of another key',
    needsOtherKey: true,
    run: (_app, { fleet, id, otherSet = '' }) => fleet.setStatus({ id, authSet: otherSet }, 'accepted'),
  },
  { name: 'a decommissioning', run: (_app, { fleet, id }) => fleet.management(`DELETE /devices/${id}`) },
  {
    name: 'the end of its device by the orchestrator',
    run: (app, { fleet, id }) => app.internal(`DELETE /tenants/${fleet.tenant}/devices/${id}`),
  },
  {
    name: 'newer tokens of its set',
    run: async (_app, { fleet, device }) => {
      for (let asked = 1; asked < TOKENS_PER_AUTH_SET; asked += 1) await fleet.ask(device);
      return fleet.ask(device);
    },
  },
];

/** Each victim has its own tenant, because an end may take all tokens of a tenant. */
export function openVictims() {
  const tenants = openTenants();
  return {
    settings: {
      ...tenants.settings,
      DEVICEAUTH_TOKENS_PER_AUTH_SET: String(TOKENS_PER_AUTH_SET),
      DEVICEAUTH_TOKEN_REUSE_PERCENT: '0', // newer tokens supersede older ones
    },
    make: async (app: TestApp, { needsOtherKey = false }: Pick<End, 'needsOtherKey'> = {}): Promise<Victim> => {
      const fleet = tenants.fleet(app);
      const device = simulateDevice();
      const { id } = await fleet.preauthorize(device).then(({ headers }) => idIn(headers));
      const { text: token } = await fleet.ask(device);
      if (needsOtherKey) await fleet.ask(simulateDevice({ identity: device.identity }));
      const [own, other] = (await fleet.show(id)).auth_sets;
      return { fleet, device, id, authSet: own.id, token, otherSet: other?.id };
    },
  };
}

const idIn = (headers: Headers) => ({ id: headers.get('location')?.split('/').at(-1) ?? '' });
