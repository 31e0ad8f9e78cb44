import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { ZipFile } from 'yazl';
import { LedgerDatabase } from '#database/connection.js';
import type { DossierView } from '#domain/dossier/standing.js';
import type { Viewpoint } from '#dossiers/dossiers-and-providers.js';
import type { EvidenceSubject } from '#evidence/evidence-on-record.js';
import { EvidenceFiles } from '#evidence/evidence-files.js';
import {
  dossierTitle,
  grantedFromPhrase,
  stagePhrase,
  startPhrase,
  statusWord,
  wholeMilestone,
} from '#language/describe-standing.js';
import { capitalized, writtenDate, writtenInstant } from '#language/format.js';
import { type Language, LANGUAGES } from '#language/language.js';
import { phrases, warningText } from '#language/phrases.js';
import { latestCheckpoint, logKeys, proofsOf } from '#proof/ledger-log.js';
import { Exports } from '../http/download.js';
import {
  type AuditContents,
  type AuditedStream,
  type AuditProps,
  AuditReading,
  EventLinks,
  EvidenceTable,
  Facts,
  Trail,
} from './audit-trail.js';

/** Readable without this site: no scripts, no links to it, and its style within. */
const auditPage = (contents: AuditContents, language: Language, manifest: string): string =>
  `<!doctype html>\n${renderToString(<Page {...{ contents, language, manifest }} />)}\n`;

function Page({ contents, language, manifest }: AuditProps & { manifest: string }) {
  const words = phrases(language).auditFile;
  const title = words.title(subjectOf(contents, language));
  const { at, position, createdAt, zone, streams } = contents;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          <Facts
            facts={[
              [words.asOf, writtenDate(at.asOf, language)],
              [
                words.knownAt,
                at.knownAt === null ? words.knownNow : writtenInstant(new Date(at.knownAt), zone, language),
              ],
              [words.position, String(position)],
              [words.createdAt, writtenInstant(createdAt, zone, language)],
            ]}
          />
          {streams.length > 1 ? <Contents {...{ contents, language }} /> : null}
          {streams.map((stream) => (
            <section key={stream.stream} id={stream.stream} class="stream">
              <h2>{headingOf(stream, contents, language)}</h2>
              {stream.view ? <AuditedDossier {...{ contents, language, stream }} view={stream.view} /> : null}
              <Trail {...{ contents, language, stream }} />
            </section>
          ))}
          <EvidenceTable {...{ contents, language }} />
          <h2>{words.verify}</h2>
          <p>{words.verifyText(manifest)}</p>
          <pre>sha256sum -c {manifest}</pre>
          <p>{words.verifyMore}</p>
        </main>
      </body>
    </html>
  );
}

const Contents = ({ contents, language }: AuditProps) => (
  <nav>
    <h2>{phrases(language).auditFile.contents}</h2>
    <ul>
      {contents.streams.map((stream) => (
        <li key={stream.stream}>
          <a href={`#${stream.stream}`}>{headingOf(stream, contents, language)}</a>
        </li>
      ))}
    </ul>
  </nav>
);

const subjectOf = ({ kind, provider, streams, schemes }: AuditContents, language: Language): string => {
  const view = streams[0]?.view;
  return kind === 'dossier' && view ? dossierTitle(view, schemes, language) : provider.name;
};

const headingOf = ({ view }: AuditedStream, { provider, schemes }: AuditContents, language: Language): string =>
  view ? dossierTitle(view, schemes, language) : `${phrases(language).auditFile.provider} ${provider.name}`;

