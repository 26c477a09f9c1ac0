// Devices as the management API returns them: the members that the CLI reads are checked, every other member is kept.
import { z } from 'zod';
import type { Client } from './client.ts';

const Device = z.looseObject({
  id: z.string(),
  status: z.string(),
  created_ts: z.string(),
  identity_data: z.record(z.string(), z.unknown()),
  auth_sets: z.array(z.looseObject({ id: z.string(), status: z.string(), pubkey: z.string() })),
});

export type ListedDevice = z.infer<typeof Device>;

export const parseDevice = (body: unknown): ListedDevice => Device.parse(body);
export const parseDevices = (body: unknown): readonly ListedDevice[] => z.array(Device).parse(body);

export async function findDevice(client: Client, id: string): Promise<ListedDevice> {
  const { body } = await client.management(`GET /devices/${encodeURIComponent(id)}`);
  return parseDevice(body);
}
