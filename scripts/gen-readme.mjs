// Writes the settings section of scripts/deploy/README.md from the table in src/config/settings.ts. `--check` writes nothing and
// fails if they differ.
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { build } from './build.mjs';

const readme = new URL('deploy/README.md', import.meta.url);
const BETWEEN = /(<!-- settings -->\n)[\s\S]*(<!-- \/settings -->)/;

await build();
const { settingsMarkdown } = await import('../dist/config/help.js');
const present = await readFile(readme, 'utf8');
if (!BETWEEN.test(present))
  throw new Error('scripts/deploy/README.md has no <!-- settings --> and <!-- /settings --> lines');
const made = present.replace(BETWEEN, (_, begin, end) => `${begin}\n${settingsMarkdown()}\n\n${end}`);
const config = await resolveConfig(new URL('../package.json', import.meta.url));
const text = await format(made, { ...config, parser: 'markdown' });
if (text !== present) {
  if (!process.argv.includes('--check')) await writeFile(readme, text);
  else {
    console.error('scripts/deploy/README.md: the settings are out of step; run node scripts/gen-readme.mjs');
    process.exitCode = 1;
  }
}
