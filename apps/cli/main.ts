#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { complain } from './complain.js';
import { exportCommand } from './export/export-command.js';
import { importCommand } from './import/import-command.js';
import { keysCommand } from './keys-command.js';
import { migrateCommand } from './migrate-command.js';
import { inPackage } from './database-urls.js';
import { startCommand } from './start/start.js';

const { version } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8')) as { version: string };

const program = new Command('jalon')
  .description('Jalon: an append-only ledger of cloud certifications, and reminders before they end.')
  .version(version)
  .showHelpAfterError('(jalon <command> --help shows what a command takes)')
  .addCommand(startCommand())
  .addCommand(migrateCommand())
  .addCommand(importCommand())
  .addCommand(exportCommand())
  .addCommand(keysCommand());

try {
  await program.parseAsync();
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
