// The virtual hosts of RabbitMQ that a device may open. A pattern is a name with `{tenant}` in the place of the tenant's id.

/** True for a text that can be a pattern. */
export const isVhostPattern = (text: string): boolean =>
  text.length <= MAX_CHARACTERS && !/[{}\p{Cc}\uFFFD]/u.test(text.replaceAll('{tenant}', 'x'));

const MAX_CHARACTERS = 255;

/** True if one of the patterns, with this tenant, equals the name, letter by letter. */
export const mayOpenVhost = (vhost: string, patterns: readonly string[], tenant: string): boolean =>
  patterns.some((pattern) => vhost === pattern.replaceAll('{tenant}', () => tenant));
