// Times as texts: RFC 3339, limited to times that exist in UTC in the years 0000 to 9999.

const RFC_3339 =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))[Tt]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** True if the text is a time that exists (RFC 3339, section 5.6). A leap second does not: clocks here have none. */
export function isTimestamp(text: string): boolean {
  const [, date, time] = RFC_3339.exec(text) ?? [];
  if (date === undefined || time === undefined) return false;
  const isDay = new Date(`${date}T${time}Z`).toISOString().startsWith(date); // V8 reads 30 February as 2 March
  const at = Date.parse(text);
  return isDay && at >= FIRST && at <= LAST;
}
