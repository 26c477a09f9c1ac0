// Mender's texts instead of the validator's: scripts search for these texts. Mender's other texts are where their refusals are:
// `x-error-prefix` in the documents, `api/devices-v1`, `api/management-v2`, `callers/callers`, and `messageFor` in `errors`.
import { faultsOf } from './validators.ts';

const STATUSES = 'pending, accepted, rejected, preauthorized, noauth';
const filter = 'filter status must be one of: accepted, pending, rejected, preauthorized or noauth';
const page = 'invalid page query: value must be a non-zero positive integer';
const perPage = 'invalid per_page query: value must be a non-zero positive integer';
const tooMany = 'parameter "per_page" above limit (max: 500)';
const listing = {
  'query.status': filter,
  'query.page': page,
  'query.per_page': perPage,
  'query.per_page maximum': tooMany,
};
const tenant = { 'query.tenant_id': 'tenant_id must be provided' };
const search = 'api: malformed request body: invalid';
const preauth = 'failed to decode preauth request:';

/** Texts by operation, then by the wrong member, with the constraint after a space if it matters. */
const WORDING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  listDevices: listing,
  listDevicesOfTenant: listing,
  searchDevices: {
    ...listing,
    'body.status': `${search} JSON type for 'status': must be string or []string of ${STATUSES}`,
    'body.id': `${search} JSON type for 'id': must be string or []string`,
  },
  countDevices: { 'query.status': `status must be one of: ${STATUSES}` },
  countDevicesOfTenant: { 'query.status': `status must be one of: ${STATUSES}` },
  preauthorize: {
    'body.identity_data required': `${preauth} identity_data: cannot be blank.`,
    'body.identity_data minProperties': `${preauth} identity_data: cannot be blank.`,
    'body.pubkey required': `${preauth} pubkey: cannot be blank.`,
    'body.pubkey minLength': `${preauth} pubkey: cannot be blank.`,
  },
  setAuthSetStatus: { 'body.status': 'incorrect device status' },
  revokeTokens: tenant,
  revokeTokenOfTenant: tenant,
};

/** Returns the text for the first fault that has one. */
export function wordingOf(operation: string, error: unknown): string | undefined {
  const texts = WORDING[operation];
  const faults = faultsOf(error);
  if (texts === undefined || faults === undefined) return undefined;
  for (const { path, errorCode = '' } of faults) {
    const [, place = '', member = ''] = path.split('/');
    const name = `${place}.${member}`;
    const text = texts[`${name} ${errorCode.split('.')[0]}`] ?? texts[name];
    if (text !== undefined) return text;
  }
  return undefined;
}
