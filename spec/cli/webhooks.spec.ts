// `devauth webhooks` against a running service and a real receiver: what it prints, and how it ends.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { webhooksCommand } from '../../src/cli/webhooks.ts';
import { openApp, type TestApp } from '../support/app/app.ts';
import { isSignedWith, openWebhookReceiver, type WebhookReceiver } from '../support/app/webhook-receiver.ts';
import { until } from '../support/until.ts';

let app: TestApp;
let receiver: WebhookReceiver;
let folder: string;
beforeAll(async () => {
  receiver = await openWebhookReceiver();
  app = await openApp({ DEVICEAUTH_WEBHOOKS_PRIVATE_NETWORKS: 'true' });
  folder = mkdtempSync(join(tmpdir(), 'devauth-cli-'));
  writeFileSync(join(folder, 'token'), app.users.token(''));
});
afterAll(async () => {
  await app.close();
  await receiver.stop();
  rmSync(folder, { recursive: true });
});

/** As `devauth` has it: the options of all commands, and what went to which output. */
async function devauth(...words: readonly string[]) {
  const said = { out: '', err: '' };
  const io = { out: (text: string) => void (said.out += text), err: (text: string) => void (said.err += text) };
  const program = new Command('devauth')
    .option('--json')
    .option('--server <url>')
    .option('--token-file <file>')
    .addCommand(webhooksCommand(io));
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  }
  const place = ['--server', app.publicUrl, '--token-file', join(folder, 'token')];
  await program.parseAsync([...place, ...words], { from: 'user' });
  return said;
}

const added = async (...more: readonly string[]): Promise<{ id: string; secret: string }> =>
  JSON.parse((await devauth('--json', 'webhooks', 'add', receiver.url, ...more)).out);

describe('devauth webhooks', () => {
  test('add prints the secret and nothing else on standard output, and the messages are signed with it', async () => {
    const { out, err } = await devauth('webhooks', 'add', receiver.url, '--event', 'device.pending');

    expect(out).toMatch(/^whsec_[A-Za-z0-9+/]{43}=\n$/);
    expect(err).toBe('Store it now: it is not shown again.\n');
    await app.pending();
    const received = await until('it is told', () => receiver.taken[0]);
    expect(isSignedWith(out.trim(), received)).toBe(true);
  });

  test('list and show say how it is, and change, rotate and remove do what they say', async () => {
    const { id, secret } = await added('--description', 'ticket system', '--disable');

    const changed = await devauth('webhooks', 'change', id, '--event', 'device.removed', 'limit.reached');
    const rotated = await devauth('webhooks', 'rotate', id, '--overlap', '60');
    const listed = await devauth('webhooks', 'list');
    const shown = await devauth('--json', 'webhooks', 'show', id);
    const removed = await devauth('webhooks', 'remove', id);

    expect(changed.out).toContain('device.removed limit.reached');
    expect(rotated.out).toMatch(/^whsec_/);
    expect(listed.out).toMatch(new RegExp(`${id}\\tdisabled\\t${receiver.url}\\t.*ticket system`));
    expect(JSON.parse(shown.out).secrets).toHaveLength(2);
    expect(listed.out + shown.out).not.toContain(secret.slice(6, 20));
    expect(removed.out).toBe(`${id} is removed\n`);
    await expect(devauth('webhooks', 'show', id)).rejects.toMatchObject({ exitCode: 1 });
  });

  test('ping and redeliver say what the receiver answers, and end with 1 when it does not take the message', async () => {
    const { id } = await added('--event', 'device.pending');
    await app.pending();
    const delivery = await until('it is in the log', async () => {
      const { out } = await devauth('--json', 'webhooks', 'deliveries', id);
      return out === '' ? undefined : JSON.parse(out.split('\n')[0] ?? '');
    });

    const ping = await devauth('webhooks', 'ping', id);
    const again = await devauth('webhooks', 'redeliver', id, delivery.id);
    const since = await devauth('webhooks', 'redeliver', id, '--since', '2100-01-01T00:00:00Z');
    receiver.be(500);
    const refused = devauth('webhooks', 'ping', id);

    expect([ping.out, again.out]).toEqual(
      Array(2).fill(expect.stringMatching(/^the receiver answered 204 in \d+ ms\n$/)),
    );
    expect(since.out).toContain('gets everything since 2100-01-01T00:00:00.000Z again');
    await expect(refused).rejects.toMatchObject({ name: 'CommandFailed', exitCode: 1 });
    receiver.be(204);
  });

  test.each([
    [['redeliver', 'x']],
    [['redeliver', 'x', 'y', '--since', '2026-01-01T00:00:00Z']],
    [['redeliver', 'x', '--since', 'yesterday']],
    [['change', 'x']],
    [['rotate', 'x', '--overlap', 'long']],
  ])('%j is a wrong command line', async (words) => {
    await expect(devauth('webhooks', ...words)).rejects.toMatchObject({ name: 'CommandFailed', exitCode: 2 });
  });

  test('an event that there is not is a wrong command line', async () => {
    const wrong = devauth('webhooks', 'add', receiver.url, '--event', 'device.exploded');

    await expect(wrong).rejects.toMatchObject({ code: 'commander.invalidArgument' });
  });
});
