// The time that a new signing key is published before it signs (D9): no verifier may meet a token of a key that it does not know.

/** The time that verifiers keep the published key set. */
export const JWKS_MAX_AGE_SECONDS = 300;

/** A node reads its key folder every 10 s. The rest is for clocks and for answers that are on their way. */
const LEARNED_WITHIN_SECONDS = 60;

/** After this time every verifier knows a pending key. */
export const PUBLISHED_AFTER_SECONDS = JWKS_MAX_AGE_SECONDS + LEARNED_WITHIN_SECONDS;
