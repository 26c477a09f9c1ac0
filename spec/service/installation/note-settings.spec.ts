import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { noteSettings } from '../../../src/service/installation/note-settings.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';

let opened: TestDeps;

beforeEach(async () => {
  opened = await openDeps();
});
afterEach(() => opened.close());

const start = (set: Readonly<Record<string, string>>) => noteSettings({ ...opened.deps, ...opened.store }, set);
const changes = async () =>
  (await opened.store.feed.read(0, 10)).map(({ event }) => (event.type === 'settings.changed' ? event.settings : []));

describe('noteSettings', () => {
  test('records the changes since the last start that changed something', async () => {
    await start({ A: '1', B: '2' });
    await start({ A: '1', B: '2' });
    await start({ A: '3', C: '4' });

    expect(await changes()).toEqual([
      [
        { name: 'A', to: '1' },
        { name: 'B', to: '2' },
      ],
      [
        { name: 'A', from: '1', to: '3' },
        { name: 'B', from: '2' },
        { name: 'C', to: '4' },
      ],
    ]);
  });

  test('writes nothing at a start with the defaults', async () => {
    await start({});

    expect(await changes()).toEqual([]);
    expect(opened.announced).toEqual([]);
  });
});
