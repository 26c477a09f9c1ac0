// Reads bodies of forms, for callers that do not send JSON, as strictly as JSON bodies (D7). Every value is a text, and no name
// occurs twice.
import { Refused } from '../../domain/errors.ts';

export const FORM_TYPE = 'application/x-www-form-urlencoded';

export function parseForm(text: string): Readonly<Record<string, string>> {
  const fields = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decode(at === -1 ? pair : pair.slice(0, at));
    if (fields.has(name)) throw new Refused('invalid_request', `the form has ${name.slice(0, 64)} twice`);
    fields.set(name, at === -1 ? '' : decode(pair.slice(at + 1)));
  }
  return Object.fromEntries(fields);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Refused('invalid_request', 'the form is not encoded as UTF-8');
  }
}
