// A missing device, and the fields of an identity.
import { plural } from '../../format.ts';

export const identity = {
  title: 'Identity, as the device sends it',
  name: (n: number): string => `Name of attribute ${n}`,
  nameHint: 'name',
  value: (n: number): string => `Value of attribute ${n}`,
  valueHint: 'value',
  add: 'Add an attribute',
  asJson: 'Write it as JSON',
  asRows: 'Back to fields',
  json: 'Identity as JSON',
  jsonHint: 'For values that are no texts: numbers, true and false, lists, objects.',
  noJson: 'This is no JSON object.',
  keyPlaceholder: '-----BEGIN PUBLIC KEY-----',
};

export const missing = {
  title: 'Missing device',
  lead: 'For a device that is in no list. Enter what it sends or what its label says: identity, key, or both. Nothing changes.',
  key: 'Public key (PEM), if you have it',
  go: 'Explain',
  answer: 'What is known of it',
  link: 'Explain why a device is not here',
  matches: {
    exact: 'on record',
    identity: 'identity on record',
    key: 'key on record',
    near: 'nearly the same on record',
    none: 'nothing on record',
  },
  differences: (n: number): string => plural(n, { one: '# difference', other: '# differences' }),
  attribute: 'Attribute',
  known: 'On record',
  given: 'You entered',
  absent: 'absent',
  would: {
    accept: 'If it asked now with this, it would get a token.',
    wait: 'If it asked now with this, it would wait for a decision.',
    reject: 'If it asked now with this, it would be refused.',
    no_room: 'If it asked now with this, it would be refused: there is no room.',
  },
  open: 'Open the device on record',
  preauthorize: 'Preauthorize what you entered',
};
