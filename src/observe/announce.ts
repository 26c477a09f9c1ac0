// Announces events: one log line and one count for each, so that the two always agree, and a wake-up for the readers of the feed.
// No token, key, signature or body gets here. The members of a line are those of `EventBody` (domain/event) that `log` allows.
import type { Logger } from 'winston';
import type { Event } from '../domain/event.ts';
import type { Metrics } from './metrics.ts';

/** Must be called with the events of a durable change, as soon as the command knows that it is durable, before its answer. */
export type Announce = (events: readonly Event[]) => void;

export const createAnnounce =
  (log: Logger, metrics: Pick<Metrics, 'announced'>, wakeReaders: () => void): Announce =>
  (events) => {
    const isLogged = events.length > 0 && log.isLevelEnabled('info'); // without it winston would make the line first
    for (const event of events) {
      const { id, at: _at, origin, ...body } = event;
      metrics.announced(event);
      if (isLogged) log.info(body.type, { event: id, actor: origin.actor, request_id: origin.requestId, ...body });
    }
    wakeReaders();
  };
