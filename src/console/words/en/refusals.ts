// Refusals of the service.
import { count } from '../../format.ts';
import { isFull, type Refusal } from '../../refusal.ts';

const noRoom = (used: number, limit: number): string =>
  limit === 0
    ? 'No room: the limit is 0. Ask the people who run the installation for a higher limit.'
    : `No room: ${count(used)} of ${count(limit)}. Reject or decommission some, or ask the people who run the installation for a higher limit.`;

export const refusal = {
  short: (refusal: Refusal): string => {
    const { kind, message, requestId } = refusal;
    const id = requestId === '' ? '' : ` Request ${requestId}.`;
    const texts: Readonly<Record<Refusal['kind'], string>> = {
      offline: 'The service did not answer. It is not known whether this was done: look again before you repeat it.',
      signed_out: 'You are signed out. Nothing was done. Sign in and do it again.',
      forbidden: `You may not do this. Nothing changed. Ask the people who run the service for the right to.${id}`,
      missing: `It does not exist any longer. Nothing changed. Look at the list again.${id}`,
      conflict: `Something else is in the way: ${message}. Nothing changed.${id}`,
      no_room: `${isFull(refusal) ? noRoom(refusal.figure('used'), refusal.figure('limit')) : `${message}.`} Nothing changed.${id}`,
      wait: `The service is busy: ${message}. Nothing changed. Try again in a moment.`,
      refused: `The service refused this: ${message}. Nothing changed.${id}`,
      fault: `The service failed. Try again; if it stays, report the request.${id}`,
    };
    return texts[kind];
  },
  noRoom,
  notRead: 'The service did not answer. Nothing changed. Try again in a moment.',
  toAccepted: 'Show accepted devices, the oldest first',
  crashed: 'This screen has failed. Nothing was lost on the service.',
  reload: 'Reload the page',
  copyId: 'Copy the request id',
};
