// Scopes of callers. The documents say which operation needs which scopes, as `x-scopes`.

/** A user of the tenant devices API has those of these that its token names. */
export const USER_SCOPES = [
  'Device.Read',
  'Device.Create',
  'Device.Update',
  'Device.Delete',
  'Device.Connect.Reset',
] as const;

/** A machine's key has those it was made with (D12): on the management API, and on the tenant devices API. */
export const MACHINE_SCOPES = [
  'devices:read',
  'preauth:write',
  'devices:decide',
  'tokens:revoke',
  'tokens:introspect',
  'revocations:read',
  ...USER_SCOPES,
  'Device.Connect',
] as const;
export type MachineScope = (typeof MACHINE_SCOPES)[number];

/** Returns the scopes of a user. No user may connect: that is for devices, and for machines in their place. */
export const userScopes = (named: readonly string[]): readonly string[] =>
  USER_SCOPES.filter((scope) => named.includes(scope));

/** True if a caller with the scopes `held` may do what needs the scopes `needed`. */
export const suffices = (held: readonly string[], needed: readonly string[]): boolean =>
  needed.every((scope) => held.includes(scope));