function AuditedDossier({
  contents,
  language,
  stream,
  view,
}: AuditProps & { stream: AuditedStream; view: DossierView }) {
  const words = phrases(language).auditFile;
  const scheme = contents.schemes.get(view.scheme);
  const { stage, grants, milestones, warnings } = view;
  const said = (confirmed: boolean) => (confirmed ? words.confirmed : words.claimed);
  return (
    <>
      <Facts
        facts={[
          [words.provider, view.provider.name],
          [words.dossier, <code>{view.id}</code>],
          [words.status, `${statusWord(view.status, scheme, language)} (${said(view.confirmed)})`],
          [words.stage, stage && stagePhrase(stage, scheme, language)],
          [words.because, <EventLinks ids={view.because} {...{ stream, language, scheme }} />],
        ]}
      />
      {view.grantedFrom === null ? null : <p>{grantedFromPhrase(view.grantedFrom, scheme, language)}.</p>}
      <EventTable
        title={words.stages}
        columns={[words.stage, words.occurred, words.status]}
        rows={milestones.map(({ milestone, occurred, confirmed, event }) => ({
          event,
          cells: [wholeMilestone(milestone, scheme, language), writtenDate(occurred, language), said(confirmed)],
        }))}
      />
      <EventTable
        title={words.grants}
        columns={[words.decision, words.validFrom, words.validUntil, words.state, words.status]}
        rows={grants.map((grant) => ({
          event: grant.id,
          cells: [
            grant.decision ?? words.none,
            startPhrase(grant, language),
            grant.validUntil === null ? words.none : writtenDate(grant.validUntil, language),
            phrases(language).standing.grantStates[grant.state],
            said(grant.confirmed),
          ],
        }))}
      />
      {warnings.length === 0 ? null : (
        <>
          <h3>{words.warnings}</h3>
          <ul>
            {warnings.map((warning, index) => (
              <li key={index}>{capitalized(warningText(warning, language))}.</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface EventTableProps {
  title: string;
  columns: readonly string[];
  rows: readonly { event: string; cells: readonly string[] }[];
}

function EventTable({ title, columns, rows }: EventTableProps) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ event, cells: [first, ...others] }) => (
            <tr key={event}>
              <td>
                <a href={`#${event}`}>{first}</a>
              </td>
              {others.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const STYLE = `
@page { size: A4; margin: 18mm 16mm 20mm; }
body { font: 11pt/1.45 Georgia, 'Times New Roman', serif; color: #111; background: #fff; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3, h4, th, dt, .tag { font-family: Arial, Helvetica, sans-serif; }
h1 { font-size: 1.6em; line-height: 1.2; } h2 { font-size: 1.25em; margin-top: 2em; border-bottom: 2px solid #111; }
h3 { font-size: 1.08em; margin-top: 1.6em; } h4 { font-size: 1em; margin: 0 0 .3em; }
h1, h2, h3, h4 { break-after: avoid; }
dl { margin: .4em 0; } dl > div { display: flex; gap: .8em; } dt { flex: 0 0 11rem; font-size: .88em; color: #444; } dd { margin: 0; min-width: 0; white-space: pre-line; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: .92em; } th, td { text-align: left; vertical-align: top; padding: .3em .5em; border: 1px solid #888; overflow-wrap: anywhere; } thead { display: table-header-group; } tr { break-inside: avoid; }
.files th:first-child { width: 27%; } .files th:last-child { width: 36%; }
.entry { border-left: 3px solid #888; padding: .1em 0 .1em .9em; margin: 1.1em 0; break-inside: avoid-page; } .gone { border-left-style: dotted; }
.tag { font-size: .78em; border: 1px solid #444; padding: 0 .4em; margin-left: .4em; white-space: nowrap; }
blockquote { margin: .4em 0 .4em 1em; font-style: italic; white-space: pre-line; overflow-wrap: anywhere; }
code, pre { font: .85em/1.4 'Courier New', monospace; overflow-wrap: anywhere; } pre { border: 1px solid #888; padding: .5em; white-space: pre-wrap; }
a { color: #0645ad; }
@media (max-width: 34rem) { dl > div { display: block; } }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 10pt; } a { color: inherit; text-decoration: none; } }
`.trim();

const MANIFEST = 'SHA256SUMS';

/**
 * Sends auditor's files, over REST and to the console: a ZIP archive of a page in each language, the events, the files of
 * evidence, and the hash of each.
 */
@Injectable()
export class AuditFiles {
  constructor(
    private readonly reading: AuditReading,
    private readonly files: EvidenceFiles,
    private readonly exports: Exports,
    private readonly db: LedgerDatabase,
  ) {}

  /** @param language of the name of the archive; its pages are in both. @throws Refusal not-found */
  async send(subject: EvidenceSubject, at: Viewpoint, language: Language, reply: FastifyReply) {
    const contents = await this.reading.of(subject, at);
    const { name, bytes } = this.#archiveOf(contents, language, await this.#proofsOf(contents));
    await this.exports.note(reply.request, name);
    reply.headers({
      'Jalon-Position': String(contents.position),
      Vary: 'Authorization, Cookie, Accept-Language',
      'Content-Disposition': `attachment; filename="${name}"`,
    });
    const isHead = reply.request.method === 'HEAD';
    if (isHead) bytes.destroy();
    return new StreamableFile(isHead ? Readable.from([]) : bytes, { type: 'application/zip' });
  }

  /** Streams the archive; one part of one file is in memory at a time. It breaks off if the bytes of a file are damaged. */
  #archiveOf(
    contents: AuditContents,
    language: Language,
    proofs: ReadonlyMap<string, string>,
  ): { name: string; bytes: Readable } {
    const folder = folderOf(contents, language);
    const mtime = contents.createdAt;
    const zip = new ZipFile();
    const hashes = new Map<string, string>();
    const output = zip.outputStream as Readable;
    zip.on('error', (error: Error) => {
      output.destroy(error);
    });
    const add = (path: string, text: string): void => {
      hashes.set(path, createHash('sha256').update(text).digest('hex'));
      zip.addBuffer(Buffer.from(text), `${folder}/${path}`, { mtime });
    };
    for (const one of LANGUAGES) add(`${phrases(one).auditFile.page}.html`, auditPage(contents, one, MANIFEST));
    add('events.json', `${JSON.stringify(eventsIn(contents), undefined, 2)}\n`);
    for (const [path, proof] of proofs) add(path, proof);
    for (const { data, path } of contents.evidence) {
      if (path === undefined || hashes.has(path)) continue;
      hashes.set(path, data.sha256);
      const options = { mtime, compress: false, size: data.size };
      zip.addReadStreamLazy(`${folder}/${path}`, options, (give) => {
        void this.#open(data.sha256, output).then(
          (stream) => {
            give(null, stream);
          },
          (error: unknown) => {
            output.destroy(error as Error);
          },
        );
      });
    }
    const lines = [...hashes].map(([path, hash]) => `${hash}  ${path}\n`);
    zip.addBuffer(Buffer.from(lines.join('')), `${folder}/${MANIFEST}`, { mtime });
    zip.end();
    return { name: `${folder}.zip`, bytes: output };
  }

  /** Of each event that is in the signed log, and the keys with which `jalon verify` checks them. */
  async #proofsOf({ streams }: AuditContents): Promise<ReadonlyMap<string, string>> {
    const { ledger, epochs } = this.db;
    const signed = await latestCheckpoint(ledger, epochs.current, { signed: true });
    if (!signed) return new Map();
    const positions = streams.flatMap(({ entries }) => entries.map(({ position }) => position));
    const proofs = await proofsOf(ledger, positions, signed, { withPayload: true });
    const keys = (await logKeys(ledger)).map((key) => `${key}\n`).join('');
    return new Map([
      ['proofs/keys.txt', keys],
      ...[...proofs].map(([position, proof]) => [`proofs/${position}.tlog-proof`, proof] as const),
    ]);
  }

  /** Ends with the archive, also where its reader went away. */
  async #open(sha256: string, output: Readable): Promise<Readable> {
    const stream = Readable.from(await this.files.read(sha256), { objectMode: false });
    output.once('close', () => stream.destroy());
    return stream;
  }
}

const folderOf = ({ kind, provider, streams, at }: AuditContents, language: Language): string => {
  const scheme = kind === 'dossier' ? [streams[0]?.view?.scheme ?? ''] : [];
  const named = [phrases(language).auditFile.name, provider.slug, ...scheme, at.asOf].join('-');
  return named.replace(/[^\w.-]+/g, '_');
};

/** As recorded: the same values from which the hashes and signatures of the ledger are made. */
const eventsIn = ({ streams, at, position, createdAt }: AuditContents) => ({
  createdAt: createdAt.toISOString(),
  asOf: at.asOf,
  knownAt: at.knownAt,
  position,
  streams: streams.map(({ stream, entries }) => ({
    stream,
    events: entries.map(({ current: _, ...recorded }) => recorded),
  })),
});
