// Devices as the management API gives them, checked as far as the CLI looks at them; every other member is kept.
import { z } from 'zod';

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
