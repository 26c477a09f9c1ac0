import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { builtOnce } from '../built-once.ts';
import { buildSources, ROOT, sourcesIn } from '../typescript.ts';

/** Makes the program appear in that folder, as `node dist/main.js` starts it. */
export function buildProgram(folder: string): void {
  const paths = sourcesIn('.');
  const built = builtOnce('devauth-program', paths, (into) => {
    for (const name of ['api', 'package.json']) symlinkSync(join(ROOT, name), join(into, name));
    buildSources(paths, join(into, 'dist'));
  });
  symlinkSync(join(built, 'dist'), join(folder, 'dist'), 'dir');
}
