// The table of callers: a row for each operation, a column for each kind of caller. `credentials.ts` has the credentials of each
// column, and `who-may.spec.ts` calls every operation with every credential.

export type Row = readonly [user: number, machine: number, unscoped: number, foreign: number, deviceKey: number];

/** Rows of the APIs that authenticate. Every bad credential is 401. */
// prettier-ignore
export const CALLERS: Readonly<Record<string, Row>> = {
  //                                        the tenant's   machine with   machine      another       a tenant
  //                                        own user       the scope      without it   tenant's      device's key
  'management-v2 listDevices':              [200,          200,           403,         200,          401],
  'management-v2 searchDevices':            [200,          200,           403,         200,          401],
  'management-v2 countDevices':             [200,          200,           403,         200,          401],
  'management-v2 exportDevices':            [200,          200,           403,         200,          401],
  'management-v2 exportSearch':             [200,          200,           403,         200,          401],
  'management-v2 getDevice':                [200,          200,           403,         404,          401],
  'management-v2 preauthorize':             [201,          201,           403,         201,          401],
  'management-v2 decommission':             [204,          204,           403,         404,          401],
  'management-v2 dismissAuthSet':           [204,          204,           403,         404,          401],
  'management-v2 getAuthSetStatus':         [200,          200,           403,         404,          401],
  'management-v2 setAuthSetStatus':         [204,          204,           403,         404,          401],
  'management-v2 revokeToken':              [204,          204,           403,         404,          401],
  'management-v2 listEvents':               [200,          200,           403,         200,          401],
  'management-v2 exportEvents':             [200,          200,           403,         200,          401],
  'management-v2 getLimit':                 [200,          200,           403,         200,          401],
  'management-v2 getQueue':                 [200,          200,           403,         200,          401],
  'management-v2 countMatchingDevices':     [200,          200,           403,         200,          401],
  'management-v2 getSummary':               [200,          200,           403,         200,          401],
  'management-v2 decideAuthSets':           [200,          200,           403,         200,          401],
  'management-v2 undoDecision':             [200,          200,           403,         404,          401],
  'management-v2 dismissAuthSets':          [200,          200,           403,         200,          401],
  'management-v2 decommissionDevices':      [200,          200,           403,         200,          401],
  'management-v2 preauthorizeMany':         [200,          200,           403,         200,          401],
  'management-v2 diagnoseDevice':           [200,          200,           403,         404,          401],
  'management-v2 diagnoseIdentity':         [200,          200,           403,         200,          401],
  'management-v2 listTokens':               [200,          200,           403,         404,          401],
  'management-v2 revokeTokensOfDevice':     [204,          204,           403,         404,          401],
  'management-v2 getRevocations':           [200,          200,           403,         200,          401],
  'management-v2 getSession':               [200,          200,           200,         200,          401],
  'management-v2 listApiKeys':              [200,          401,           401,         200,          401],
  'management-v2 createApiKey':             [201,          401,           401,         201,          401],
  'management-v2 revokeApiKey':             [204,          401,           401,         404,          401],
  'management-v2 listWebhooks':             [200,          200,           403,         200,          401],
  'management-v2 createWebhook':            [201,          201,           403,         201,          401],
  'management-v2 getWebhook':               [200,          200,           403,         404,          401],
  'management-v2 changeWebhook':            [200,          200,           403,         404,          401],
  'management-v2 removeWebhook':            [204,          204,           403,         404,          401],
  'management-v2 rotateWebhookSecret':      [200,          200,           403,         404,          401],
  'management-v2 listWebhookDeliveries':    [200,          200,           403,         404,          401],
  'management-v2 redeliverWebhookDelivery': [200,          200,           403,         404,          401],
  'management-v2 redeliverWebhookEvents':   [202,          202,           403,         404,          401],
  'management-v2 pingWebhook':              [200,          200,           403,         404,          401],
  'tenant-devices listTenantDevices':       [200,          200,           403,         403,          403],
  'tenant-devices createDevice':            [201,          201,           403,         403,          403],
  'tenant-devices getDevice':               [200,          200,           403,         403,          403],
  'tenant-devices updateDevice':            [200,          200,           403,         403,          403],
  'tenant-devices deleteDevice':            [202,          202,           403,         403,          403],
  'tenant-devices resetConnections':        [200,          200,           403,         403,          403],
  'internal-v1 introspectToken':            [401,          200,           403,         401,          401],
  'tenant-devices connect':                 [403,          200,           403,         403,          401],
};

/** Rows of the internal listener: the answer to everyone, or, if the installation has an internal key, to callers with the key. */
// prettier-ignore
export const INTERNAL: Readonly<Record<string, number>> = {
  'internal-v1 revokeTokens': 204, 'internal-v1 revokeTokenOfTenant': 204, 'internal-v1 createTenant': 201,
  'internal-v1 getTenantLimit': 200, 'internal-v1 setTenantLimit': 204, 'internal-v1 deleteTenantLimit': 204,
  'internal-v1 listDevicesOfTenant': 200, 'internal-v1 countDevicesOfTenant': 200, 'internal-v1 setProvisioned': 204,
  'internal-v1 endDevice': 204, 'internal-v1 getDeviceStatus': 200, 'internal-v1 alive': 204,
  'internal-v1 health': 204, 'internal-v1 diagnose': 200, 'internal-v1 backup': 200, 'internal-v1 listApiKeys': 200,
  'internal-v1 createApiKey': 201, 'internal-v1 revokeApiKey': 204, 'internal-v1 getDeviceSettings': 200,
  'internal-v1 getRevocations': 200, 'internal-v1 listSigningKeys': 200, 'internal-v1 listTenants': 200,
  'internal-v1 askAboutClient': 200, 'internal-v1 askForEmqx': 200,
  'internal-v1 askForVernemq': 200, 'internal-v1 askForRabbitmq': 200, 'internal-v1 askForMosquitto': 200,
  'internal-v1 setDeviceSettings': 204, 'well-known getMetrics': 200,
};

/** The answer about a thing of another installation, if it is not 404 or the usual one. */
export const ELSEWHERE: Readonly<Record<string, number>> = { 'internal-v1 askForMosquitto': 403 };

/** The answer to everyone, with any credential. */
// prettier-ignore
export const ANYONE: Readonly<Record<string, number>> = {
  'devices-v1 submitAuthRequest': 200, 'well-known getJwks': 200, 'well-known livez': 204, 'well-known readyz': 200,
  'well-known getDocs': 200, 'well-known getDocsFile': 200,
  'console getConsolePage': 200, 'console getConsoleFile': 200, 'console getConsoleConfig': 200, 'console getConsoleSession': 200,
  'console beginLogin': 404, 'console finishLogin': 404, 'console endLogin': 404, // no issuer is set
};

/** Operations for the console's own page only, which no credential replaces. */
export const OWN_PAGE: Readonly<Record<string, number>> = { 'console signIn': 204, 'console signOut': 204 };

/** They check the credential itself: 200 for a device's token, 401 for every other. */
export const VERDICTS = ['internal-v1 verifyToken', 'internal-v1 verifyTokenPost'];
