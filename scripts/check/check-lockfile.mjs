// Checks that every optional dependency of a locked package is locked too. If a registry lacks the build of a native package for a
// platform, npm silently drops it from the lock, and `npm ci` fails elsewhere.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));
const missing = Object.entries(packages).flatMap(([where, { optionalDependencies = {} }]) =>
  Object.keys(optionalDependencies)
    .filter((name) => !packages[`${where}/node_modules/${name}`] && !packages[`node_modules/${name}`])
    .map((name) => `${where || 'package.json'} → ${name}`),
);
missing.forEach((line) => console.error(`not in the lock: ${line}`));
process.exitCode = missing.length === 0 ? 0 : 1;
