// Types of the API documents: api/<stem>.yaml → src/http/api/gen/<stem>.gen.d.ts. `--check` writes nothing and fails when they differ.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const check = process.argv.includes('--check');
const documents = (await readdir('api')).filter((name) => name.endsWith('.yaml'));
let stale = 0;
for (const name of documents) {
  const source = new URL(`../api/${name}`, import.meta.url);
  const target = new URL(`../src/http/api/gen/${name.replace('.yaml', '.gen.d.ts')}`, import.meta.url);
  const types = astToString(await openapiTS(source, { immutable: true, alphabetize: false }));
  const config = await resolveConfig(new URL('../package.json', import.meta.url));
  const text = await format(`// Made from api/${name} by \`npm run gen\`.\n\n${types}`, {
    ...config,
    parser: 'typescript',
  });
  const present = await readFile(target, 'utf8').catch(() => '');
  if (present === text) continue;
  stale += 1;
  if (check)
    console.error(`${name}: src/http/api/gen/${name.replace('.yaml', '.gen.d.ts')} is out of step; run npm run gen`);
  else await writeFile(target, text);
}
if (check && stale > 0) process.exitCode = 1;
