// The answer of `GET /diagnosis`.
import { z } from 'zod';
import type { Finding } from '../service/diagnose.ts';

const Diagnosis = z.object({
  findings: z.array(z.object({ check: z.string(), status: z.enum(['ok', 'wrong']), says: z.string() })),
});

export const findingsIn = (body: unknown): readonly Finding[] => Diagnosis.parse(body).findings;
