#!/usr/bin/env node
import { Command } from 'commander';
import { RELEASE } from '#settings/in-package.js';

/** After the error of a command, how to see its options: Commander does not pass this on to commands that were made apart. */
function adviseOnErrors(command: Command, path: string): void {
  command.showHelpAfterError(`(run "${path} --help" for usage)`);
  for (const one of command.commands) adviseOnErrors(one, `${path} ${one.name()}`);
}

/** In the order of the help. Only the command that is run is loaded, which takes half of the time that all of them take. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./start/start.js')).startCommand(),
  migrate: async () => (await import('./database-commands.js')).migrateCommand(),
  'new-epoch': async () => (await import('./database-commands.js')).newEpochCommand(),
  rebuild: async () => (await import('./rebuild-command.js')).rebuildCommand(),
  doctor: async () => (await import('./doctor/doctor-command.js')).doctorCommand(),
  copy: async () => (await import('./copy-command.js')).copyCommand(),
  'accept-time': async () => (await import('./database-commands.js')).acceptTimeCommand(),
  import: async () => (await import('./import/import-command.js')).importCommand(),
  export: async () => (await import('./export-command.js')).exportCommand(),
  verify: async () => (await import('./verify-command.js')).verifyCommand(),
  publish: async () => (await import('./publish/publish-command.js')).publishCommand(),
  evidence: async () => (await import('./evidence/evidence-command.js')).evidenceCommand(),
  'audit-file': async () => (await import('./evidence/evidence-command.js')).auditFileCommand(),
  register: async () => (await import('./register/register-command.js')).registerCommand(),
  query: async () => (await import('./query-command.js')).queryCommand(),
  mcp: async () => (await import('./mcp-command.js')).mcpCommand(),
  forecasts: async () => (await import('./query-command.js')).forecastsCommand(),
  accounts: async () => (await import('./accounts-command.js')).accountsCommand(),
  keys: async () => (await import('./database-commands.js')).keysCommand(),
  reseal: async () => (await import('./database-commands.js')).resealCommand(),
};

const program = new Command('jalon')
  .description('Jalon: an event-sourced ledger of cloud certifications, with reminders before they expire.')
  .version(RELEASE);
const commands = Object.entries(COMMANDS);
const named = commands.filter(([name]) => name === process.argv[2]);
for (const [, load] of named.length > 0 ? named : commands) program.addCommand(await load());

adviseOnErrors(program, 'jalon');

// Ended by a reader that has seen enough, such as head.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  const { printError } = await import('./print-error.js');
  printError(error);
  process.exitCode = 1;
}
