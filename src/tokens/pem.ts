// Finds PEM blocks in a file of the operator. Text around them is ignored.
export interface PemBlock {
  /** `PUBLIC KEY`, `RSA PRIVATE KEY` … */
  readonly label: string;
  /** From the first dash to the last. */
  readonly text: string;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^]*?-----END \1-----/g;

export const findPemBlocks = (text: string): readonly PemBlock[] =>
  [...text.matchAll(BLOCK)].map(([block, label = '']) => ({ label, text: block }));
