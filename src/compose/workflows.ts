// Reports devices to Mender's workflow server, if the settings name one.
import type { Logger } from 'winston';
import type { Config } from '../config/settings.ts';
import { newIds } from './deps.ts';
import type { Opened } from './opened.ts';
import { createDailyCheckIns, type DailyCheckIns } from '../memory/daily-check-ins.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { ReaderSettings } from '../readers/reader.ts';
import { openCheckInSender } from '../readers/workflows/check-ins.ts';
import { createWorkflowClient } from '../readers/workflows/client.ts';
import { WORKFLOWS_READER, workflowsReader } from '../readers/workflows/reader.ts';
import type { OperatedStore } from '../store/stats.ts';

interface WorkflowParts {
  readonly config: Config;
  readonly log: Logger;
  readonly opened: Opened;
}

export interface Workflows {
  readonly readers: readonly ReaderSettings[];
  readonly daily: DailyCheckIns | undefined;
}

/** Without a workflow server, deletes its cursor, because `doctor` reports the lag of every cursor. */
export function openWorkflows(
  { config, log, opened }: WorkflowParts,
  { devices, feed }: Pick<OperatedStore, 'devices' | 'feed'>,
  metrics: Pick<Metrics, 'workflow'>,
): Workflows {
  if (config.orchestrator === '') {
    feed.dropReader(WORKFLOWS_READER).catch((error: unknown) => log.warn('workflows', { problem: String(error) }));
    return { readers: [], daily: undefined };
  }
  const call = createWorkflowClient({
    address: config.orchestrator,
    timeoutMs: config.orchestratorSeconds * 1000,
    log,
    count: metrics.workflow,
  });
  const checkIns = opened.add(openCheckInSender({ devices, call, newRequestId: () => newIds.change() }));
  return {
    readers: [workflowsReader({ devices, call })],
    daily: createDailyCheckIns(devices, (checkIn) => checkIns.send(checkIn)),
  };
}
