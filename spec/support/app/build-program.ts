import { cpSync, symlinkSync } from 'node:fs';
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
  for (const name of ['node_modules', 'api']) symlinkSync(join(ROOT, name), join(folder, name), 'dir');
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(built, 'dist'), join(folder, 'dist'), 'dir');
}
