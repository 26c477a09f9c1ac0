// The origin of a command of the management API: the authenticated caller, not a name in a header.
import type { Origin } from '../../domain/event.ts';
import type { Context } from './operation.ts';

export const callerOrigin = ({ caller, requestId }: Pick<Context, 'caller' | 'requestId'>): Origin => ({
  actor: caller.actor,
  requestId,
});
