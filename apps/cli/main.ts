#!/usr/bin/env node
import { Command } from 'commander';
import { printError } from './terminal.js';
import { auditFileCommand, evidenceCommand } from './evidence/evidence-command.js';
import { backupCommand } from './backup/backup-command.js';
import { restoreCommand } from './backup/restore-command.js';
import { exportCommand } from './export/export-command.js';
import { importCommand } from './import/import-command.js';
import { RELEASE } from '#settings/in-package.js';
import { accountsCommand } from './accounts-command.js';
import { keysCommand, migrateCommand } from './database-commands.js';
import { statusCommand } from './doctor/status-command.js';
import { doctorCommand } from './doctor/doctor-command.js';
import { acceptTimeCommand, newEpochCommand } from './ledger-commands.js';
import { queryCommand } from './query/query-command.js';
import { rebuildCommand } from './rebuild/rebuild-command.js';
import { registerCommand } from './register/register-command.js';
import { resealCommand } from './reseal-command.js';
import { settingsCommand } from './settings-command.js';
import { startCommand } from './start/start.js';

/** After the error of a command, how to see its options: Commander does not pass this on to commands that were made apart. */
function adviseOnErrors(command: Command, path: string): void {
  command.showHelpAfterError(`(run "${path} --help" for usage)`);
  for (const one of command.commands) adviseOnErrors(one, `${path} ${one.name()}`);
}

const program = new Command('jalon')
  .description('Jalon: an event-sourced ledger of cloud certifications, with reminders before they expire.')
  .version(RELEASE)
  .addCommand(startCommand())
  .addCommand(migrateCommand())
  .addCommand(newEpochCommand())
  .addCommand(rebuildCommand())
  .addCommand(settingsCommand())
  .addCommand(statusCommand())
  .addCommand(doctorCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(acceptTimeCommand())
  .addCommand(importCommand())
  .addCommand(exportCommand())
  .addCommand(evidenceCommand())
  .addCommand(auditFileCommand())
  .addCommand(registerCommand())
  .addCommand(queryCommand())
  .addCommand(accountsCommand())
  .addCommand(keysCommand())
  .addCommand(resealCommand());

adviseOnErrors(program, 'jalon');

// Ended by a reader that has seen enough, such as head.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  printError(error);
  process.exitCode = 1;
}
