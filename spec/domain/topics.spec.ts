import { describe, expect, test } from '@jest/globals';
import { isPattern, mayPublish, maySubscribe, topicOfRoutingKey, topicsOf } from '../../src/domain/topics.ts';

describe('isPattern', () => {
  test.each([
    ['devices/{device}/#', true],
    ['{tenant}/devices/{device}/#', true],
    ['announcements', true],
    ['d-{device}/up', true],
    ['#', false],
    ['', false],
    ['devices/+/x', false],
    ['devices/#/x', false],
    ['devices/{device}/x#', false],
    ['devices/{name}/#', false],
    ['$SYS/{device}', false],
    ['$share/g/{device}/#', false],
    ['devices//x', false],
    ['devices/{device}/', false],
    ['devices/../{device}/#', false],
    ['devices/./#', false],
    ['devices/{device}\n/#', false],
    ['/devices', false],
  ])('%s: %p', (text, is) => {
    expect(isPattern(text)).toBe(is);
  });
});

describe('topicsOf', () => {
  test('the ids replace their names', () => {
    expect(topicsOf(['{tenant}/{device}/#', 'all'], { device: 'd1', tenant: 'acme' })).toEqual(['acme/d1/#', 'all']);
  });

  test.each(['a/b', 'a+', '#', '', 'a{device}', 'a\0b', '.', '..', 'a\u0085'])(
    'an id that would be more than a level has no topic: %j',
    (device) => {
      expect(topicsOf(['devices/{device}/#', 'all'], { device, tenant: 'acme' })).toEqual(['all']);
    },
  );

  test('an id does not make a topic of the broker', () => {
    expect(topicsOf(['{device}/#'], { device: '$SYS', tenant: 'acme' })).toEqual([]);
  });

  test('an id with a pattern of String.replace stays as it is', () => {
    expect(topicsOf(['devices/{device}/#'], { device: '$&', tenant: 'acme' })).toEqual(['devices/$&/#']);
  });
});

describe('which topics a device may use', () => {
  const OWN = ['devices/d1/#', 'announcements'];

  test.each([
    ['devices/d1/up', true, true],
    ['devices/d1', true, true],
    ['devices/d1/a/b/c', true, true],
    ['announcements', true, true],
    ['devices/d1/#', false, true],
    ['devices/d1/+/x', false, true],
    ['devices/d1/+/#', false, true],
    ['announcements/x', false, false],
    ['devices/d10/up', false, false],
    ['devices/D1/up', false, false],
    ['devices/d2/up', false, false],
    ['devices/+/up', false, false],
    ['+/d1/up', false, false],
    ['devices/#', false, false],
    ['#', false, false],
    ['+/+/+', false, false],
    ['/devices/d1/up', false, false],
    ['$share/g/devices/d1/up', false, false],
    ['$SYS/#', false, false],
    ['devices/d1/#/x', false, false],
    ['devices/d1/x#', false, false],
    ['devices/d1/x+', false, false],
    ['devices/+/#', false, false],
    ['$share/g/devices/#', false, false],
    ['$share/g/#', false, false],
    ['$queue/devices/d1/up', false, false],
    ['$delayed/1/devices/d1/up', false, false],
    ['$SYS/devices/d1/up', false, false],
    ['', false, false],
    ['devices/d1/{device}', true, true],
    ['devices/d1/a.b', true, true],
    ['devices/d1/...', true, true],
    ['devices/d1/%2e%2e', true, true],
    ['devices/d1/Grüße', true, true],
    ['devices/d1/🙂', true, true],
  ])('%s', (topic, publish, subscribe) => {
    expect([mayPublish(topic, OWN), maySubscribe(topic, OWN)]).toEqual([publish, subscribe]);
  });
});

describe('a topic that could be read in two ways is denied below the own levels too', () => {
  test.each([
    ['a level that leads up', 'devices/d1/../d2/up'],
    ['a level that leads up, at the end', 'devices/d1/..'],
    ['a level that leads nowhere', 'devices/d1/./up'],
    ['an empty level', 'devices/d1//up'],
    ['an empty level at the end', 'devices/d1/'],
    ['an empty level at the beginning', '/devices/d1/up'],
    ['U+0000', 'devices/d1/\0'],
    ['U+0001', 'devices/d1/a\u0001'],
    ['U+001F', 'devices/d1/a\u001f'],
    ['a line feed', 'devices/d1/a\nb'],
    ['U+007F', 'devices/d1/\u007f'],
    ['U+009F', 'devices/d1/\u009f'],
    ['bytes that were no UTF-8', 'devices/d1/\ufffd'],
    ['half of a surrogate pair', 'devices/d1/\ud800'],
    ['more bytes than MQTT has room for', `devices/d1/${'ü'.repeat(32_764)}`],
  ])('%s', (_what, topic) => {
    expect([mayPublish(topic, ['devices/d1/#']), maySubscribe(topic, ['devices/d1/#'])]).toEqual([false, false]);
  });

  test('as many bytes as MQTT has room for are allowed', () => {
    expect(mayPublish(`devices/d1/${'x'.repeat(65_524)}`, ['devices/d1/#'])).toBe(true);
  });
});

describe('topicOfRoutingKey', () => {
  test.each([
    ['devices.d1.up', 'devices/d1/up'],
    ['devices.*.up', 'devices/+/up'],
    ['devices.#', 'devices/#'],
    ['devices/d1.up', undefined], // the MQTT topic was devices.d1/up
  ])('%s', (key, topic) => {
    expect(topicOfRoutingKey(key)).toBe(topic);
  });
});
