// Chooses the tokens of Mender that are imported with their device: the newest one of an accepted auth set, if it has not expired.
import type { Device, LiveToken } from './device.ts';
import { tokenId, type AuthSetId } from './ids.ts';
import type { ForeignDevice, ForeignToken, LeftOut } from './mender-device.ts';
import { isExpired } from './token.ts';

export interface MenderTokenRules {
  /** The `iss` of device tokens here. */
  readonly issuer: string;
  readonly now: Date;
}

export interface MappedTokens {
  readonly tokens: readonly LiveToken[];
  readonly leftOut: readonly LeftOut[];
}

/** Returns the imported tokens of the device; `device` is the result of `mapDevice` for `foreign`. */
export function mapTokens(foreign: ForeignDevice, device: Device, rules: MenderTokenRules): MappedTokens {
  const tokens: LiveToken[] = [];
  const leftOut: LeftOut[] = [];
  for (const { id, token } of foreign.authSets) {
    if (token === undefined) continue;
    const set = device.authSets.find((kept) => kept.id === id && kept.status === 'accepted');
    const reason = set === undefined ? 'its auth set is not accepted' : whyNot(token, foreign, rules);
    if (reason !== undefined) leftOut.push({ authSet: id, reason });
    else if (set !== undefined) tokens.push(liveToken(set.id, token));
  }
  return { tokens, leftOut };
}

function whyNot(token: ForeignToken, { id, tenant }: ForeignDevice, rules: MenderTokenRules): string | undefined {
  if (token.device !== id || token.tenant !== tenant) return 'it belongs to another device';
  if (token.issuer !== rules.issuer) return `its issuer is ${JSON.stringify(token.issuer)}`;
  return isExpired(token, rules.now) ? 'it has expired' : undefined;
}

/** The JWT has the times of the database in whole seconds, rounded down. */
const liveToken = (authSet: AuthSetId, { issuedAt, expiresAt }: ForeignToken): LiveToken => ({
  jti: tokenId(authSet),
  authSet,
  issuedAt: wholeSeconds(issuedAt),
  expiresAt: wholeSeconds(expiresAt),
  imported: true,
});

const wholeSeconds = (time: Date): Date => new Date(Math.floor(time.getTime() / 1000) * 1000);
