// Turns errors of Express, its body reader and the validator into the service's own codes.
import { Refused, type RefusalCode, type RefusalDetails } from '../../domain/errors.ts';
import { codeOfStatus } from '../errors.ts';
import { faultsOf } from './validators.ts';

const MAX_MESSAGE = 300;

/** `undefined` for a bug, or for something that the caller must not learn. */
export function refusalOf(error: unknown): Refused | undefined {
  if (error instanceof Refused) return error;
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const code = codeOfStatus(error.status);
  return code && new Refused(code, messageOf(error, code), { ...errorsOf(error), cause: error });
}

function messageOf(error: Error, code: RefusalCode): string {
  if (code === 'too_large') return 'request body too large';
  const faults = faultsOf(error);
  if (faults === undefined) return error.message.slice(0, MAX_MESSAGE);
  const parts = faults.map(({ path, message }) => `${path.replace(/^\//, '').replaceAll('/', '.')} ${message}`);
  return parts.join('; ').slice(0, MAX_MESSAGE);
}

/** Returns the findings of the validator for each place in the request. */
function errorsOf(error: Error): Pick<RefusalDetails, 'errors'> {
  const faults = faultsOf(error);
  if (faults === undefined) return {};
  const errors: Record<string, string[]> = Object.create(null);
  for (const { path, message } of faults) {
    const place = path.replace(/^\//, '').replaceAll('/', '.').slice(0, MAX_MESSAGE);
    errors[place] = [...(errors[place] ?? []), message.slice(0, MAX_MESSAGE)];
  }
  return { errors };
}
