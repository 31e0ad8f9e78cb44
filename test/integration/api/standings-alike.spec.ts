import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { DossierView } from '#domain/dossier/standing.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { milestoneName, statusWord, wholeMilestone } from '#language/describe-standing.js';
import type { Change } from '#notifications/change.js';
import type { Message } from '#notifications/message.js';
import { CHAT_FORMATS, chatBody } from '#notifications/webhook/chat.js';
import { payloadOf } from '#notifications/webhook/payload.js';
import { ADMIN_KEY, startApi, type TestApi } from '#test/api.js';
import { boardOn } from '#test/board.js';
import { type ConsoleClient, consoleOf, textOf } from '#test/console.js';
import { casesIn, documentedEvent, partsOf } from '#test/documented-cases.js';
import { openStream } from '#test/event-stream.js';
import { uuid } from '#test/events.js';
import { carried, letterFor, links, mailOf, secrets } from '#test/mail-of.js';
import { changesDigest } from '#test/sample-mails.js';
import { followed } from '#test/transferring.js';
import { queryCommand } from '../../../apps/cli/query/query-command.js';

const LISTED = '2024-01-10 RegisterObserved list {"register":"ANSSI","listing":"in-progress"}';
const EXAMPLES = [
  `${LISTED}; 2025-04-17 MilestoneReached company {"milestone":"J2"} → 2025-06-01`,
  '2025-04-17 MilestoneReached statement {"milestone":"J2"}; 2025-05-02 GrantAnnounced company {} → 2025-06-01',
  ...casesIn('status.md').map(({ example }) => example),
].filter((example) => !example.includes('A: '));

/** Whether the authority confirms the status and the stage; `null` without one. */
type Words = [status: string, confirmed: boolean, stage: string | null, stageConfirmed: boolean | null];

let served: TestApi;
let officer: ConsoleClient;
let key: string;
let home: string;
/** Of the views that know a status: events that apply to no dossier are refused. */
const examples: string[] = [];
const views: DossierView[] = [];
/** The last change of each dossier, in the order of `views`. */
const changes: Change[] = [];

beforeAll(async () => {
  served = await startApi();
  officer = consoleOf(served);
  await officer.signIn();
  key = await served.keyWith('read');
  const { api } = served;
  for (const [index, example] of EXAMPLES.entries()) {
    const name = `Case ${index + 101}`;
    const { scheme, own } = partsOf(example);
    const { body: provider } = await api.post('/v1/providers', { name });
    const service = { name: `Service ${index + 101}` };
    const { body: dossier } = await api.post('/v1/dossiers', { provider: provider.id, scheme, service });
    const path = `/v1/dossiers/${dossier.id}`;
    for (const event of own) {
      const body = JSON.stringify(documentedEvent(event, uuid(0))).replace(
        '"publisher":"Bleu"',
        `"publisher":"${name}"`,
      );
      await api.post(`${path}/events`, body);
    }
    const view: DossierView = (await api.get(path)).body;
    if (view.status === 'unknown') continue;
    views.push(view);
    changes.push((await api.get(`/v1/events?dossiers=${view.id}&limit=200`)).body.items.at(-1));
    examples.push(example);
  }
  await boardOn(served.db).search('everything');
  await followed(api);
  home = await mkdtemp(join(tmpdir(), 'jalon-standings-'));
});
afterAll(async () => {
  await served.close();
  await rm(home, { recursive: true, force: true });
});

const wordsOf = ({ status, confirmed, stage }: Pick<DossierView, 'status' | 'confirmed' | 'stage'>): Words => [
  ...([status, confirmed] as const),
  ...([stage?.milestone ?? null, stage?.confirmed ?? null] as const),
];

/** Rows of a table, or items of a list, by the dossier that they name. */
async function listed<T>(path: string, idOf: (item: T) => string): Promise<Map<string, T>> {
  const { status, body } = await served.api.get(path);
  expect(status).toBe(200);
  const items = (typeof body === 'string' ? parse(body, { columns: true, bom: true }) : body.items) as T[];
  return new Map(items.map((item) => [idOf(item), item]));
}

const cell = (text: string | undefined): boolean | null => (text === '' || text === undefined ? null : text === 'true');

const rowWords = (row: Record<string, string> | undefined, before = ''): Words => [
  ...([row?.[`${before}status`] ?? '', row?.[`${before}confirmed`] === 'true'] as const),
  ...([row?.[`${before}milestone`] || null, cell(row?.[`${before}milestone_confirmed`])] as const),
];

