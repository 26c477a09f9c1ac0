// All failures of a call, in the kinds that the page distinguishes.

export type RefusalKind =
  'offline' | 'signed_out' | 'forbidden' | 'missing' | 'conflict' | 'no_room' | 'wait' | 'refused' | 'fault';

export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly status: number;
  readonly requestId: string;
  /** The seconds until the next try. */
  readonly waitSeconds: number | undefined;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(
    kind: RefusalKind,
    from: { status?: number; text?: string; requestId?: string; waitSeconds?: number | undefined; body?: object } = {},
  ) {
    super(from.text ?? kind);
    this.kind = kind;
    this.status = from.status ?? 0;
    this.requestId = from.requestId ?? '';
    this.waitSeconds = from.waitSeconds;
    this.body = { ...from.body };
  }

  /** Returns a number of the answer's body. */
  figure(name: string): number {
    const value = this.body[name];
    return typeof value === 'number' ? value : 0;
  }
}

const KINDS: Readonly<Record<number, RefusalKind>> = {
  401: 'signed_out',
  403: 'forbidden',
  404: 'missing',
  409: 'conflict',
  422: 'no_room',
  429: 'wait',
  500: 'fault',
  502: 'offline',
  503: 'wait',
  504: 'offline',
};

export function refusalOf(response: Response, body: unknown): Refusal {
  const isObject = typeof body === 'object' && body !== null;
  const text = isObject && 'error' in body && typeof body.error === 'string' ? body.error : response.statusText;
  const wait = Number(response.headers.get('retry-after') ?? NaN);
  const kind = KINDS[response.status] ?? (response.status >= 500 ? 'fault' : 'refused');
  return new Refusal(kind === 'wait' && Number.isNaN(wait) ? (response.status === 503 ? 'offline' : 'wait') : kind, {
    status: response.status,
    text,
    requestId: response.headers.get('x-men-requestid') ?? '',
    waitSeconds: Number.isNaN(wait) ? undefined : wait,
    ...(isObject && { body }),
  });
}

/** True if the limit of devices is reached. A device can have no room for a key too: only the limit has its numbers. */
export const isFull = ({ kind, body }: Refusal): boolean => kind === 'no_room' && 'limit' in body;
