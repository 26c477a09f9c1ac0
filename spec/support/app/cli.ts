// `devauth` as an operator runs it: the program, a service, and settings of a client with all rights there.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApp, type TestApp } from './app.ts';
import { openProgram, type Ended, type Environment, type Program } from './program.ts';

export interface Cli {
  readonly app: TestApp;
  readonly program: Program;
  readonly env: Environment;
  /** Runs the program with these words as that operator. */
  devauth(...words: readonly string[]): Promise<Ended>;
  close(): Promise<void>;
}

export async function openCli(): Promise<Cli> {
  const program = openProgram();
  const app = await openApp();
  const tokenFile = join(program.folder, 'token');
  writeFileSync(tokenFile, `${app.users.token()}\n`);
  const env = {
    DEVAUTH_SERVER: app.publicUrl,
    DEVAUTH_INTERNAL_SERVER: app.internalUrl,
    DEVAUTH_TOKEN_FILE: tokenFile,
  };
  return {
    app,
    program,
    env,
    devauth: (...words) => program.run(words, env),
    close: async () => {
      await program.close();
      await app.close();
    },
  };
}
