// The migration of version 10: webhooks, and the log of their deliveries.

export const WEBHOOKS = `
  CREATE TABLE webhook (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    revision INTEGER NOT NULL,
    is_enabled INTEGER NOT NULL,
    webhook TEXT NOT NULL,
    health TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX webhook_by_tenant ON webhook (tenant, id);
  CREATE INDEX webhook_enabled ON webhook (id) WHERE is_enabled = 1;
  CREATE TABLE webhook_delivery (
    webhook TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    delivery TEXT NOT NULL,
    PRIMARY KEY (webhook, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER webhook_deleted AFTER DELETE ON webhook BEGIN
    DELETE FROM webhook_delivery WHERE webhook = old.id;
  END;

  PRAGMA user_version = 10;
`;
