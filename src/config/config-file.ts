// Reads settings from a file, as Mender's `--config` does: YAML with one `name: value` on a line. The environment overrides the
// file.
import { environment, type Environment } from './environment.ts';
import { readShortFile } from './short-file.ts';
import { PREFIX, WrongSettings } from './wrong-settings.ts';

/** Returns the environment, with the settings of the file that the environment does not have. */
export function environmentWith(file: string | undefined, env: Environment = environment): Environment {
  return file === undefined ? env : { ...settingsIn(textOf(file), file), ...env };
}

function textOf(file: string): string {
  try {
    return readShortFile(file);
  } catch {
    throw new WrongSettings([`--config: ${file} cannot be read`]);
  }
}

/** A name is that of the setting without its prefix, in any case, with `-` or `.` instead of `_`. */
function settingsIn(text: string, file: string): Environment {
  const problems: string[] = [];
  const found = text.split(/\r?\n/).flatMap((line, at) => {
    if (/^\s*(#.*)?$|^---$/.test(line)) return [];
    const [, name, value] = LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      problems.push(`--config: line ${at + 1} of ${file} is not “name: value”`);
      return [];
    }
    return [[PREFIX + name.replaceAll(/[-.]/g, '_').toUpperCase(), plain(value)] as const];
  });
  if (problems.length > 0) throw new WrongSettings(problems);
  return Object.fromEntries(found);
}

/** A quoted value, or one without quotes that is no list, map or reference; then perhaps a comment. */
const LINE = /^([A-Za-z][\w.-]*)\s*:\s*("[^"\\]*"|'[^']*'|[^\s"'[\]{}&*!|>#][^#]*?)\s*(?:#.*)?$/;

const plain = (value: string): string => value.replace(/^(["'])(.*)\1$/, '$2');
