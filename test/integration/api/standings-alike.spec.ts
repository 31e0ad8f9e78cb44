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
import type { Change, Message } from '#subscriptions/messages/message.js';
import { chatBody } from '#subscriptions/messages/webhook/chat.js';
import { payloadOf } from '#subscriptions/messages/webhook/payload.js';
import { ADMIN_KEY, startApi, type TestApi } from '#test/api.js';
import { type ConsoleClient, consoleOf, textOf } from '#test/console.js';
import { casesIn, documentedEvent, partsOf } from '#test/documented-cases.js';
import { openStream } from '#test/event-stream.js';
import { uuid } from '#test/events.js';
import { times } from '#test/laws/law.js';
import { carried, letterFor, links, mailOf, secrets } from '#test/mail-of.js';
import { changesDigest } from '#test/sample-mails.js';
import { followed } from '#test/transferring.js';
import { queryCommand } from '../../../apps/cli/query-command.js';

const LISTED = '2024-01-10 RegisterObserved list {"register":"ANSSI","listing":"in-progress"}';
const EXAMPLES = [
  `${LISTED}; 2025-04-17 MilestoneReached company {"milestone":"J2"} → 2025-06-01`,
  '2025-04-17 MilestoneReached statement {"milestone":"J2"}; 2025-05-02 GrantAnnounced company {} → 2025-06-01',
  ...casesIn('status.md').map(({ example }) => example),
]
  .filter((example) => !example.includes('A: '))
  .filter((_, index) => index < 2 || index % (100 / times(100)) === 0);

/** Whether the authority confirms the status and the stage; `null` without one. */
type Words = [status: string, confirmed: boolean, stage: string | null, stageConfirmed: boolean | null];

let served: TestApi;
let officer: ConsoleClient;
let key: string;
let home: string;
/** With the last change; without those whose status is unknown: events that apply to no dossier are refused. */
const cases: { example: string; view: DossierView; change: Change }[] = [];

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
      const body = JSON.stringify(documentedEvent(event, uuid(0)));
      await api.post(`${path}/events`, body.replace('"publisher":"Bleu"', `"publisher":"${name}"`));
    }
    const view: DossierView = (await api.get(path)).body;
    const change = (await api.get(`/v1/events?dossiers=${view.id}&limit=200`)).body.items.at(-1);
    if (view.status !== 'unknown') cases.push({ example, view, change });
  }
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

type Row = Record<string, string>;

/** Rows of a table, or items of a list, by the dossier or provider that they name. */
async function listed<T>(path: string, column: keyof T, accept = '*/*'): Promise<Map<unknown, T>> {
  const { body } = await served.api.get(path, { accept });
  const items = (typeof body === 'string' ? parse(body, { columns: true, bom: true }) : body.items) as T[];
  return new Map(items.map((item) => [item[column], item]));
}

const rowWords = (row: Row | undefined, before = ''): Words => [
  ...([row?.[`${before}status`] ?? '', row?.[`${before}confirmed`] === 'true'] as const),
  row?.[`${before}milestone`] || null,
  row?.[`${before}milestone`] ? row[`${before}milestone_confirmed`] === 'true' : null,
];

const rowsOf = async (...args: string[]): Promise<string[][]> => {
  const printed: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  await queryCommand().parseAsync([...args, '--url', served.url, '--key', key], { from: 'user' });
  log.mockRestore();
  return printed
    .join('\n')
    .split('\n')
    .map((line) => line.split(/ {2,}/));
};
const cellWords = ([status = '', confirmed, stage, stageConfirmed]: readonly string[]): Words => [
  status,
  confirmed === 'true',
  stage === '-' ? null : stage!,
  stage === '-' ? null : stageConfirmed === 'true',
];

const changeWords = ({ status }: Change): Words => {
  const { stage, stageConfirmed, ...after } = status!.after!;
  return [after.status, after.confirmed, stage, stageConfirmed ?? null];
};

const messageOf = (change: Change, status = change.status): Message => ({
  type: 'event.recorded',
  timestamp: change.recordedAt,
  data: { ...change, status } as Change,
});
/** As of a first event: the text has no other standing. */
const firstOf = (change: Change): Message => messageOf(change, { before: null, after: change.status!.after });

/** What programs are told of a dossier. */
type Told = (view: DossierView, change: Change) => Words | Promise<Words>;
const PROGRAMS: Record<string, () => Told | Promise<Told>> = {
  'the list': async () => {
    const items = await listed<DossierView>('/v1/dossiers?limit=200', 'id');
    return ({ id }) => wordsOf(items.get(id)!);
  },
  'the list as CSV': async () => {
    const rows = await listed<Row>('/v1/dossiers', 'id', 'text/csv');
    return ({ id }) => rowWords(rows.get(id));
  },
  'the board as CSV': async () => {
    const rows: Row[] = parse((await officer.get('/board.csv')).html, { columns: true, bom: true });
    return ({ provider }) => rowWords(rows.find(({ provider_name: name }) => name === provider.name));
  },
  differences: async () => {
    const items = await listed<{ id: string; after: DossierView }>('/v1/diff?from=1999-01-01&limit=200', 'id');
    return ({ id }) => wordsOf(items.get(id)!.after);
  },
  'differences as CSV': async () => {
    const rows = await listed<Row>('/v1/diff?from=1999-01-01', 'dossier', 'text/csv');
    return ({ id }) => rowWords(rows.get(id), 'after_');
  },
  search:
    () =>
    async ({ service }) => {
      const { body } = await served.api.get(`/v1/search?kind=service&q=${encodeURIComponent(service!.name)}`);
      const { status, confirmed, milestone, milestoneConfirmed } = body.kinds[0].items[0].dossier;
      return [status, confirmed, milestone, milestoneConfirmed];
    },
  'the feed of changes': () => (_, change) => changeWords(change),
  'the stream of changes': async () => {
    const stream = await openStream(`${served.url}/v1/events/stream?after=0`, { authorization: `Bearer ${key}` });
    await stream.sent(({ id }) => id !== undefined && id >= cases.at(-1)!.change.position);
    stream.close();
    return (_, change) => changeWords(stream.changes().find(({ data }) => data.id === change.id)!.data);
  },
  webhooks: () => (_, change) => {
    const payload = payloadOf(carried(messageOf(change)), { secrets, links });
    return changeWords((JSON.parse(payload) as { data: Change }).data);
  },
  'the command line': async () => {
    const lines = await rowsOf('status');
    return ({ provider }) => cellWords(lines.find(([name]) => name === provider.name)!.slice(3));
  },
  'differences on the command line':
    () =>
    async ({ provider }) => {
      const [, line = []] = await rowsOf('changes', provider.slug, '--since', '1999-01-01');
      return cellWords(line.slice(4));
    },
};

