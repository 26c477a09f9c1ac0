import { expect, test } from '@jest/globals';
import { auditReaders } from '../../src/readers/audit.ts';
import { openApp } from '../support/app/app.ts';
import { describeMongo } from '../support/stores/mongo.ts';
import { onMongo } from '../support/stores/stores.ts';
import { openTestReaders } from './tools.ts';
import { until } from '../support/until.ts';

test('the embedded store has no reader for the audit: its feed is the audit', async () => {
  const readers = await openTestReaders();

  expect(auditReaders(readers.store.audit)).toEqual([]);
  await readers.close();
});

if (onMongo()) {
  describeMongo('on MongoDB', () => {
    test('an announced event is in the audit within a second, and the reader is in the list of readers', async () => {
      const app = await openApp();
      await app.pending();

      await until('it is in the audit', async () => (await app.management('GET /events')).body.length === 3, 2000);

      const [audit] = await app.service.store.stats.readers();
      expect(audit).toMatchObject({ name: 'audit' });
      await app.close();
    });
  });
}
