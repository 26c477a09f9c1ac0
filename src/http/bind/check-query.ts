// Checks what the validator does not see in a query: names in another spelling, names with a known beginning, and numbers in
// another form.
import type { Request, RequestHandler } from 'express';
import { Refused } from '../../domain/errors.ts';
import type { Operation } from './document.ts';

export function checkQuery({ queries, queryPrefixes, integers }: Operation): RequestHandler {
  return (req, _res, next) => {
    checkNames(req, queries);
    if (queryPrefixes.length > 0) checkPrefixes(req, queries, queryPrefixes);
    checkIntegers(req, integers);
    next();
  };
}

/**
 * Refuses `status[]`. The validator takes it for `status`, but no handler reads it: the list would be longer than the caller wants.
 */
function checkNames(req: Request, names: readonly string[]): void {
  const spelled = Object.keys(req.query).find((given) => names.some((name) => given.startsWith(`${name}[`)));
  if (spelled !== undefined) throw new Refused('invalid_request', `Unknown query parameter '${spelled.slice(0, 64)}'`);
}

/** Refuses unknown names, as the validator does for other operations: it does not support names with a known beginning. */
function checkPrefixes(req: Request, names: readonly string[], prefixes: readonly string[]): void {
  const isKnown = (name: string): boolean => names.includes(name) || prefixes.some((prefix) => name.startsWith(prefix));
  const unknown = Object.keys(req.query).find((name) => !isKnown(name));
  if (unknown !== undefined) throw new Refused('invalid_request', `Unknown query parameter '${unknown.slice(0, 64)}'`);
}

/** Refuses numbers in another form, such as `0x10` and `1e2`, which the validator accepts. */
function checkIntegers(req: Request, names: readonly string[]): void {
  for (const name of names) {
    const value = req.query[name];
    if (value === undefined || (typeof value === 'string' && /^-?\d{1,15}$/.test(value))) continue;
    throw new Refused('invalid_request', `invalid ${name} query: ${JSON.stringify(value).slice(0, 64)}`);
  }
}
