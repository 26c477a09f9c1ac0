// `-q`, the search words on the command line.
import { InvalidArgumentError, Option } from 'commander';

export const queryOption = (): Option => new Option('-q, --query <words>', 'only devices that match all these words');

export const countOption = (says: string): Option => new Option('--limit <n>', says).argParser(countOf);

function countOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1.');
}

export const WORDS_HELP = `
Words:
  sn:E2026           attribute sn begins with E2026; case is ignored
  sn=E20260001       attribute sn is E20260001, in any case
  site:*             attribute site exists
  mac:02:00:5e       MAC addresses in any spelling
  E2026  "New York"  any attribute begins so
  status:accepted    or pending, rejected, preauthorized, noauth; several with commas
  waits:key          a key waits, also a new key of an accepted device
  key:3f2a           the SHA-256 of a key begins so
  id:…               the device of this id
  older:2d newer:1h  known for longer, or shorter, than that; a date is taken, too
  seen:1h unseen:7d  asked within, or not since; unseen:ever
  status=on          with = every name is an attribute
`;
