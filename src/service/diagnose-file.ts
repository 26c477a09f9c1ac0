// The checks of `devauth doctor --offline` on the file of the embedded store. They change nothing.
import type { ExaminedFile } from '../store/stats.ts';
import { diagnoseStored, ok, wrong, type Finding, type StoredDeps } from './diagnose.ts';

export interface DiagnoseFileDeps extends Omit<StoredDeps, 'stats'> {
  readonly file: ExaminedFile;
}

/** Checks the file. Checks what it holds only if it is sound and has the present schema. */
export async function diagnoseFile({ file, ...deps }: DiagnoseFileDeps): Promise<readonly Finding[]> {
  const ofFile = [storeFinding(file), damageFinding(file, await file.damages()), ...schemaFindings(file)];
  if (ofFile.some(({ status }) => status === 'wrong')) return ofFile;
  return [...ofFile, ...(await diagnoseStored({ ...deps, stats: file.stats() }))];
}

function storeFinding({ file, walBytes }: ExaminedFile): Finding {
  if (walBytes === 0) return ok('store', `${file} was read and not changed`);
  const wal = `the ${walBytes} bytes of ${file}-wal, which the next start moves into it`;
  return ok('store', `${file} was read and not changed, with ${wal}`);
}

/** The number of damages that are shown. The others are of the same kind. */
const SHOWN = 3;

function damageFinding({ file }: ExaminedFile, damages: readonly string[]): Finding {
  if (damages.length === 0) return ok('file', 'SQLite finds no damage (quick_check)');
  const says = [...damages.slice(0, SHOWN), ...(damages.length > SHOWN ? ['and more'] : [])].join('; ');
  return wrong(
    'file',
    `${file} is damaged, and what it holds was not checked: keep a copy of it, and restore a backup as ` +
      `\`devauth backup --help\` says. SQLite says: ${says}`,
  );
}

function schemaFindings({ file, schema: { found, known } }: ExaminedFile): readonly Finding[] {
  if (found === known) return [ok('schema', `${found}, that of this program`)];
  return [
    wrong(
      'schema',
      `${file} has schema ${found}, this program has ${known}, and what it holds was not checked: copy the folder, then ` +
        '`devauth migrate` or a start of the server migrates it',
    ),
  ];
}
