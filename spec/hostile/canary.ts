// Secrets to search for: planted with a name, and searched for in every spelling that an output could have.
import { randomBytes } from 'node:crypto';

/** By name: texts that must not appear. */
export const canaries = new Map<string, string>();
export const plant = (name: string, secret: string): string => {
  canaries.set(name, secret);
  return secret;
};

export const secretText = (name: string): string => plant(name, randomBytes(32).toString('hex'));

/** Pieces from the middle of a secret, in each spelling that an output could have. A token's header is not secret. */
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

/** Joins the lines of PEM, also of PEM that was written as JSON. */
const unbroken = (text: string): string => text.replaceAll(/\\n|\s/g, '');

export const foundIn = (texts: Readonly<Record<string, string>>): readonly string[] =>
  [...canaries].flatMap(([name, secret]) =>
    Object.entries(texts)
      .filter(([, text]) => piecesOf(secret).some((piece) => unbroken(text).includes(piece)))
      .map(([where]) => `${name} in ${where}`),
  );
