// Scopes of callers. `x-scopes` in the documents says which scopes an operation requires.

/** A user of the tenant devices API has those of these scopes that the token names. */
export const USER_SCOPES = [
  'Device.Read',
  'Device.Create',
  'Device.Update',
  'Device.Delete',
  'Device.Connect.Reset',
] as const;

/** Scopes of a machine's key (D12), for the management API and the tenant devices API. */
export const MACHINE_SCOPES = [
  'devices:read',
  'preauth:write',
  'devices:decide',
  'tokens:revoke',
  'tokens:introspect',
  'revocations:read',
  'webhooks:read',
  'webhooks:write',
  ...USER_SCOPES,
  'Device.Connect',
] as const;
export type MachineScope = (typeof MACHINE_SCOPES)[number];

/** Returns the scopes of a user. A user may not connect: only devices may, and machines for them. */
export const userScopes = (named: readonly string[]): readonly string[] =>
  USER_SCOPES.filter((scope) => named.includes(scope));

/** True if the scopes `held` include all scopes `needed`. */
export const suffices = (held: readonly string[], needed: readonly string[]): boolean =>
  needed.every((scope) => held.includes(scope));
