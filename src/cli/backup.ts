// `devauth backup`: a consistent copy of the embedded store while the server goes on serving. The file appears when it is whole.
import { Command } from 'commander';
import { link, open, rm, type FileHandle } from 'node:fs/promises';
import { clientOf, refusalOf, type Client } from './client.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';

const OWNER_ONLY = 0o600;

export const backupCommand = (io: Io): Command =>
  new Command('backup')
    .description('copy the embedded store of a running server into a file, which is not there yet')
    .argument('<file>')
    .addHelpText(
      'after',
      '\nThe signing keys are not in it: copy their folder too.\nTo restore: stop the server, put the copy in the place of devauth.db, remove devauth.db-wal, start.\n',
    )
    .action(async (file: string, _options: unknown, command: Command) => {
      const client = clientOf(command);
      const bytes = await whole(file, (handle) => receive(client, handle));
      const { json } = command.optsWithGlobals<{ json?: true }>();
      io.out(json ? `${JSON.stringify({ file, bytes })}\n` : `${file}: ${bytes} bytes\n`);
    });

/** The file is there when `write` has ended well and its bytes are on the disk; one that was there before stays. */
async function whole(file: string, write: (handle: FileHandle) => Promise<number>): Promise<number> {
  const part = `${file}.part`;
  const handle = await open(part, 'wx', OWNER_ONLY).catch(() => {
    throw new CommandFailed(EXIT.refused, `${part} cannot be made, or is there already`);
  });
  try {
    const bytes = await write(handle);
    await handle.sync();
    await link(part, file).catch(() => {
      throw new CommandFailed(EXIT.refused, `${file} is there already, or cannot be made`);
    });
    return bytes;
  } finally {
    await handle.close();
    await rm(part, { force: true });
  }
}

async function receive(client: Client, handle: FileHandle): Promise<number> {
  const response = await client.internalRaw('POST /backup');
  if (!response.ok || response.body === null) {
    throw refusalOf(response.status, await response.json().catch(() => undefined));
  }
  const body: AsyncIterable<Uint8Array> = response.body;
  let bytes = 0;
  for await (const chunk of body) {
    await handle.writeFile(chunk);
    bytes += chunk.byteLength;
  }
  const expected = Number(response.headers.get('content-length'));
  if (bytes !== expected)
    throw new CommandFailed(EXIT.refused, `the copy broke off after ${bytes} of ${expected} bytes`);
  return bytes;
}
