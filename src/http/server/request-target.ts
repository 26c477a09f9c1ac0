// The target of a request: its origin form, and whether all readers of it get the same path.
//
// A proxy decides by the path as it reads it, decoded and resolved, but often passes the original path on. A path of the public API
// for the proxy that is a path of the internal API here would pass the proxy. Such a target is refused.
import type { IncomingMessage } from 'node:http';

/** Returns the path of an absolute-form target whose authority is the host (RFC 9112 §3.2.2), and every other target as it is. */
export function originForm({ url: target = '', headers }: IncomingMessage): string {
  if (target.startsWith('/')) return target;
  const [, authority, path = ''] = ABSOLUTE_FORM.exec(target) ?? [];
  if (authority === undefined || authority.toLowerCase() !== headers.host?.toLowerCase()) return target;
  return path.startsWith('/') ? path : `/${path}`;
}

const ABSOLUTE_FORM = /^https?:\/\/([^/?#@\\]+)([/?].*)?$/i;

/** True if all readers of the target get the same path. */
export type HasOneReading = (target: string) => boolean;

/**
 * Accepts a target if no reader can take a segment of its path for `.` or `..`, nor two segments for one or one for two. The part
 * below `opaque` is the path of another request and is not read here: it is accepted if no reader can take it for a path outside.
 */
export function createTargetCheck(opaque: string): HasOneReading {
  let lastUsual = ''; // most callers ask for one path all the time, and to compare texts costs less than a pattern
  return (target) => {
    if (target === lastUsual) return true;
    if (!USUAL_PATH.test(target)) return hasOneReading(target.replace(/[?#].*$/s, ''), opaque);
    lastUsual = target;
    return true;
  };
}

/** No escape, no backslash, no empty segment, and none that begins with a dot. */
const USUAL_PATH = /^(\/(?![/.])[^/%\\?#]*)*(\?|$)/;

function hasOneReading(path: string, opaque: string): boolean {
  if (path.startsWith(`${opaque}/`)) return staysBelow(segmentsOf(path.slice(opaque.length)));
  return !UNCERTAIN_SEPARATOR.test(path) && !segmentsOf(path).some((segment) => HERE.test(segment) || UP.test(segment));
}

/** Returns the segments for a reader that decodes and divides as much as possible. */
const segmentsOf = (path: string): readonly string[] => path.replace(ESCAPED_DOT, '.').split(SEPARATOR);

const ESCAPED_DOT = /%2e/gi;
const SEPARATOR = /\/|\\|%2f|%5c/i;
const UNCERTAIN_SEPARATOR = /\\|%2f|%5c|\/\//i;
/** Some readers cut off what follows a semicolon. */
const HERE = /^\.(;|$)/;
const UP = /^\.\.(;|$)/;

/** True if the path never leads above its beginning. Some readers drop empty segments. */
function staysBelow(segments: readonly string[]): boolean {
  let depth = 0;
  for (const segment of segments) {
    if (UP.test(segment)) depth -= 1;
    else if (segment !== '' && !HERE.test(segment)) depth += 1;
    if (depth < 0) return false;
  }
  return true;
}