const MARKED: Record<string, (view: DossierView) => Promise<string>> = {
  'providers as CSV': async ({ provider }) =>
    (await listed<Row>('/v1/providers', 'provider', 'text/csv')).get(provider.slug)!['standings']!,
};

type Text = (view: DossierView, change: Change) => Promise<string> | string;
const page =
  (pathOf: (view: DossierView) => string): Text =>
  async (view) =>
    (await officer.get(pathOf(view))).text;

/** What people read. */
const TEXTS: Record<string, Text> = {
  'the page': page(({ id }) => `/dossiers/${id}`),
  'the board': async ({ provider }) => {
    const { html } = await officer.get(`/dossiers?provider=${provider.slug}`);
    return textOf(html.replaceAll(/role="img" aria-label="([^"]*)"[^>]*>/g, '>$1 '));
  },
  'results of a search': page(({ service }) => `/search?q=${encodeURIComponent(service!.name)}`),
  'the page of the provider': page(({ provider }) => `/providers/${provider.slug}`),
  'the audit file': async ({ id }) => {
    const headers = { authorization: `Bearer ${ADMIN_KEY}` };
    const answer = await fetch(`${served.url}/v1/dossiers/${id}/audit-file`, { headers });
    await writeFile(join(home, 'audit.zip'), await answer.bytes());
    return textOf((await promisify(execFile)('unzip', ['-p', join(home, 'audit.zip'), '*.html'])).stdout);
  },
  'Atom feeds': async ({ id }) => {
    const { body } = await served.api.get(`/v1/changes.atom?language=en&dossiers=${id}`);
    const text = textOf((body as string).replaceAll('&lt;', '<').replaceAll('&gt;', '>'));
    return text.replace(/^.*? (After|Status) /, '');
  },
  mails: (_, change) => mailOf(firstOf(change), 'en').text,
  digests: (_, change) => mailOf(changesDigest([change, change]), 'en').text,
  slack: (_, change) => chatBody(letterFor(firstOf(change), 'en'), 'slack', 'en'),
  teams: (_, change) => chatBody(letterFor(firstOf(change), 'en'), 'teams', 'en'),
};

const WITHOUT_STAGE = ['results of a search', 'the page of the provider', 'the card', 'digests'];

/** The full name of a stage, or the short one if that is all a text has. */
function nameIn(text: string, code: string, scheme: Scheme | undefined): string {
  const whole = wholeMilestone(code, scheme, 'en');
  return text.toLowerCase().includes(whole.toLowerCase()) ? whole : milestoneName(code, scheme, 'en');
}

/** Whether a text says of a word that the authority confirms it; `undefined`: it says neither. */
function confirmedIn(text: string, word: string): boolean | undefined {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = new RegExp(`${escaped}[^.→]{0,40}?(not )?confirmed by the authority`, 'i').exec(
    text.replaceAll('\n', ' '),
  );
  return found ? found[1] === undefined : undefined;
}

describe('the standing of the status and of the stage is the same (sampled)', () => {
  it('in cases where one is a claim and the other is not', () => {
    expect(cases.slice(0, 2).map(({ view }) => wordsOf(view))).toEqual([
      ['in-progress', true, 'J2', false],
      ['granted', false, 'J2', true],
    ]);
  });

  it.each(Object.entries(PROGRAMS))('in %s', async (_, told) => {
    const toldOf = await told();
    for (const { example, view, change } of cases)
      expect([example, ...(await toldOf(view, change))]).toEqual([example, ...wordsOf(view)]);
  });

  it.each(Object.entries(MARKED))('in %s', async (_, told) => {
    for (const { view } of cases) {
      const { status, confirmed } = view;
      expect(await told(view)).toMatch(new RegExp(confirmed ? `${status}(?! \\()` : `${status} \\(claimed\\)`));
    }
  });

  it.each(Object.entries(TEXTS))('in %s', async (where, textAbout) => {
    for (const { example, view, change } of cases) {
      const text = await textAbout(view, change);
      const scheme = builtInSchemes.get(view.scheme);
      const { status, confirmed, stage } = view;
      const expected = [example, text, confirmed];
      const said = [example, text, confirmedIn(text, statusWord(status, scheme, 'en'))];
      if (stage && !WITHOUT_STAGE.includes(where)) {
        expected.push(stage.confirmed);
        said.push(confirmedIn(text, nameIn(text, stage.milestone, scheme)));
      }
      expect(said).toEqual(expected);
    }
  });
});
