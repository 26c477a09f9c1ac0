// The parts of an API document that binding needs (D14): a generated table, so that a start reads no YAML.
import { fileURLToPath } from 'node:url';
import type { DocumentStem } from '../routes.ts';
import { OPERATIONS } from './gen/operations.gen.ts';

export const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

export type Listener = 'public' | 'internal';

export interface Operation {
  readonly id: string;
  /** Listeners that serve it (D18). */
  readonly listeners: readonly Listener[];
  /** The path in the form of Express, with the document's base. */
  readonly path: string;
  readonly method: Method;
  /** Names of security schemes; one of them is enough. Empty: no credential. */
  readonly schemes: readonly string[];
  /** Scopes that a caller must have, all of them (`x-scopes`). Absent if the document names none. An empty list: any caller. */
  readonly scopes?: readonly string[];
  readonly body: 'none' | 'optional' | 'required';
  /** Media types that a body may have; `application/*+json` stands for all of these. */
  readonly takes: readonly string[];
  /** Media types that a 2xx may have. */
  readonly gives: readonly string[];
  /** Names of its query parameters. */
  readonly queries: readonly string[];
  /** Query parameters that are whole numbers. */
  readonly integers: readonly string[];
  /** Beginnings of names of other query parameters, which the handler reads from the address (`x-query-prefixes`). */
  readonly queryPrefixes: readonly string[];
  /**
   * True if its answer has to begin within the deadline. False for work that grows with the amount of data (`x-deadline: none`).
   */
  readonly timed: boolean;
  /** True if the handler reads the body while it arrives (`x-body: stream`). If false, it is read and validated before. */
  readonly streamsBody: boolean;
  /** The largest body (`x-max-body-bytes`). Absent for the bound of the document. */
  readonly maxBodyBytes?: number;
  /** True if a large answer is compressed if the caller accepts it (`x-compress`). */
  readonly compresses: boolean;
  /** The prefix of refusals of the body, as in Mender. */
  readonly errorPrefix: string;
}

/** Returns the path of `api/<stem>.yaml`, for sources and for the build. */
export const documentFile = (stem: string): string =>
  fileURLToPath(new URL(`../../../api/${stem}.yaml`, import.meta.url));

/** Returns the operations in an order in which no path hides another. */
export const operationsOf = (stem: DocumentStem): readonly Operation[] => OPERATIONS[stem];
