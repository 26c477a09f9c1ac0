// The index of identity attributes (D21). The program writes it, because SQL folds only ASCII. An identity never changes, so a
// device is indexed when it is created, and its entries are deleted when it is removed.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { attributesOf, indexed } from '../../domain/attributes.ts';
import { type IndexedDevice } from './rows.ts';
import { prepare, type Statement } from './statement.ts';

export interface AttributeTable {
  /** Writes missing entries. */
  add(device: IndexedDevice, row: number): void;
  remove(device: IndexedDevice): void;
}

interface Key {
  readonly tenant: string;
  readonly value: string;
  readonly name: string;
  readonly createdAt: number;
  readonly id: string;
}

export function prepareAttributeTable(db: DatabaseSyncInstance): AttributeTable {
  const inserts = Array.from({ length: MOST_TOGETHER }, (_, at) => prepareInsert(db, at + 1));
  const remove = prepare<Key>(
    db,
    `DELETE FROM attribute
     WHERE tenant = $tenant AND value = $value AND name = $name AND created_at = $createdAt AND id = $id`,
  );
  return {
    add: (device, row) => {
      const keys = keysOf(device);
      for (let at = 0; at < keys.length; at += MOST_TOGETHER) {
        const together = keys.slice(at, at + MOST_TOGETHER);
        inserts[together.length - 1]?.run(valuesOf(device, row, together));
      }
    },
    remove: (device) => {
      for (const key of keysOf(device)) remove.run(key);
    },
  };
}

/** The most entries of one statement: a statement for each costs a new device a tenth more. */
const MOST_TOGETHER = 4;

type Values = Readonly<Record<string, string | number>>;

function prepareInsert(db: DatabaseSyncInstance, count: number): Statement<Values> {
  const rows = Array.from({ length: count }, (_, at) => `($tenant, $value${at}, $name${at}, $createdAt, $id, $row)`);
  const columns = 'tenant, value, name, created_at, id, row';
  return prepare<Values>(db, `INSERT OR IGNORE INTO attribute (${columns}) VALUES ${rows.join(', ')}`);
}

function valuesOf({ tenant, id, createdAt }: IndexedDevice, row: number, keys: readonly Key[]): Values {
  const values: Record<string, string | number> = { tenant, id, createdAt, row };
  for (const [at, { value, name }] of keys.entries()) {
    values[`value${at}`] = value;
    values[`name${at}`] = name;
  }
  return values;
}

const keysOf = ({ tenant, id, createdAt, identity }: IndexedDevice): readonly Key[] =>
  attributesOf(identity).map(({ name, value }) => ({ tenant, value: indexed(value), name, createdAt, id }));