const cli = async (...args: string[]): Promise<string> => {
  const printed: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  await queryCommand().parseAsync([...args, '--url', served.url, '--key', key], { from: 'user' });
  log.mockRestore();
  return printed.join('\n');
};

const standingWords = ({ status }: Change): Words => {
  const { stage, stageConfirmed, ...after } = status!.after!;
  return [after.status, after.confirmed, stage, stageConfirmed ?? null];
};

const messageOf = (change: Change): Message => ({
  type: 'event.recorded',
  timestamp: change.recordedAt,
  data: { ...change, status: { before: null, after: change.status!.after } } as Change,
});

/** What programs are told. */
const PROGRAMS: Record<string, () => Promise<Words[]>> = {
  'the list': async () => {
    const items = await listed<DossierView>('/v1/dossiers?limit=200', ({ id }) => id);
    return views.map(({ id }) => wordsOf(items.get(id)!));
  },
  'the list as CSV': async () => {
    const rows = await listed<Record<string, string>>('/v1/dossiers.csv', ({ id }) => id!);
    return views.map(({ id }) => rowWords(rows.get(id)));
  },
  'the board as CSV': async () => {
    const { html } = await officer.get('/board.csv');
    const rows: Record<string, string>[] = parse(html, { columns: true, bom: true });
    return views.map((view) => rowWords(rows.find(({ provider_name: name }) => name === view.provider.name)));
  },
  differences: async () => {
    const items = await listed<{ id: string; after: DossierView }>(
      '/v1/diff?from=1999-01-01&limit=200',
      (one) => one.id,
    );
    return views.map(({ id }) => wordsOf(items.get(id)!.after));
  },
  'differences as CSV': async () => {
    const rows = await listed<Record<string, string>>('/v1/diff.csv?from=1999-01-01', ({ dossier }) => dossier!);
    return views.map(({ id }) => rowWords(rows.get(id), 'after_'));
  },
  search: async () => {
    const found: Words[] = [];
    for (const { service } of views) {
      const { body } = await served.api.get(`/v1/search?kind=service&q=${encodeURIComponent(service!.name)}`);
      const { status, confirmed, milestone, milestoneConfirmed } = body.kinds[0].items[0].dossier;
      found.push([status, confirmed, milestone, milestoneConfirmed]);
    }
    return found;
  },
  'the feed of changes': () => Promise.resolve(changes.map(standingWords)),
  'the stream of changes': async () => {
    const stream = await openStream(`${served.url}/v1/events/stream?after=0`, { authorization: `Bearer ${key}` });
    await stream.sent(({ id }) => id !== undefined && id >= changes.at(-1)!.position);
    stream.close();
    return changes.map(({ id }) => standingWords(stream.changes().find(({ data }) => data.id === id)!.data));
  },
  webhooks: () =>
    Promise.resolve(
      changes.map((change) => {
        const delivery = carried({ type: 'event.recorded', timestamp: change.recordedAt, data: change });
        return standingWords((JSON.parse(payloadOf(delivery, { secrets, links })) as { data: Change }).data);
      }),
    ),
  'the command line': async () => {
    const lines = (await cli('status')).split('\n').map((line) => line.split(/ {2,}/));
    return views.map(({ provider }) => {
      const [, , , status = '', confirmed, stage = ''] = lines.find(([name]) => name === provider.name) ?? [];
      const milestone = stage === '-' ? null : stage.replace(' (claimed)', '');
      return [status, confirmed === 'yes', milestone, milestone === null ? null : !stage.endsWith('(claimed)')];
    });
  },
};

const MARKED: Record<string, (view: DossierView) => Promise<string> | string> = {
  'providers as CSV': async ({ provider }) => {
    const rows = await listed<Record<string, string>>('/v1/providers.csv', ({ provider: slug }) => slug!);
    return rows.get(provider.slug)!.standings!;
  },
  'differences on the command line': ({ provider }) => cli('changes', provider.slug, '--since', '1999-01-01'),
};

/** What people read, and whether it names the stage. */
const TEXTS: Record<
  string,
  { showsStage: boolean; of: (view: DossierView, change: Change) => Promise<string> | string }
