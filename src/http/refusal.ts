// What Express, its body reader and the validator throw, said in the service's own codes.
import { error as validatorErrors } from 'express-openapi-validator';
import { Refused } from '../domain/errors.ts';
import { codeOfStatus } from './errors.ts';

const MAX_MESSAGE = 300;

/** `undefined`: a bug, or something of which the caller shall learn nothing. */
export function refusalOf(error: unknown): Refused | undefined {
  if (error instanceof Refused) return error;
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const code = codeOfStatus(error.status);
  return code && new Refused(code, messageOf(error), { cause: error });
}

function messageOf(error: Error): string {
  if (!(error instanceof validatorErrors.BadRequest)) return error.message.slice(0, MAX_MESSAGE);
  const parts = error.errors.map(({ path, message }) => `${path.replace(/^\//, '').replaceAll('/', '.')} ${message}`);
  return parts.join('; ').slice(0, MAX_MESSAGE);
}
