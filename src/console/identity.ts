// The identity data of a device, a JSON object that the vendor chooses, shown as names and texts.

export interface Attribute {
  readonly name: string;
  readonly text: string;
}

type Identity = Readonly<Record<string, unknown>>;

/** The names that most fleets use, the most useful first. */
const TELLING = ['sn', 'serial', 'serial_number', 'name', 'hostname', 'mac', 'id'];

/** Returns the attributes. The first one names the device: the operator's choice, else the most useful, else the first. */
export function attributesOf(identity: Identity, choice = ''): readonly Attribute[] {
  const all = Object.entries(identity).map(([name, value]) => ({ name, text: textOf(value) }));
  const named = all.filter(({ text }) => text !== '');
  const first = [choice, ...TELLING, named[0]?.name].find((name) => named.some((attribute) => attribute.name === name));
  return [...all.filter(({ name }) => name === first), ...all.filter(({ name }) => name !== first)];
}

/** Returns the text that names the device. */
export const nameOf = (identity: Identity, choice = ''): string => attributesOf(identity, choice)[0]?.text ?? '';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
