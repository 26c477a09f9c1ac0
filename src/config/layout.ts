// The effects of DEVICEAUTH_LAYOUT (D18).
import type { Environment } from './environment.ts';
import { PREFIX } from './wrong-settings.ts';

const MENDER_LISTENS = ':8080';

/**
 * Returns the environment with the addresses of the layout. In Mender's layout one port has all APIs, and its gateway routes only
 * the public paths. The image sets an address for each listener, so the internal one is overridden here; a default would not be
 * enough.
 */
export function withLayout(env: Environment): Environment {
  if (env[`${PREFIX}LAYOUT`] !== 'mender') return env;
  const address = env[`${PREFIX}LISTEN`] ?? MENDER_LISTENS;
  return {
    ...env,
    [`${PREFIX}LISTEN`]: address,
    [`${PREFIX}INTERNAL_LISTEN`]: address,
    [`${PREFIX}SHARED_LISTENER`]: 'true',
  };
}
