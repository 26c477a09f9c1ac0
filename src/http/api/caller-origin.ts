// Origin of a command of the management API: the caller that was authenticated, not a name that it claims in a header.
import type { Origin } from '../../domain/event.ts';
import type { Context } from './operation.ts';

export const callerOrigin = ({ caller, requestId }: Pick<Context, 'caller' | 'requestId'>): Origin => ({
  actor: caller.actor,
  requestId,
});
