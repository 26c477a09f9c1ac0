// One function per business event: the log line and the counter cannot drift apart. No token, key, signature or body gets here.
import type { Logger } from 'winston';
import type { FleetEvent } from '../domain/event.ts';
import type { Metrics } from './metrics.ts';

export interface Events {
  /** A change is durable; called in the turn in which the command learns of it and before its answer. */
  happened(events: readonly FleetEvent[]): void;
}

export function openEvents(log: Logger, metrics: Pick<Metrics, 'happened'>): Events {
  return {
    happened: (events) => {
      for (const event of events) {
        const { id, at: _at, origin, ...what } = event;
        metrics.happened(event);
        log.info(what.type, { event: id, actor: origin.actor, request_id: origin.requestId, ...what });
      }
    },
  };
}
