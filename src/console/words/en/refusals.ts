// Refusals of the service.
import { count } from '../../format.ts';
import type { Refusal } from '../../refusal.ts';

export const refusal = {
  short: (refusal: Refusal): string => {
    const { kind, message, requestId } = refusal;
    const id = requestId === '' ? '' : ` Request ${requestId}.`;
    const texts: Readonly<Record<Refusal['kind'], string>> = {
      offline: 'The service did not answer. It is not known whether this was done: look again before you repeat it.',
      signed_out: 'You are signed out. Nothing was done. Sign in and do it again.',
      forbidden: `You may not do this. Nothing changed.${id}`,
      missing: `It does not exist any longer. Nothing changed.${id}`,
      conflict: `Something else is in the way: ${message}. Nothing changed.${id}`,
      no_room: `${message}. Nothing changed.${id}`,
      wait: `The service is busy: ${message}. Nothing changed. Try again in a moment.`,
      refused: `The service refused this: ${message}. Nothing changed.${id}`,
      fault: `The service failed. Try again; if it stays, report the request.${id}`,
    };
    return texts[kind];
  },
  noRoom: (used: number, limit: number): string =>
    `No room: ${count(used)} of ${count(limit)}. Reject or decommission some, or ask the people who run the installation for a higher limit.`,
  toAccepted: 'Show accepted devices, longest unseen first',
  crashed: 'This screen has failed. Nothing was lost on the service.',
  reload: 'Reload the page',
  copyId: 'Copy the request id',
};
