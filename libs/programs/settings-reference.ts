import { z } from 'zod';
import { fileVariable, mayBeFile } from '#settings/secret-files.js';
import { PROGRAMS } from './program-settings.js';

/** A setting as the reference describes it. */
export interface SettingEntry {
  name: string;
  /** `api`, `worker`, or the command line. */
  programs: string[];
  /** Without one that the setting must have. */
  defaultText: string;
  /** Markdown. */
  description: string;
}

/** Every setting, by name. What several programs read has the description of the first. */
export function settingsReference(): SettingEntry[] {
  const entries = new Map<string, SettingEntry>();
  for (const [program, { shape }] of Object.entries(PROGRAMS))
    for (const [name, field] of Object.entries<z.ZodType>(shape)) {
      const known = entries.get(name);
      const defaultText = defaultOf(field);
      if (known === undefined)
        entries.set(name, { name, programs: [program], defaultText, description: textOf(field.description) });
      else {
        if (known.defaultText !== defaultText) known.defaultText += ` (${program}: ${defaultText})`;
        known.programs.push(program);
      }
    }
  return [...entries.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

const textOf = (text = ''): string => text.replace(/\s+/g, ' ');

/** What holds without the variable, as an operator would write it. */
function defaultOf(field: z.ZodType): string {
  const told = field.meta()?.['defaultText'];
  if (typeof told === 'string') return told;
  if (!(field instanceof z.ZodDefault)) return field instanceof z.ZodOptional ? 'none' : 'required';
  const value: unknown = field.def.defaultValue;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const text = String(value);
  return text === '' ? 'none' : `\`${text}\``;
}

const HEAD = `# Settings

Settings are environment variables. An empty variable counts as not set. With an invalid value, or an unknown variable that
begins with \`JALON_\`, Jalon does not start and prints a line that names it. \`jalon doctor\` shows
what is set, without secrets, and \`jalon doctor --settings\` prints this page.

What may hold a secret can be in a file instead, as Docker and Kubernetes provide secrets: the variable whose name ends with
\`_FILE\` is its path. The file has one line; spaces and line breaks around it are ignored. Jalon does not start if both
variables are set, or if the file is missing, empty or not readable. Files are read once, at the start.

\`jalon\` in the second column is the command line: \`jalon start\` passes the settings of api and worker on.

`;

/** The reference as a table, in Markdown. */
export const SETTING_COLUMNS = ['setting', 'read by', 'default', 'meaning'];

export const settingRows = (): string[][] =>
  settingsReference().map(({ name, programs, defaultText, description }) => [
    mayBeFile(name) ? `\`${name}\`, \`${fileVariable(name)}\`` : `\`${name}\``,
    programs.join(', '),
    defaultText,
    description,
  ]);

/** The reference as a page of the documentation. */
export const referencePage = (): string =>
  HEAD +
  [SETTING_COLUMNS, SETTING_COLUMNS.map(() => '---'), ...settingRows()]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
