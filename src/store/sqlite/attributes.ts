// The index of identity attributes (D21). The program writes it, because SQL folds only ASCII. An identity never changes, so a
// device is indexed when it is created, and its entries are deleted when it is removed.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { attributesOf, indexed } from '../../domain/attributes.ts';
import { type IndexedDevice } from './rows.ts';
import { prepare } from './statement.ts';

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
  const insert = prepare<Key & { readonly row: number }>(
    db,
    `INSERT OR IGNORE INTO attribute (tenant, value, name, created_at, id, row)
     VALUES ($tenant, $value, $name, $createdAt, $id, $row)`,
  );
  const remove = prepare<Key>(
    db,
    `DELETE FROM attribute
     WHERE tenant = $tenant AND value = $value AND name = $name AND created_at = $createdAt AND id = $id`,
  );
  return {
    add: (device, row) => {
      for (const key of keysOf(device)) insert.run({ ...key, row });
    },
    remove: (device) => {
      for (const key of keysOf(device)) remove.run(key);
    },
  };
}

const keysOf = ({ tenant, id, createdAt, identity }: IndexedDevice): readonly Key[] =>
  attributesOf(identity).map(({ name, value }) => ({ tenant, value: indexed(value), name, createdAt, id }));
