// The MQTT topics that a device may use.
//
// A pattern is a topic with `{device}` and `{tenant}` in the place of the client's ids. It may end with `/#`, which means every
// topic below. No other wildcard is possible, so that a device never shares a level with another one by accident.

export interface TopicPatterns {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** The ids as topics contain them. */
export interface TopicOwner {
  readonly device: string;
  readonly tenant: string;
}

const MAX_CHARACTERS = 65_535;

/**
 * True for a text that can be a pattern. One that begins with `$`, or is `#` alone, would cover the broker itself or everything.
 */
export function isPattern(text: string): boolean {
  const levels = text.replace(/\{(device|tenant)\}/g, 'x').split('/');
  const [last = ''] = levels.slice(-1);
  const plain = last === '#' ? levels.slice(0, -1) : levels;
  return plain.length > 0 && plain.every((level) => level !== '' && isPlainLevel(level)) && !text.startsWith('$');
}

const isPlainLevel = (level: string): boolean => !/[+#{}\0]/.test(level);

/** Returns the patterns with the owner's ids; none if an id cannot be part of a topic. */
export function topicsOf(patterns: readonly string[], { device, tenant }: TopicOwner): readonly string[] {
  return patterns.flatMap((pattern) => {
    const ids = [device, tenant].filter((_, index) => pattern.includes(index === 0 ? '{device}' : '{tenant}'));
    if (!ids.every((id) => id !== '' && !id.includes('/') && isPlainLevel(id))) return [];
    const topic = pattern.replace(/\{(device|tenant)\}/g, (_all, name) => (name === 'device' ? device : tenant));
    return topic.startsWith('$') ? [] : [topic];
  });
}

/** True for a topic without wildcards that one of the owner's topics covers. */
export const mayPublish = (topic: string, own: readonly string[]): boolean =>
  !/[+#]/.test(topic) && maySubscribe(topic, own);

/**
 * True for a filter that one of the owner's topics covers: its first levels are equal, letter by letter, and wildcards come after
 * them.
 */
export const maySubscribe = (filter: string, own: readonly string[]): boolean =>
  isFilter(filter) && own.some((pattern) => covers(pattern, filter));

function covers(pattern: string, filter: string): boolean {
  if (!pattern.endsWith('/#')) return filter === pattern;
  const levels = pattern.slice(0, -'/#'.length);
  return filter === levels || filter.startsWith(`${levels}/`);
}

/** True for the form of MQTT 3.1.1, 4.7: a wildcard has a level to itself, and `#` is the last level. */
function isFilter(text: string): boolean {
  if (text === '' || text.length > MAX_CHARACTERS || text.includes('\0')) return false;
  const levels = text.split('/');
  return levels.every(
    (level, index) => level === '+' || (level === '#' && index === levels.length - 1) || !/[+#]/.test(level),
  );
}

/**
 * Returns the MQTT topic of a RabbitMQ routing key, which has dots instead of slashes and `*` instead of `+`. Returns `undefined`
 * for a topic with dots, because they would become levels.
 */
export const topicOfRoutingKey = (key: string): string | undefined =>
  key.includes('/')
    ? undefined
    : key
        .split('.')
        .map((level) => (level === '*' ? '+' : level))
        .join('/');
