// The imports that each folder of src may have: one row for each folder. `architecture.spec.ts` checks it.

export interface Row {
  /** The beginning of paths in src. The longest matching one is the row of a file. */
  readonly files: string;
  /** Imports from src, by the beginning of the path. */
  readonly src: readonly string[];
  /** Imports from npm; `type:` if only types are imported. */
  readonly npm: readonly string[];
  /** Node's own modules: any, unless they are named here. */
  readonly node?: readonly string[];
}

const PORTS = [
  'store/store.ts',
  'store/imports.ts',
  'store/mender.ts',
  'store/audit.ts',
  'store/webhooks.ts',
  'store/stats.ts',
  'device-keys/keys.ts',
  'tokens/tokens.ts',
];
/** Imports of the commands in every folder. */
const COMMANDS = ['service/deps.ts', 'service/until-written.ts', 'service/write-and-announce.ts'];
const SIGNALS = ['observe/announce.ts', 'observe/metrics.ts', 'observe/tracing.ts', 'observe/disk-space.ts'];

// prettier-ignore
export const IMPORTS: readonly Row[] = [
  { files: 'time/',              src: ['time/'], npm: ['type:winston'], node: [] },
  { files: 'domain/',            src: ['domain/'], npm: [], node: [] },
  { files: 'domain/identity.ts', src: ['domain/'], npm: [], node: ['node:crypto'] },
  { files: 'domain/api-key.ts',  src: ['domain/'], npm: [], node: ['node:crypto'] },
  { files: 'domain/sealed-text.ts', src: ['domain/'], npm: [], node: ['node:zlib'] },
  { files: 'config/',            src: ['config/', 'domain/'], npm: ['zod'] },
  { files: 'observe/',           src: ['observe/', 'http/routes.ts', 'domain/', 'time/', 'store/stats.ts'], npm: ['winston', 'prom-client'] },
  { files: 'observe/tracing.ts', src: ['config/'], npm: ['@opentelemetry/api', '@opentelemetry/core'] },
  { files: 'service/',                src: ['domain/', 'service/', 'memory/', 'time/', ...PORTS, ...SIGNALS], npm: [], node: [] },
  { files: 'service/fleet/',          src: ['domain/', ...COMMANDS, 'service/fleet/', 'memory/', 'time/', ...PORTS, ...SIGNALS], npm: [], node: [] },
  { files: 'service/tenant-devices/', src: ['domain/', ...COMMANDS, 'service/tenant-devices/', 'memory/', 'time/', ...PORTS, ...SIGNALS], npm: [], node: [] },
  { files: 'service/api-keys/',       src: ['domain/', ...COMMANDS, 'service/api-keys/', 'memory/', 'time/', ...PORTS, ...SIGNALS], npm: [], node: [] },
  { files: 'service/webhooks/',       src: ['domain/', ...COMMANDS, 'service/webhooks/', 'memory/', 'time/', ...PORTS, ...SIGNALS], npm: [], node: [] },
  { files: 'verifier/',          src: ['verifier/'], npm: ['jose'] },
  { files: 'cli/verify-proxy.ts', src: ['cli/io.ts', 'config/client.ts', 'verifier/'], npm: ['commander'] },
  { files: 'readers/',           src: ['readers/', 'domain/', 'service/', 'time/', ...PORTS], npm: ['type:winston'] },
  { files: 'readers/webhooks/',  src: ['readers/', 'domain/', 'service/', 'time/', ...PORTS], npm: ['type:winston', 'standardwebhooks'] },
  { files: 'memory/',            src: ['domain/', 'memory/', 'time/', ...PORTS], npm: [] },
  { files: 'store/',             src: ['domain/', 'store/store.ts', 'store/audit.ts', 'store/webhooks.ts', 'store/imports.ts', 'store/mender.ts', 'store/stats.ts', 'store/failures.ts'], npm: [] },
  { files: 'store/open.ts',      src: ['store/', 'config/'], npm: [] },
  { files: 'store/sqlite/',      src: ['domain/', 'store/store.ts', 'store/audit.ts', 'store/webhooks.ts', 'store/imports.ts', 'store/mender.ts', 'store/stats.ts', 'store/failures.ts', 'store/sqlite/', 'time/'], npm: ['@photostructure/sqlite'] },
  { files: 'store/mongo/',       src: ['domain/', 'store/store.ts', 'store/audit.ts', 'store/webhooks.ts', 'store/imports.ts', 'store/mender.ts', 'store/stats.ts', 'store/failures.ts', 'store/mongo/', 'time/'], npm: ['mongodb'] },
  { files: 'device-keys/',       src: ['domain/', 'device-keys/', 'memory/bounded-map.ts', 'time/'], npm: ['node-forge', 'node-forge/lib/asn1.js'] },
  { files: 'tokens/',            src: ['domain/', 'tokens/tokens.ts', 'tokens/gate.ts', 'tokens/crypto-key.ts', 'tokens/pem.ts', 'tokens/key-text.ts'], npm: ['jose'] },
  { files: 'tokens/own/',        src: ['domain/', 'tokens/tokens.ts', 'tokens/gate.ts', 'tokens/crypto-key.ts', 'tokens/pem.ts', 'tokens/key-text.ts', 'tokens/own/', 'memory/bounded-map.ts'], npm: ['jose', 'zod'] },
  { files: 'tokens/own/open.ts', src: ['domain/', 'tokens/own/', 'config/'], npm: [] },
  { files: 'tokens/foreign/',    src: ['domain/', 'tokens/tokens.ts', 'tokens/gate.ts', 'tokens/crypto-key.ts', 'tokens/pem.ts', 'tokens/key-text.ts', 'tokens/foreign/'], npm: ['jose'] },
  { files: 'tokens/foreign/oidc.ts', src: ['domain/', 'tokens/tokens.ts'], npm: ['openid-client', 'type:openid-client'] },
  { files: 'http/',              src: ['domain/', 'service/', 'http/', 'memory/', 'time/', 'config/', ...PORTS, ...SIGNALS], npm: ['type:winston'] },
  { files: 'http/api/',          src: ['domain/', 'service/', 'http/', 'memory/', 'time/', 'config/', ...PORTS, ...SIGNALS], npm: ['type:winston'] },
  { files: 'http/api/revocations.ts', src: ['domain/', 'readers/revocations.ts', 'http/api/'], npm: [] },
  { files: 'http/lists/',        src: ['domain/', 'http/lists/', 'time/'], npm: ['csv-parse'] },
  { files: 'http/bind/',         src: ['domain/', 'http/', 'time/', 'config/', ...PORTS, ...SIGNALS], npm: ['express', 'express-openapi-validator', 'helmet', 'type:winston'] },
  { files: 'http/bind/document.ts', src: ['http/'], npm: [] },
  { files: 'http/console/',      src: ['domain/', 'http/', 'config/', ...PORTS], npm: ['type:express'] },
  { files: 'http/callers/',      src: ['domain/', 'service/', 'http/', 'memory/', 'config/', ...PORTS, ...SIGNALS], npm: ['type:express'] },
  { files: 'http/hot/',          src: ['domain/', 'service/', 'http/', 'memory/', 'time/', ...PORTS, ...SIGNALS], npm: ['type:winston'] },
  { files: 'http/server/',       src: ['domain/errors.ts', 'domain/source.ts', 'http/server/', 'time/'], npm: ['type:express'] },
  { files: 'cli/',               src: ['cli/', 'http/routes.ts', 'config/', 'domain/', 'time/', 'service/diagnose.ts', 'observe/printable.ts'], npm: ['commander', 'zod'] },
  { files: 'cli/keys.ts',        src: ['cli/', 'config/', 'domain/', 'time/', 'tokens/own/key-rotation.ts'], npm: ['commander'] },
  { files: 'cli/oidc.ts',        src: ['cli/'], npm: ['openid-client', 'type:openid-client'] },
  { files: 'cli/device-list.ts', src: ['cli/'], npm: ['csv-parse/sync', 'zod'] },
  { files: 'main.ts',            src: ['cli/'], npm: [] },
  // Files that put everything together.
  { files: 'compose.ts',         src: [''], npm: ['type:winston'] },
  { files: 'compose/',           src: [''], npm: ['uuid', 'type:winston'] },
  { files: 'compose/opened.ts',  src: [], npm: [], node: [] },
  { files: 'serve.ts',           src: [''], npm: [] },
  { files: 'maintain/',          src: [''], npm: [] },
  { files: 'maintain.ts',        src: [''], npm: [] },
];
