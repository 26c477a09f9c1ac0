// How long a new signing key has to be published before it signs (D9): no verifier may meet a token under a key that it does not know.

/** Verifiers keep the published key set for so long. */
export const JWKS_MAX_AGE_SECONDS = 300;

/** A node reads the folder of keys again every 10 s. The rest is for clocks and for answers that are under way. */
const LEARNED_WITHIN_SECONDS = 60;

/** A key that was pending for so long is known to every verifier. */
export const PUBLISHED_AFTER_SECONDS = JWKS_MAX_AGE_SECONDS + LEARNED_WITHIN_SECONDS;
