// Replaces `src/store/sqlite/thread-file.ts` under jest (`moduleNameMapper` in package.json): node starts the thread itself, and
// node 20 reads no TypeScript.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtOnce } from '../built-once.ts';
import { buildSources, sourcesIn } from '../typescript.ts';

export const threadFile = (): URL => pathToFileURL(join(compiled(), 'store', 'sqlite', 'thread.js'));

function compiled(): string {
  const paths = ['domain', 'store', 'time'].flatMap(sourcesIn).filter((path) => !path.includes('mongo'));
  return builtOnce('devauth-thread', paths, (folder) => {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
    buildSources(paths, folder);
  });
}
