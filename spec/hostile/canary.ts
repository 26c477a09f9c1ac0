// Secrets to look for: planted under a name, and searched for in every spelling they could come out in.
import { randomBytes } from 'node:crypto';

/** By name: what must not be seen again. */
export const canaries = new Map<string, string>();
export const plant = (name: string, secret: string): string => {
  canaries.set(name, secret);
  return secret;
};

export const secretText = (name: string): string => plant(name, randomBytes(32).toString('hex'));

/** Pieces from its middle, in each spelling it could come out in. A token's header is no secret. */
function piecesOf(secret: string): readonly string[] {
  const body = secret.includes('PRIVATE KEY') ? secret.split('\n').slice(1, -2).join('') : secret;
  const tail = body.slice(-Math.min(40, body.length)).replace(/=+$/, '');
  const middle = body.slice(body.length >> 1, (body.length >> 1) + 24);
  return [tail, middle].flatMap((piece) => [
    piece,
    Buffer.from(piece).toString('base64').slice(0, -3),
    Buffer.from(piece).toString('hex'),
    encodeURIComponent(piece),
  ]);
}

/** Lines of PEM run on, also where they were written as JSON. */
const unbroken = (text: string): string => text.replaceAll(/\\n|\s/g, '');

export const foundIn = (texts: Readonly<Record<string, string>>): readonly string[] =>
  [...canaries].flatMap(([name, secret]) =>
    Object.entries(texts)
      .filter(([, text]) => piecesOf(secret).some((piece) => unbroken(text).includes(piece)))
      .map(([where]) => `${name} in ${where}`),
  );
