// Gateway mode (D12): a gateway in front has verified the users' tokens, and they are only read here. The caller must have proved
// before that it is that gateway.
import type { JsonValue } from '../../domain/strict-json.ts';
import { findUngated } from '../gate.ts';
import type { User, Users } from '../tokens.ts';
import { callerUnknown, findOwn, findTimeFault, readUser, type ClaimNames, type TimeRules } from './claims.ts';

export interface GatewayRules extends ClaimNames, TimeRules {
  /** True if the key with this `kid` signs device tokens. */
  readonly isDeviceKey: (kid: string) => boolean;
}

export class GatewayUsers implements Users {
  readonly #rules: GatewayRules;

  constructor(rules: GatewayRules) {
    this.#rules = rules;
  }

  /** Reads a token of any algorithm. Its `exp` may be a number or ISO text. */
  async read(jwt: string): Promise<User> {
    const shape = findUngated(jwt);
    if (shape === undefined) throw callerUnknown({ why: 'malformed' });
    const kid = shape.header['kid'];
    if (typeof kid === 'string' && this.#rules.isDeviceKey(kid)) throw callerUnknown({ why: 'device_key' });
    const exp = toSeconds(findOwn(shape.claims, 'exp'));
    const user = findTimeFault(exp, shape.claims, this.#rules) ?? readUser(shape.claims, this.#rules, exp);
    if ('why' in user) throw callerUnknown(user);
    return Promise.resolve(user);
  }

  ready(): boolean {
    return true;
  }
}

const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/;

/** Reads `exp`. ISO text without a zone is UTC. */
function toSeconds(exp: JsonValue | undefined): number | undefined {
  if (typeof exp === 'number') return exp;
  const match = typeof exp === 'string' ? ISO.exec(exp) : null;
  if (match === null) return undefined;
  const [text, , zone = 'Z'] = match;
  const time = Date.parse(match[2] === undefined ? `${text}${zone}` : text);
  return Number.isNaN(time) ? undefined : time / 1000;
}
