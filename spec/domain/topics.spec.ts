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
    ['/devices', false],
  ])('%s: %p', (text, is) => {
    expect(isPattern(text)).toBe(is);
  });
});

describe('topicsOf', () => {
  test('the ids stand in the place of their names', () => {
    expect(topicsOf(['{tenant}/{device}/#', 'all'], { device: 'd1', tenant: 'acme' })).toEqual(['acme/d1/#', 'all']);
  });

  test.each(['a/b', 'a+', '#', '', 'a{device}', 'a\0b'])(
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
    ['devices/d1/', true, true],
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
    ['devices/d1/\0', false, false],
    ['', false, false],
    [`devices/d1/${'x'.repeat(65_535)}`, false, false],
  ])('%s', (topic, publish, subscribe) => {
    expect([mayPublish(topic, OWN), maySubscribe(topic, OWN)]).toEqual([publish, subscribe]);
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
