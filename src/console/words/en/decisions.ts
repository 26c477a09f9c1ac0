// Decisions about one or many devices.
import { count, plural } from '../../format.ts';
import { devices, DONE, VERBS, type Action, type Verb } from './verbs.ts';

interface Decided {
  readonly done: number;
  readonly full?: number;
  readonly left?: number;
  readonly rest?: number;
}

export const bulk = {
  title: (action: Action, n: number): string => `${VERBS[action]} ${devices(n)}?`,
  titleOf: (action: Action, size: number, n: number): string => `${VERBS[action]} ${count(size)} of ${devices(n)}?`,
  runningTitle: (action: Action, n: number): string => `${VERBS[action]} ${devices(n)}`,
  looking: 'Looking at what would happen…',
  more: (n: number): string => `and ${count(n)} more`,
  after: (used: number, limit: number): string => `Afterwards ${count(used)} of ${count(limit)} are in use.`,
  room: (room: number, n: number): string =>
    plural(room, {
      one: 'There is room for #. The one that has waited longest is accepted, ',
      other: 'There is room for #. The # that have waited longest are accepted, ',
    }) + plural(n - room, { one: '# stays pending.', other: '# stay pending.' }),
  exactly:
    'Exactly the keys you have seen are decided. A device that has changed since is left alone, and you are told.',
  exactlyFilter: (time: string): string =>
    `Only devices seen until ${time} are decided. If their number has changed by then, nothing happens and you are told.`,
  ends: 'Their tokens end at once. This cannot be undone.',
  final: 'This is final: tokens end, the places are free again, the history stays.',
  left: (n: number): string => plural(n, { one: '# is left out:', other: '# are left out:' }),
  leftReasons: {
    done: '',
    unchanged: 'already so',
    changed: 'changed since you looked',
    several_keys: 'several keys wait: decide each',
    key_change: 'a new key of an accepted device: decide it on its page',
    no_room: 'no room',
    gone: 'gone',
  },
  reason: 'Reason',
  reasonHint: 'optional, goes to the audit',
  type: 'Type',
  typeEnd: 'to go on',
  go: (action: Action, n: number): string => `${VERBS[action].replace(' of', '')} ${count(n)}`,
  nothing: 'None of the selected devices can be decided like this.',
  running: (done: number, total: number): string => `${count(done)} of ${count(total)}`,
  stay: 'Leave this page open until it is done. Closing it stops the decision between two parts.',
  stop: 'Stop after this part',
  stopping: 'Stopping after this part…',
  changedTitle: 'Nothing changed',
  changed: (matched: number, expected: number): string =>
    `${plural(matched, { one: '# device matches', other: '# devices match' })} now, ${count(expected)} did when you looked. Nothing was decided.`,
  lookAgain: 'Look again',
  goThe: (action: Action, n: number): string => `${VERBS[action]} the ${count(n)}`,
  /** `rest`: left by a stop. */
  done: (action: Action, { done, full = 0, left = 0, rest = 0 }: Decided): string =>
    [
      `${devices(done)} ${DONE[action]}.`,
      ...(full > 0 ? [plural(full, { one: '# stays pending: no room.', other: '# stay pending: no room.' })] : []),
      ...(left > 0 ? [`${count(left)} left alone.`] : []),
      ...(rest > 0
        ? [plural(rest, { one: 'Stopped: # was not decided.', other: 'Stopped: # were not decided.' })]
        : []),
    ].join(' '),
  interrupted: (done: number, total: number, why: string): string =>
    `Stopped after ${count(done)} of ${count(total)}. ${why}`,
  resultTitle: 'What happened',
  resultExport: 'Save the list',
  failedTitle: 'This did not work',
};

export const decided = {
  one: (verb: Verb, name: string): string => `${name} ${DONE[verb]}.`,
  notAccepted: (name: string): string => `${name} was not accepted`,
  left: {
    done: (): string => '',
    unchanged: (name: string): string => `${name} was so already. Nothing changed.`,
    changed: (name: string): string => `${name} was left alone: it was decided elsewhere since you saw it.`,
    several_keys: (name: string): string => `${name} was left alone: several keys wait.`,
    key_change: (name: string): string =>
      `${name} has another accepted key. Open it to accept the new key and end the other one.`,
    no_room: (name: string): string => `${name} was not accepted: there is no room.`,
    gone: (name: string): string => `${name} is gone. Nothing changed.`,
  } satisfies Readonly<Record<string, (name: string) => string>>,
  undo: 'Undo',
  noUndo: 'There is nothing to undo now: it can be undone for 12 seconds. Nothing changed.',
  undone: (back: number, left: number): string =>
    `${devices(back)} put back.${left > 0 ? ` ${count(left)} left alone: changed since.` : ''}`,
  undoFailed: (back: number, why: string): string => `Undo failed. ${devices(back)} put back before. ${why}`,
};
