// What a caller may be allowed to do. Which operation takes which of them stands in the documents, as `x-scopes`.

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
  ...USER_SCOPES,
  'Device.Connect',
] as const;
export type MachineScope = (typeof MACHINE_SCOPES)[number];

/** Whatever a token says, no user may connect: that is for devices, and for machines that stand in for them. */
export const userScopes = (named: readonly string[]): readonly string[] =>
  USER_SCOPES.filter((scope) => named.includes(scope));

/** Whether a caller with those scopes may do what takes these. */
export const suffices = (held: readonly string[], needed: readonly string[]): boolean =>
  needed.every((scope) => held.includes(scope));
