// Writes the table of settings for `devauth serve --help` and for the README.
import { SETTING_GROUPS, type Setting } from './settings.ts';
import { PREFIX } from './wrong-settings.ts';

const WIDTH = 100;
const INDENT = 8;

export function settingsText(): string {
  const groups = Object.entries(SETTING_GROUPS).map(([title, settings]) => {
    const lines = Object.values(settings).map(
      (setting) => `  ${PREFIX}${setting.name}${shown(setting)}\n${wrapped(plain(setting.says))}`,
    );
    return `${title}:\n${lines.join('\n')}`;
  });
  return `\nSettings, from the environment. A secret may come from the file that <NAME>_FILE names.\n\n${groups.join('\n\n')}\n`;
}

export function settingsMarkdown(): string {
  const groups = Object.entries(SETTING_GROUPS).map(([title, settings]) => {
    const rows = Object.values(settings).map(
      (setting) =>
        `| \`${PREFIX}${setting.name}\` | ${setting.default === '' ? '' : `\`${setting.default}\``} | ${setting.says}${setting.secret ? ' Secret: also `…_FILE`.' : ''} |`,
    );
    return `### ${title}\n\n| setting | default | what it says |\n| --- | --- | --- |\n${rows.join('\n')}`;
  });
  return groups.join('\n\n');
}

function shown(setting: Setting): string {
  const fallback = setting.default === '' ? '' : ` (${setting.default})`;
  return setting.secret ? ' [secret]' : fallback;
}

const plain = (text: string): string => text.replaceAll('`', '');

function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length > WIDTH - INDENT) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => ' '.repeat(INDENT) + line).join('\n');
}
