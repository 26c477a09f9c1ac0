// How many named devices a tenant has: counted in the tenant's document, so that parallel creates do not exceed the cap. A place is
// taken before the device is written and given back after it is gone, so a crash between leaves at most a place too many counted;
// whoever finds the tenant full when nobody has taken one for a while counts again.
import type { TenantId } from '../../domain/device.ts';
import type { Collections } from './connection.ts';
import type { Tenants } from './tenants.ts';

export interface PlacesContext {
  readonly collections: Pick<Collections, 'tenants' | 'tenantDevices'>;
  readonly tenants: Tenants;
  now(): Date;
}

/** Longer than any create is under way. */
const QUIET_MS = 60_000;

export class Places {
  readonly #context: PlacesContext;

  constructor(context: PlacesContext) {
    this.#context = context;
  }

  /** Whether one more device may be written. */
  async take(tenant: TenantId, cap: number): Promise<boolean> {
    if (cap <= 0) return false;
    if (await this.#takeOne(tenant, cap)) return true;
    await this.#context.tenants.make(tenant);
    await this.#recount(tenant);
    return this.#takeOne(tenant, cap);
  }

  async give(tenant: TenantId): Promise<void> {
    const { tenants } = this.#context.collections;
    await tenants.updateOne({ _id: tenant, named_devices: { $gt: 0 } }, { $inc: { named_devices: -1 } });
  }

  async #takeOne(tenant: TenantId, cap: number): Promise<boolean> {
    const room = [{ named_devices: { $exists: false } }, { named_devices: { $lt: cap } }];
    const taken = await this.#context.collections.tenants.updateOne(
      { _id: tenant, $or: room },
      { $inc: { named_devices: 1 }, $set: { named_at: this.#context.now() } },
    );
    return taken.matchedCount === 1;
  }

  async #recount(tenant: TenantId): Promise<void> {
    const { tenants, tenantDevices } = this.#context.collections;
    const found = await tenants.findOne({ _id: tenant }, { projection: { named_devices: 1, named_at: 1 } });
    const { named_devices: counted, named_at: at } = found ?? {};
    if (counted === undefined || at === undefined || this.#context.now().getTime() - at.getTime() < QUIET_MS) return;
    const devices = await tenantDevices.countDocuments({ tenant, removed: { $ne: true } });
    await tenants.updateOne(
      { _id: tenant, named_devices: counted, named_at: at },
      { $set: { named_devices: devices } },
    );
  }
}
