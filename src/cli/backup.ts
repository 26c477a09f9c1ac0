// `devauth backup`: copies the embedded store of a running server into a file. The file appears only when it is complete.
import { Command } from 'commander';
import { link, open, rm, type FileHandle } from 'node:fs/promises';
import { clientOf, type Client } from './client.ts';
import { CommandFailed, EXIT, RUN_AGAIN, type Io } from './io.ts';
import { say } from './output.ts';

const OWNER_ONLY = 0o600;

export const backupCommand = (io: Io): Command =>
  new Command('backup')
    .description('copy the embedded store of a running server into a new file')
    .argument('<file>')
    .addHelpText(
      'after',
      '\nThe copy does not hold the signing keys: copy their folder too.\nTo restore: stop the server, replace devauth.db by the copy, remove devauth.db-wal, start the server.\n',
    )
    .action(async (file: string, _options: unknown, command: Command) => {
      const client = clientOf(command);
      const bytes = await writeWhole(file, (handle) => receive(client, handle));
      say(io, command, { file, bytes }, `${file}: ${bytes} bytes`);
    });

/** Creates the file after `write` has succeeded and its bytes are on the disk. Refuses an existing file. */
async function writeWhole(file: string, write: (handle: FileHandle) => Promise<number>): Promise<number> {
  const part = `${file}.part`;
  const handle = await open(part, 'wx', OWNER_ONLY).catch(() => {
    throw new CommandFailed(EXIT.refused, `${part} cannot be created, or exists already`, {
      next: 'remove it if no other backup runs, or name a file in a folder that you may write to',
    });
  });
  try {
    const bytes = await write(handle);
    await handle.sync();
    await link(part, file).catch(() => {
      throw new CommandFailed(EXIT.refused, `${file} exists already, or cannot be created`, {
        next: 'name a file that does not exist, in a folder that you may write to',
      });
    });
    return bytes;
  } finally {
    await handle.close();
    await rm(part, { force: true });
  }
}

async function receive(client: Client, handle: FileHandle): Promise<number> {
  const response = await client.internalStream('POST /backup');
  if (response.body === null) throw new CommandFailed(EXIT.refused, 'the server sent no copy', { next: RUN_AGAIN });
  const body: AsyncIterable<Uint8Array> = response.body;
  let bytes = 0;
  for await (const chunk of body) {
    await handle.writeFile(chunk);
    bytes += chunk.byteLength;
  }
  const expected = Number(response.headers.get('content-length'));
  if (bytes !== expected)
    throw new CommandFailed(EXIT.refused, `the copy ended after ${bytes} of ${expected} bytes`, {
      next: RUN_AGAIN,
    });
  return bytes;
}
