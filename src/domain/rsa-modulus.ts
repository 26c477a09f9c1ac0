// Finds moduli that reveal their factors. The checks are cheap enough for every auth request. Primality is not checked: a power
// modulo n takes 2 to 70 ms, and a prime modulus harms only its owner.

/** True if one of the first 168 primes divides it. */
export function hasSmallFactor(n: bigint): boolean {
  return residues(n).includes(0);
}

/** True if Infineon's library made it: modulo each small prime it is a power of 65537 (CVE-2017-15361). */
export function hasRocaFingerprint(n: bigint): boolean {
  const rests = residues(n);
  return ROCA_SUBGROUPS.every((powers, index) => powers.has(rests[index] ?? 0));
}

/** True if Fermat's method finds two factors in a hundred steps. It finds those of a square at once. */
export function hasCloseFactors(n: bigint): boolean {
  const root = squareRoot(n);
  if (root * root === n) return true;

  const first = root + 1n;
  let middle = Number(first % SQUARE_FILTER);
  let rest = Number((first * first - n) % SQUARE_FILTER);
  for (let step = 0; step < FERMAT_STEPS; step += 1) {
    if (mayBeSquare(rest) && isSquare((first + BigInt(step)) ** 2n - n)) return true;
    rest = (rest + 2 * middle + 1) % Number(SQUARE_FILTER);
    middle += 1;
  }
  return false;
}

const FERMAT_STEPS = 100;

const SMALL_PRIMES: readonly number[] = primesBelow(1000);

/** Powers of 65537 modulo each of the first 39 primes, which the fingerprint uses. */
const ROCA_SUBGROUPS: readonly ReadonlySet<number>[] = SMALL_PRIMES.slice(0, 39).map(powersOf65537);

/** Primes are grouped while their product is a safe integer: one long division serves the whole group. */
const PRIME_GROUPS = groupBelow(Number.MAX_SAFE_INTEGER, SMALL_PRIMES);

/** A square is a square modulo each of these. Of ten thousand other numbers six pass. */
const SQUARES = [64, 63, 65, 11, 17, 19, 23, 31].map((modulus) => ({ modulus, squares: squaresModulo(modulus) }));

/** The product of these primes. A number modulo this product has the same remainders. */
const SQUARE_FILTER = SQUARES.reduce((product, { modulus }) => product * BigInt(modulus), 1n);

function residues(n: bigint): readonly number[] {
  return PRIME_GROUPS.flatMap(({ product, members }) => {
    const rest = Number(n % product);
    return members.map((prime) => rest % prime);
  });
}

function mayBeSquare(rest: number): boolean {
  return SQUARES.every(({ modulus, squares }) => squares.has(rest % modulus));
}

function isSquare(n: bigint): boolean {
  return squareRoot(n) ** 2n === n;
}

/** Returns the square root, rounded down, by Newton's method from above. */
function squareRoot(n: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function primesBelow(limit: number): readonly number[] {
  const primes: number[] = [];
  for (let n = 2; n < limit; n += 1) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  }
  return primes;
}

function powersOf65537(prime: number): ReadonlySet<number> {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * 65537) % prime) powers.add(power);
  return powers;
}

function squaresModulo(modulus: number): ReadonlySet<number> {
  return new Set(Array.from({ length: modulus }, (_, root) => (root * root) % modulus));
}

function groupBelow(limit: number, numbers: readonly number[]) {
  const groups: { product: bigint; members: number[] }[] = [];
  for (const number of numbers) {
    const last = groups.at(-1);
    if (last !== undefined && last.product * BigInt(number) <= limit) {
      last.product *= BigInt(number);
      last.members.push(number);
    } else {
      groups.push({ product: BigInt(number), members: [number] });
    }
  }
  return groups;
}
