// Chooses the media type of an answer by `Accept` and its q values (RFC 9110, 12.4.2 and 12.5.1).
import type { Request } from 'express';
import { Refused } from '../../domain/errors.ts';

type Accepting = Pick<Request, 'accepts' | 'headers'>;

/** Returns the type that the caller prefers. The first one if the caller accepts every type, or none of these. */
export const preferredType = (request: Accepting, types: readonly string[]): string | undefined =>
  acceptedType(request, types) ?? types[0];

/** The same, but refuses if the caller accepts none of these and has excluded the first one with `q=0`. */
export function acceptableType(request: Accepting, types: readonly string[]): string {
  const type = preferredType(request, types);
  if (type === undefined) throw new TypeError('an operation without an answer has no media type');
  if (acceptedType(request, types) === undefined && isExcluded(request.headers.accept ?? '', type))
    throw new Refused('not_acceptable', `Accept excludes every media type of the answer: ${types.join(', ')}`);
  return type;
}

const acceptedType = (request: Accepting, types: readonly string[]): string | undefined =>
  types.find((type) => type === request.accepts([...types]));

/** True if a range of the header that covers the type has the quality 0. */
function isExcluded(accept: string, type: string): boolean {
  const covering = [type, `${type.slice(0, type.indexOf('/'))}/*`, '*/*'];
  return accept
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';').map((part) => part.trim()))
    .some(([range = '', ...parameters]) => covering.includes(range) && parameters.some((part) => ZERO.test(part)));
}

const ZERO = /^q=0(\.0{0,3})?$/;
