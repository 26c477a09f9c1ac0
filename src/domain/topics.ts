// The MQTT topics that a device may use.
//
// A pattern is a topic with `{device}` and `{tenant}` in the place of the client's ids. It may end with `/#`, which means every
// topic below. No other wildcard is possible, so that a device never shares a level with another one by accident.
//
// MQTT compares topics byte by byte and gives no level a meaning, but what reads them later may: a bridge that makes paths, subjects or
// routing keys of topics. So a topic has one spelling, and what could be read in two ways is denied, below the own levels too:
//
//   wildcards          `+` and `#` only in filters, each as a whole level, `#` as the last one, and only behind the own levels
//   `$SYS`, `$share`   every first level with `$`: no pattern begins with one
//   `.` and `..`       as a whole level: a path would lead out of the own levels
//   empty levels       `a//b`, `/a`, `a/`: a path would leave them out
//   characters         U+0000 to U+001F, U+007F to U+009F, U+FFFD (bytes that were no UTF-8), halves of surrogate pairs
//   length             more than 65,535 bytes

export interface TopicPatterns {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** The ids as topics contain them. */
export interface TopicOwner {
  readonly device: string;
  readonly tenant: string;
}

const MAX_BYTES = 65_535;

/**
 * True for a text that can be a pattern. One that begins with `$`, or is `#` alone, would cover the broker itself or everything.
 */
export function isPattern(text: string): boolean {
  const levels = text.replace(/\{(device|tenant)\}/g, 'x').split('/');
  const [last = ''] = levels.slice(-1);
  const plain = last === '#' ? levels.slice(0, -1) : levels;
  return (
    plain.length > 0 && plain.every((level) => isPlainLevel(level) && !/[{}]/.test(level)) && !text.startsWith('$')
  );
}

/** Returns the patterns with the owner's ids; none if an id cannot be part of a topic. */
export function topicsOf(patterns: readonly string[], { device, tenant }: TopicOwner): readonly string[] {
  return patterns.flatMap((pattern) => {
    const ids = [device, tenant].filter((_, index) => pattern.includes(index === 0 ? '{device}' : '{tenant}'));
    if (!ids.every(isIdInTopics)) return [];
    const topic = pattern.replace(/\{(device|tenant)\}/g, (_all, name) => (name === 'device' ? device : tenant));
    return topic.startsWith('$') ? [] : [topic];
  });
}

const isIdInTopics = (id: string): boolean => isPlainLevel(id) && !/[/{}]/.test(id);

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
  if (Buffer.byteLength(text) > MAX_BYTES) return false;
  const levels = text.split('/');
  return levels.every(
    (level, index) => level === '+' || (level === '#' && index === levels.length - 1) || isPlainLevel(level),
  );
}

/** True for a level that has one reading, here and in everything that is made of topics. */
const isPlainLevel = (level: string): boolean =>
  !['', '.', '..'].includes(level) && !/[+#\p{Cc}\p{Cs}\uFFFD]/u.test(level);

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
