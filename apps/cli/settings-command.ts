import { Command } from 'commander';
import { unknownSettings } from '#programs/program-settings.js';
import { referencePage, type SettingEntry, settingsReference } from '#programs/settings-reference.js';
import { fileVariable, mayBeFile } from '#settings/secret-files.js';
import { mayBeShown } from '#settings/settings.js';
import { UserError } from './terminal.js';

export const settingsCommand = (): Command =>
  new Command('settings')
    .description('List all settings (environment variables) with their defaults, and what is set.')
    .argument('[name]', 'only settings whose name contains this')
    .option('--markdown', 'print the page of the documentation')
    .addHelpText(
      'after',
      `
Values that may contain a password are not shown.

Examples:
  jalon settings
  jalon settings smtp`,
    )
    .action((name: string | undefined, { markdown = false }: { markdown?: boolean }) => {
      if (markdown) {
        process.stdout.write(referencePage());
        return;
      }
      const found = settingsReference().filter((entry) => entry.name.includes((name ?? '').toUpperCase()));
      if (found.length === 0) throw new UserError(`No setting has ${name ?? ''} in its name. Run: jalon settings`);
      console.log(found.map(shown).join('\n\n'));
      for (const line of unknownSettings(process.env)) console.error(`\nInvalid setting: ${line}`);
    });

/** The links of the description are those of the documentation. */
function shown({ name, programs, defaultText, description }: SettingEntry): string {
  return `${name} (${programs.join(', ')}), ${stateOf(name, defaultText)}\n  ${plain(description)}`;
}

function stateOf(name: string, defaultText: string): string {
  const file = mayBeFile(name) ? process.env[fileVariable(name)] : undefined;
  if (file) return `read from ${file}`;
  const value = process.env[name];
  if (value) return `set to ${mayBeShown(name) ? value : '(not shown)'}`;
  return `default: ${plain(defaultText)}`;
}

const plain = (markdown: string): string => markdown.replace(/\[([^[\]]+)\]\([^()]+\)/g, '$1').replaceAll('`', '');
