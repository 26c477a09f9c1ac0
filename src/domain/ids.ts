// The ids of things. Each is a text with a brand of its own, so that two kinds of id cannot be swapped.
declare const brand: unique symbol;
type Branded<Name> = string & { readonly [brand]: Name };

/** `''` is the installation's own tenant (D17). */
export type TenantId = Branded<'tenant'>;
/** A UUIDv7 (D13). */
export type DeviceId = Branded<'device'>;
/** A UUIDv7 (D13). */
export type AuthSetId = Branded<'auth set'>;
/** The `jti` of one issued token, a UUIDv4, fresh for each (D3). */
export type TokenId = Branded<'token'>;
/** Names the command that wrote last; lets it find out whether a write of unknown outcome happened (D1). */
export type ChangeId = Branded<'change'>;
/** One bulk decision, a UUIDv7: it says when the decision was made. */
export type DecisionId = Branded<'decision'>;
/** SHA-256 of the canonical identity text, hexadecimal. */
export type IdentityKey = Branded<'identity key'>;
/** SHA-256 of a public key's DER (SubjectPublicKeyInfo), hexadecimal. */
export type Fingerprint = Branded<'fingerprint'>;
/** Names a tenant's named device (tenant-device.ts), a UUIDv7, so that ids sort by creation (D13). */
export type TenantDeviceId = Branded<'tenant device'>;
/** 32 hexadecimal digits: a UUID without its dashes. */
export type ApiKeyId = Branded<'API key id'>;
/** SHA-256 of an API key's whole text, hexadecimal. */
export type KeyHash = Branded<'key hash'>;

// The one place where a text becomes an id. They check nothing: an id that names nothing is simply not found.
export const tenantId = (text: string) => text as TenantId;
export const deviceId = (text: string) => text as DeviceId;
export const authSetId = (text: string) => text as AuthSetId;
export const tokenId = (text: string) => text as TokenId;
export const changeId = (text: string) => text as ChangeId;
export const decisionId = (text: string) => text as DecisionId;
export const identityKey = (text: string) => text as IdentityKey;
export const fingerprint = (text: string) => text as Fingerprint;
export const tenantDeviceId = (text: string) => text as TenantDeviceId;
export const apiKeyId = (text: string) => text as ApiKeyId;
export const keyHash = (text: string) => text as KeyHash;

export const OWN_TENANT = tenantId('');
