import { Command } from 'commander';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { PATIENT } from '#database/timeouts.js';
import { Refusal } from '#domain/refusal.js';
import { DamagedEvidence, EvidenceFiles } from '#evidence/evidence-files.js';
import { EvidenceSettingsSchema } from '#evidence/evidence-settings.js';
import { readSettings } from '#settings/settings.js';
import { databaseUrls } from '../database-commands.js';
import { count } from '../terminal.js';

export const verifyCommand = (): Command =>
  new Command('verify')
    .description('Read every attached file and compare it with its hash in the ledger.')
    .addHelpText(
      'after',
      `
Connects with DATABASE_URL, and with EVIDENCE_S3_URL if files are in a bucket. Exits with 1 if a file is missing or damaged.
A file that is attached again is stored again.`,
    )
    .action(async () => {
      const { appUrl } = await databaseUrls(process.env);
      const db = openDatabase({ url: appUrl, poolSize: 2, applicationName: 'jalon evidence', timeouts: PATIENT });
      try {
        const files = new EvidenceFiles(db, new Clock(), readSettings(EvidenceSettingsSchema, process.env));
        const { intact, faulty } = await verifyAll(db, files);
        for (const { sha256, name, fault } of faulty) console.log(`${fault}: ${sha256} (${name})`);
        console.log(`${count(intact)} intact, ${count(faulty.length)} missing or damaged.`);
        if (faulty.length > 0) process.exitCode = 1;
      } finally {
        await db.destroy();
      }
    });

interface Faulty {
  sha256: string;
  name: string;
  fault: 'missing' | 'damaged';
}

async function verifyAll(db: LedgerDatabase, files: EvidenceFiles): Promise<{ intact: number; faulty: Faulty[] }> {
  const { rows } = await sql<{ sha256: string; name: string }>`
    select distinct on (data ->> 'sha256') data ->> 'sha256' as sha256, data ->> 'name' as name
    from event where type = 'EvidenceAttached'
      and not exists (select from evidence_file where sha256 = data ->> 'sha256' and removed_at is not null)
    order by data ->> 'sha256', position desc
  `.execute(db);
  const faulty: Faulty[] = [];
  for (const { sha256, name } of rows) {
    const fault = await faultOf(files, sha256);
    if (fault) faulty.push({ sha256, name, fault });
  }
  return { intact: rows.length - faulty.length, faulty };
}

async function faultOf(files: EvidenceFiles, sha256: string): Promise<Faulty['fault'] | undefined> {
  try {
    const pieces = await files.read(sha256); // compared with their hash as they are read
    while (!(await pieces.next()).done);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return 'missing';
    if (error instanceof DamagedEvidence) return 'damaged';
    throw error;
  }
}
