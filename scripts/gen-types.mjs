// Types of the API documents: api/<stem>.yaml → src/http/api/gen/<stem>.gen.d.ts, and of those that the page calls → src/console/gen. And the
// table of all their operations, and what they say about requests. `--check` writes nothing and fails when they differ.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { operationsModule } from './gen-operations.mjs';
import { requestsModule } from './gen-requests.mjs';

const check = process.argv.includes('--check');
const documents = (await readdir('api')).filter((name) => name.endsWith('.yaml'));
const CALLED_BY_PAGE = ['console', 'internal-v1', 'management-v2'];
const targets = documents.flatMap((name) => {
  const stem = name.replace('.yaml', '');
  return [
    { name, file: `src/http/api/gen/${stem}.gen.d.ts`, immutable: true },
    // openapi-fetch makes objects without methods of readonly lists
    ...(CALLED_BY_PAGE.includes(stem) ? [{ name, file: `src/console/gen/${stem}.gen.d.ts`, immutable: false }] : []),
  ];
});

const config = await resolveConfig(new URL('../package.json', import.meta.url));
for (const folder of ['src/console/gen', 'src/http/bind/gen']) await mkdir(folder, { recursive: true });
let stale = 0;
for (const { name, file, immutable } of targets) {
  const source = new URL(`../api/${name}`, import.meta.url);
  const types = astToString(await openapiTS(source, { immutable, alphabetize: false }));
  const text = await format(`// Made from api/${name} by \`npm run gen\`.\n\n${types}`, {
    ...config,
    parser: 'typescript',
  });
  await keep(name, file, text);
}
const stems = documents.map((name) => name.replace('.yaml', ''));
await keep('api/*.yaml', 'src/http/bind/gen/operations.gen.ts', await operationsModule(stems));
await keep('api/*.yaml', 'src/http/bind/gen/requests.gen.ts', await requestsModule(stems));
if (check && stale > 0) process.exitCode = 1;

async function keep(name, file, text) {
  const present = await readFile(file, 'utf8').catch(() => '');
  if (present === text) return;
  stale += 1;
  if (check) console.error(`${name}: ${file} is out of step; run npm run gen`);
  else await writeFile(file, text);
}
