// The number of repetitions of an attack: all in CI, fewer elsewhere.
export const times = ({ inCi, here }: { readonly inCi: number; readonly here: number }): number =>
  process.env['CI'] === undefined ? here : inCi;
