// Validators of requests for each document: express-openapi-validator, loaded and compiled at the first request that needs it.
// Until then they take no memory and no time at the start.
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { isTimestamp } from '../../domain/timestamp.ts';
import type { DocumentStem } from '../routes.ts';

/** Returns the validator of a document, by its name. */
export type ValidatorOf = (document: DocumentStem) => RequestHandler;

/** Creates one validator for each document, which all listeners share. Specs have short deadlines and compile `now`. */
export function createValidators(when: 'now' | 'first-use'): ValidatorOf {
  const created = new Map<string, RequestHandler>();
  return (document) => {
    const validator = created.get(document) ?? compiled(() => compile(document), when);
    created.set(document, validator);
    return validator;
  };
}

async function compile(document: DocumentStem): Promise<Steps> {
  const [{ middleware }, { REQUESTS }] = await Promise.all([
    import('express-openapi-validator'),
    import('./gen/requests.gen.ts'),
  ]);
  return middleware({
    apiSpec: JSON.parse(REQUESTS[document]),
    $refParser: { mode: 'dereference' },
    validateApiSpec: false, // `validators.spec.ts` does, once
    validateResponses: false, // the client of the specs does
    validateSecurity: false,
    fileUploader: false,
    formats: { 'date-time': { type: 'string', validate: isTimestamp } },
  });
}

type Steps = readonly ((req: Request, res: Response, next: NextFunction) => void)[];

function compiled(compileSteps: () => Promise<Steps>, when: 'now' | 'first-use'): RequestHandler {
  let compiling = when === 'now' ? compileSteps() : undefined;
  return async (req, res, next) => {
    compiling ??= compileSteps();
    run(await compiling, { req, res, next });
  };
}

interface Exchange {
  readonly req: Request;
  readonly res: Response;
  readonly next: NextFunction;
}

/** Runs the steps one after the other, as a router would. */
function run([step, ...rest]: Steps, { req, res, next }: Exchange): void {
  if (step === undefined) return next();
  step(req, res, (error?: unknown) => (error === undefined ? run(rest, { req, res, next }) : next(error)));
}

/** One fault of a request. */
export interface Fault {
  readonly path: string;
  readonly message: string;
  /** The violated constraint. */
  readonly errorCode?: string;
}

/** Returns the findings of the validator; `undefined` for any other error. */
export const faultsOf = (error: unknown): readonly Fault[] | undefined =>
  isBadRequest(error) ? error.errors : undefined;

/** Compares by name, because the class would require to load the package. */
const isBadRequest = (error: unknown): error is { readonly errors: readonly Fault[] } =>
  error instanceof Error && error.name === 'Bad Request' && 'errors' in error && Array.isArray(error.errors);
