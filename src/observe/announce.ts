// Announces events: one log line and one count for each, so that the two cannot drift apart, and a wake-up for the readers of the feed. No token, key, signature or body gets here.
import type { Logger } from 'winston';
import type { Event } from '../domain/event.ts';
import type { Metrics } from './metrics.ts';

/** Called with the events of a durable change, in the turn in which the command learns of it and before its answer. */
export type Announce = (events: readonly Event[]) => void;

export const createAnnounce =
  (log: Logger, metrics: Pick<Metrics, 'announced'>, wakeReaders: () => void): Announce =>
  (events) => {
    for (const event of events) {
      const { id, at: _at, origin, ...body } = event;
      metrics.announced(event);
      log.info(body.type, { event: id, actor: origin.actor, request_id: origin.requestId, ...body });
    }
    wakeReaders();
  };