> = {
  'the page': { showsStage: true, of: async ({ id }) => (await officer.get(`/dossiers/${id}`)).text },
  'the board': {
    showsStage: true,
    of: async ({ provider }) => (await officer.get(`/?provider=${provider.slug}`)).text,
  },
  'the comparison': {
    showsStage: true,
    of: async ({ provider }) => (await officer.get(`/compare?provider=${provider.slug}`)).text,
  },
  'results of a search': {
    showsStage: false,
    of: async ({ service }) => (await officer.get(`/search?q=${encodeURIComponent(service!.name)}`)).text,
  },
  'the page of the provider': {
    showsStage: false,
    of: async ({ provider }) => (await officer.get(`/providers/${provider.slug}`)).text,
  },
  'the card': { showsStage: false, of: async ({ id }) => (await officer.get(`/embed/dossiers/${id}`)).text },
  'the audit file': {
    showsStage: true,
    of: async ({ id }) => {
      const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'accept-language': 'en' };
      const answer = await fetch(`${served.url}/v1/dossiers/${id}/audit-file`, { headers });
      await writeFile(join(home, 'audit.zip'), Buffer.from(await answer.arrayBuffer()));
      const { stdout } = await promisify(execFile)('unzip', ['-p', join(home, 'audit.zip'), '*.html']);
      return textOf(stdout);
    },
  },
  'Atom feeds': {
    showsStage: true,
    of: async ({ id }) => {
      const { body } = await served.api.get(`/v1/changes.atom?language=en&dossiers=${id}`);
      return textOf((body as string).replaceAll('&lt;', '<').replaceAll('&gt;', '>')).replace(
        /^.*? (After|Status) /,
        '',
      );
    },
  },
  mails: { showsStage: true, of: (_, change) => mailOf(messageOf(change), 'en').text },
  digests: {
    showsStage: false,
    of: (_, change) => mailOf(changesDigest([change, change]), 'en').text,
  },
  ...Object.fromEntries(
    CHAT_FORMATS.map((format) => [
      format,
      {
        showsStage: true,
        of: (_: DossierView, change: Change) => chatBody(letterFor(messageOf(change), 'en'), format, 'en'),
      },
    ]),
  ),
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The full name of a stage, or the short one if that is all a text has. */
function nameIn(text: string, code: string, scheme: Scheme | undefined): string {
  const whole = wholeMilestone(code, scheme, 'en');
  return text.toLowerCase().includes(whole.toLowerCase()) ? whole : milestoneName(code, scheme, 'en');
}

/** Whether a text says of a word that the authority confirms it; `undefined`: it says neither. */
function confirmedIn(text: string, word: string): boolean | undefined {
  const found = new RegExp(`${escaped(word)}[^.→]{0,40}?(not )?confirmed by the authority`, 'i').exec(
    text.replaceAll('\n', ' '),
  );
  return found ? found[1] === undefined : undefined;
}

describe('the standing of the status and of the stage is the same', () => {
  it('in cases where one is a claim and the other is not', () => {
    expect(views.slice(0, 2).map(wordsOf)).toEqual([
      ['in-progress', true, 'J2', false],
      ['granted', false, 'J2', true],
    ]);
  });

  it.each(Object.entries(PROGRAMS))('in %s', async (_, told) => {
    expect(await told()).toEqual(views.map(wordsOf));
  });

  it.each(Object.entries(MARKED))('in %s', async (_, told) => {
    for (const view of views) {
      const { status, confirmed } = view;
      expect([view.provider.name, await told(view)]).toEqual([
        view.provider.name,
        expect.stringMatching(new RegExp(confirmed ? `${status}(?! \\()` : `${status} \\(claimed\\)`)),
      ]);
    }
  });

  it.each(Object.entries(TEXTS))('in %s', async (_, { showsStage, of }) => {
    const wrong: unknown[] = [];
    for (const [index, view] of views.entries()) {
      const text = await of(view, changes[index]!);
      const scheme = builtInSchemes.get(view.scheme);
      const { status, confirmed, stage } = view;
      const said = confirmedIn(text, statusWord(status, scheme, 'en'));
      const staged = showsStage && stage ? confirmedIn(text, nameIn(text, stage.milestone, scheme)) : stage?.confirmed;
      if (said !== confirmed || staged !== stage?.confirmed) wrong.push([examples[index], wordsOf(view), text]);
    }
    expect(wrong).toEqual([]);
  });
});
