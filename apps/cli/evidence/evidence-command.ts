import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import type { Scope } from '#access/principal.js';
import { rawBody } from '#client/jalon-client.js';
import { addressOption, type Api, callApi, RequestRejected } from '../call-api.js';
import { UserError } from '../terminal.js';
import { nameIn, saveAs } from './download.js';
import { verifyCommand } from './verify.js';

export const evidenceCommand = (): Command =>
  new Command('evidence')
    .description('Attach files to events of a running Jalon, download and verify them.')
    .addHelpText(
      'after',
      `
Files are PDF, PNG, JPEG, GIF, WebP or emails (.eml). The ledger holds the SHA-256 of each.

Examples:
  export JALON_KEY=jalon_…
  jalon evidence attach decision-2279.pdf --dossier 0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11 --event 9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f
  jalon evidence get 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  jalon evidence verify`,
    )
    .addCommand(attachCommand())
    .addCommand(getCommand())
    .addCommand(verifyCommand());

export interface Access {
  url: string;
  key?: string;
}

interface Subject {
  dossier?: string;
  provider?: string;
}

const apiOf = ({ url: address, key }: Access): Api => ({ address, key });

const called = (name: string, scope: Scope): Command =>
  new Command(name)
    .addOption(addressOption())
    .addOption(new Option('--key <key>', `an API key with scope ${scope}`).env('JALON_KEY'));

type Named = { dossier: string } | { provider: string };

/** @throws UserError unless exactly one of both is given */
export function subjectIn({ dossier, provider }: Subject): Named {
  if (dossier !== undefined && provider === undefined) return { dossier };
  if (provider !== undefined && dossier === undefined) return { provider };
  throw new UserError('Give either --dossier with an id or --provider with an id or slug.');
}

/** The problems by field, for a person. */
const listed = (error: unknown): never => {
  throw error instanceof RequestRejected ? new UserError(error.listing()) : error;
};

interface AttachOptions extends Access, Subject {
  event: string;
  note?: string;
}

const attachCommand = (): Command =>
  called('attach', 'record')
    .description('Attach a file to an event.')
    .argument('<file>')
    .option('--dossier <id>', 'the dossier of the event')
    .option('--provider <name>', 'the provider of the event, by id or slug')
    .requiredOption('--event <id>', 'the event that the file proves')
    .option('--note <text>', 'such as where the file comes from')
    .action(async (file: string, { event, note, ...options }: AttachOptions) => {
      const api = apiOf(options);
      const body = await openAsBlob(file).catch((error: unknown) => {
        throw new UserError(`Cannot read ${file}: ${(error as Error).message}`);
      });
      const subject = subjectIn(options);
      const query = { name: basename(file), ...(note !== undefined && { note }) };
      const sent = rawBody(body, 'application/octet-stream');
      const { data, response } = await callApi(api, 'record', (client) =>
        'dossier' in subject
          ? client.POST('/v1/dossiers/{id}/events/{event}/evidence', {
              params: { path: { id: subject.dossier, event }, query },
              ...sent,
            })
          : client.POST('/v1/providers/{id}/events/{event}/evidence', {
              params: { path: { id: subject.provider, event }, query },
              ...sent,
            }),
      ).catch(listed);
      const replayed = response.headers.get('idempotency-replayed') === 'true';
      const { id, evidence } = data;
      console.log(`${replayed ? 'Already attached' : 'Attached'}: SHA-256 ${evidence.sha256}, event ${id}.`);
    });

const getCommand = (): Command =>
  called('get', 'read')
    .description('Download a file and verify its hash.')
    .argument('<sha256>')
    .argument('[file]', 'where to save it (default: under its name, in the current folder)')
    .action(async (given: string, file: string | undefined, options: Access) => {
      const sha256 = given.toLowerCase();
      const { response } = await callApi(apiOf(options), 'read', (client) =>
        client.GET('/v1/evidence/{sha256}', { params: { path: { sha256 } }, parseAs: 'stream' }),
      );
      const path = file ?? nameIn(response);
      await saveAs(path, response, sha256);
      console.log(`Saved as ${path}. The SHA-256 is correct.`);
    });

interface AuditOptions extends Access, Subject {
  asOf?: string;
  knownAt?: string;
}

export const auditFileCommand = (): Command =>
  called('audit-file', 'read')
    .description("Download an auditor's file: the trail of a dossier or provider with its evidence, as a ZIP archive.")
    .argument('[file]', 'where to save it (default: under its name, in the current folder)')
    .option('--dossier <id>', 'the dossier')
    .option('--provider <name>', 'the provider with its dossiers, by id or slug')
    .option('--as-of <day>', 'the situation as of a day such as 2026-06-30 (default: today)')
    .option('--known-at <instant>', 'as known at an instant such as 2026-06-30T00:00:00Z')
    .addHelpText(
      'after',
      `
The archive is read offline. Its pages are in English and French; SHA256SUMS is checked with "sha256sum -c".

Example:
  jalon audit-file --provider ovhcloud --as-of 2026-06-30`,
    )
    .action(async (file: string | undefined, { asOf, knownAt, ...options }: AuditOptions) => {
      const subject = subjectIn(options);
      const query = { ...(asOf !== undefined && { asOf }), ...(knownAt !== undefined && { knownAt }) };
      const { response } = await callApi(apiOf(options), 'read', (client) =>
        'dossier' in subject
          ? client.GET('/v1/dossiers/{id}/audit-file', {
              params: { path: { id: subject.dossier }, query },
              parseAs: 'stream',
            })
          : client.GET('/v1/providers/{id}/audit-file', {
              params: { path: { id: subject.provider }, query },
              parseAs: 'stream',
            }),
      ).catch(listed);
      const to = file ?? nameIn(response);
      await saveAs(to, response);
      console.log(`Saved as ${to}.`);
    });
