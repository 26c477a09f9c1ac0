// The one user of an installation that has no users yet (D12, first run): a key of its own and a token for a day.
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { CompactSign, exportSPKI } from 'jose';
import { USER_SCOPES } from '../../domain/scopes.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { makeSigningKey, readSigningKey, type SigningKey } from './signing-key.ts';

export interface LocalOperator {
  readonly publicKeyPem: string;
  readonly token: string;
  /** Holds the token and nothing else, 0600. */
  readonly tokenFile: string;
}

const LIFE_SECONDS = 24 * 60 * 60;

/** Keeps the key from start to start; the token is new each time. Whoever may read the folder's files is the operator. */
export async function openLocalOperator(folder: string, now: () => Date): Promise<LocalOperator> {
  const key = await openKey(join(folder, 'operator.pem'));
  const token = await issue(key, now());
  const tokenFile = join(folder, 'operator.token');
  await writeFileAtomically(tokenFile, token);
  return { publicKeyPem: await exportSPKI(key.publicKey), token, tokenFile };
}

async function openKey(file: string): Promise<SigningKey> {
  if (!(await exists(file))) await writeFileAtomically(file, (await makeSigningKey('ES256')).pem);
  return (await readSigningKey(file)).key;
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

async function issue({ alg, kid, privateKey }: SigningKey, now: Date): Promise<string> {
  const iat = Math.floor(now.getTime() / 1000);
  const claims = {
    sub: 'local-operator',
    iat,
    exp: iat + LIFE_SECONDS,
    scope: USER_SCOPES.join(' '),
    'mender.user': true,
  };
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg, kid, typ: 'JWT' })
    .sign(privateKey);
}
