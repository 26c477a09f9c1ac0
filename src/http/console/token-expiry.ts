// The expiry of a token that was verified before. It is used only for the life of the cookie and for the page, never for a
// decision.

const MAX_SECONDS = 8_640_000_000_000; // the largest Date

/** Returns the time of the claim `exp`, or `undefined` if the token has none in seconds. */
export function tokenExpiry(jwt: string): Date | undefined {
  const exp = expOf(jwt.split('.')[1] ?? '');
  return typeof exp === 'number' && exp > 0 && exp <= MAX_SECONDS ? new Date(exp * 1000) : undefined;
}

function expOf(segment: string): unknown {
  try {
    const claims: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString());
    return typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined;
  } catch {
    return undefined;
  }
}
