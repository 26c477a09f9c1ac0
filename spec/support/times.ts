// How often a spec repeats its attack: the whole number in CI, fewer where a person waits.
export const times = ({ inCi, here }: { readonly inCi: number; readonly here: number }): number =>
  process.env['CI'] === undefined ? here : inCi;
