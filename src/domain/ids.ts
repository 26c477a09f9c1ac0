// The ids of things. Each has a brand, so that two kinds of id cannot be swapped.
declare const brand: unique symbol;
type Branded<Name> = string & { readonly [brand]: Name };

/** `''` is the installation's own tenant (D17). */
export type TenantId = Branded<'tenant'>;
/** A UUIDv7 (D13). */
export type DeviceId = Branded<'device'>;
/** A UUIDv7 (D13). */
export type AuthSetId = Branded<'auth set'>;
/** The `jti` of one issued token, a new UUIDv4 for each token (D3). */
export type TokenId = Branded<'token'>;
/** Id of the command that wrote last. With it a command finds out whether a write with a lost answer happened (D1). */
export type ChangeId = Branded<'change'>;
/** Id of a bulk decision, a UUIDv7, which has the time of the decision in it. */
export type DecisionId = Branded<'decision'>;
/** SHA-256 of the canonical identity text, hexadecimal. */
export type IdentityKey = Branded<'identity key'>;
/** SHA-256 of a public key's DER (SubjectPublicKeyInfo), hexadecimal. */
export type Fingerprint = Branded<'fingerprint'>;
/** Id of a tenant device (tenant-device.ts), a UUIDv7, so that ids sort by creation (D13). */
export type TenantDeviceId = Branded<'tenant device'>;
/** 32 hexadecimal digits: a UUID without its dashes. */
export type ApiKeyId = Branded<'API key id'>;
/** A UUIDv7, so that ids sort by creation. */
export type WebhookId = Branded<'webhook'>;
/** One attempt to deliver to a webhook, a UUIDv7. */
export type DeliveryId = Branded<'delivery'>;
/** SHA-256 of an API key's whole text, hexadecimal. */
export type KeyHash = Branded<'key hash'>;

// The one place where a text becomes an id. It checks nothing: an id that does not exist is not found.
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
export const webhookId = (text: string) => text as WebhookId;
export const deliveryId = (text: string) => text as DeliveryId;
export const keyHash = (text: string) => text as KeyHash;

export const OWN_TENANT = tenantId('');
