// The only user of an installation without configured users (D12, first run): a key of its own, and a token in a file, which is
// renewed while the service runs. Everyone who can read the files of the folder is the operator.
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { exportSPKI } from 'jose';
import { USER_SCOPES } from '../../domain/scopes.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { signJws } from './sign-jws.ts';
import { makeSigningKey, readSigningKey, type SigningKey } from './signing-key.ts';

export interface LocalOperator {
  readonly publicKeyPem: string;
  /** Has only the token, mode 0600. */
  readonly tokenFile: string;
  /** Returns the token in the file. */
  token(): string;
  /**
   * Writes a new token when half the life of the present one is over, or when the clock has jumped: the token would then end too
   * early, or be issued in the future. The owner must call it about every second.
   */
  renewIfDue(): Promise<void>;
}

export interface OperatorClocks {
  readonly now: () => Date;
  /** Time of the monotonic clock. */
  readonly elapsedMs: () => number;
}

/** Keeps the key between starts, and writes a new token at each start. */
export async function openLocalOperator(folder: string, { now, elapsedMs }: OperatorClocks): Promise<LocalOperator> {
  const key = await openKey(folder);
  const tokenFile = join(folder, 'operator.token');
  let issued: { readonly token: string; readonly at: number; readonly elapsed: number };

  async function renew(): Promise<void> {
    const at = now();
    const token = await issue(key, at);
    await writeFileAtomically(tokenFile, token);
    issued = { token, at: at.getTime(), elapsed: elapsedMs() };
  }

  /** Returns how far the clock is from the time of issue plus the time that has passed since. */
  const jumpMs = (): number => Math.abs(now().getTime() - issued.at - (elapsedMs() - issued.elapsed));

  await renew();
  return {
    publicKeyPem: await exportSPKI(key.publicKey),
    tokenFile,
    token: () => issued.token,
    async renewIfDue() {
      if (elapsedMs() - issued.elapsed >= HALF_LIFE_MS || jumpMs() >= JUMP_MS) await renew();
    },
  };
}

const LIFE_SECONDS = 24 * 60 * 60;
const HALF_LIFE_MS = (LIFE_SECONDS * 1000) / 2;
/** Synchronised clocks drift by less in half a life. */
const JUMP_MS = 60_000;

async function openKey(folder: string): Promise<SigningKey> {
  const file = join(folder, 'operator.pem');
  if (!(await exists(file))) await writeFileAtomically(file, (await makeSigningKey('ES256')).pem);
  return (await readSigningKey(file, { dataFolder: folder })).key;
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

function issue(key: SigningKey, now: Date): Promise<string> {
  const iat = Math.floor(now.getTime() / 1000);
  return signJws(key, {
    sub: 'local-operator',
    iat,
    exp: iat + LIFE_SECONDS,
    scope: USER_SCOPES.join(' '),
    'mender.user': true,
  });
}
