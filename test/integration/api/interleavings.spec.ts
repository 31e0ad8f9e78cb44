import { describe, expect, it, jest } from '@jest/globals';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { EventStore } from '#event-store/event-store.js';
import { serveApi, startApi } from '#test/api.js';
import { type Client, clientOf } from '#test/client.js';
import { type ConsoleClient, consoleOf } from '#test/console.js';
import { times } from '#test/laws/law.js';
import { Dice } from '#test/dice.js';
import { keyOf, personIn } from '#test/people.js';
import { milestone, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

/** `INTERLEAVINGS=10000 INTERLEAVING_SEED=8` for more than are tried each time. */
const STEPS = Number(process.env['INTERLEAVINGS'] ?? Math.max(times(400), 80));
const SEED = Number(process.env['INTERLEAVING_SEED'] ?? 7);
const AT_ONCE = 8;
/** Then they begin anew: reading streams of hundreds of events takes the time of others. */
const TOGETHER = 400;

const now = () => Clock.startingAt(new Date('2026-11-25T08:00:00Z'));
const served = startedOnce(() => startApi());
const another = startedOnce(() => serveApi(served.databaseUrl, {}, now()));
/** Its looks at the ledger are repeated. */
const stale = startedOnce(async () => {
  const api = await serveApi(served.databaseUrl, {}, now());
  const heads = api.app.get(EventStore)['heads'];
  const look = heads.look.bind(heads);
  let [calls, last] = [0, look()];
  jest.spyOn(heads, 'look').mockImplementation(() => (calls++ % 20 === 0 ? (last = look()) : last));
  return api;
});

type Dossier = Awaited<ReturnType<typeof openDossier>> & { name: string };

interface Process {
  url: string;
  api: Client;
}

/** What was acknowledged: a statement makes a version, another name is one of the provider. */
interface Fact {
  dossier: Dossier;
  position: number;
  version?: number;
  name?: string;
}

interface Shown {
  dossier: Dossier;
  /** Pages have no versions. */
  version?: number;
  name: string | undefined;
  status?: string;
  /** The position that the answer names. */
  upTo: number;
  /** How many facts had been acknowledged when it was asked. */
  asked: number;
}

/** A key, which is refused and accepted by turns. */
interface Access {
  key: string;
  isAccepted: boolean;
  changes: number;
  change(process: Process): Promise<void>;
}

const source = { kind: 'press', publisher: 'A journal' };
const statement = {
  type: 'StatementMade',
  occurred: '2026-11-20',
  source,
  data: { speaker: 'Somebody', title: 'Said' },
};

class Interleaving {
  readonly #facts: Fact[] = [];
  readonly #shown: Shown[] = [];
  readonly #wrong: object[] = [];
  readonly #consoles: ConsoleClient[];
  #names = 0;
  /** The furthest position that a list has named. */
  #listed = 0;

  private constructor(
    private readonly processes: readonly Process[],
    private readonly dossiers: readonly Dossier[],
    private readonly accesses: readonly Access[],
    private readonly dice: Dice,
  ) {
    this.#consoles = processes.map(({ url }) => consoleOf({ url, db: served.db }));
  }

  static async of(processes: readonly Process[], seed: number): Promise<Interleaving> {
    const name = `${seed} of ${processes.map(({ url }) => new URL(url).port).join(' and ')}`;
    const dossiers: Dossier[] = [];
    for (const one of ['One', 'Two', 'Three'])
      dossiers.push({ ...(await openDossier(served.api, `${one} ${name}`)), name: `${one} ${name}` });
    const person = await personIn(served, { name: `Person ${name}` });
    const made = await served.api.post('/v1/admin/api-keys', { name, scopes: ['read'] });
    const ofProgram: Access = {
      ...{ key: made.body.key, isAccepted: true, changes: 0 },
      async change({ api }) {
        await api.delete(`/v1/admin/api-keys/${made.body.id}`);
      },
    };
    const ofPerson: Access = {
      ...{ key: await keyOf(served, person, 'read'), isAccepted: true, changes: 0 },
      async change({ api }) {
        await api.patch(`/v1/admin/accounts/${person.account}`, { disabled: this.isAccepted });
      },
    };
    const one = new Interleaving(processes, dossiers, [ofProgram, ofPerson], Dice.of(seed));
    for (const console of one.#consoles) await console.signIn();
    return one;
  }

  /** @returns what was answered wrongly */
  async run(steps: number): Promise<object[]> {
    for (let round = 0; round < steps / AT_ONCE; round += 1) {
      await Promise.all(Array.from({ length: AT_ONCE }, () => this.#step()));
      if (this.dice.chance(0.3)) await this.#recordInTurn();
      if (this.dice.chance(0.05)) await this.#rewind();
      if (this.dice.chance(0.05)) await this.#changeAccess();
    }
    const late = this.#shown.filter((one) => !this.#isRight(one));
    return [...this.#wrong, ...late.map((one) => ({ ...one, dossier: one.dossier.name }))];
  }

  async #step(): Promise<void> {
    const dossier = this.#oneOf(this.dossiers);
    const process = this.#oneOf(this.processes);
    const steps: (() => Promise<unknown>)[] = [
      () => this.#record(process, dossier),
      () => this.#rename(process, dossier),
      () => this.#readDossier(process, dossier),
      () => this.#readList(process, dossier),
      () => this.#list(process, `/v1/deadlines?providers=${dossier.provider}`),
      () => this.#readPage(this.processes.indexOf(process), dossier),
      () => this.#readWith(this.#oneOf(this.accesses), process, dossier),
      () => this.#changeAccess(),
    ];
    const weights = [3, 1, 6, 4, 1, 1, 3, 0.2];
    let at = this.dice.next() * weights.reduce((sum, weight) => sum + weight, 0);
    await steps[weights.findIndex((weight) => (at -= weight) < 0)]!();
  }

  async #record({ api }: Process, dossier: Dossier): Promise<void> {
    const { body } = await api.post(`${dossier.path}/events`, statement);
    this.#facts.push({ dossier, position: body.position, version: body.version });
  }

  /** Before most of them nobody looks; where the other process has recorded meanwhile, that is noticed. */
  async #recordInTurn(): Promise<void> {
    const process = this.#oneOf(this.processes);
    for (let nth = 0; nth < 5; nth += 1)
      await this.#record(this.dice.chance(0.8) ? process : this.#oneOf(this.processes), this.#oneOf(this.dossiers));
  }

  async #rename({ api }: Process, dossier: Dossier): Promise<void> {
    const name = `${dossier.name} no ${(this.#names += 1)}`;
    const renamed = { type: 'ProviderRenamed', occurred: '2026-11-20', source, data: { name } };
    const { body } = await api.post(`/v1/providers/${dossier.provider}/events`, renamed);
    this.#facts.push({ dossier, position: body.position, name });
  }

  async #readDossier({ api }: Process, dossier: Dossier): Promise<void> {
    const asked = this.#facts.length;
    const { body } = await api.get(dossier.path);
    const { version, status, provider } = body;
    this.#shown.push({ dossier, version, status, name: provider.name, upTo: Infinity, asked });
  }

  async #readList(process: Process, dossier: Dossier): Promise<void> {
    const asked = this.#facts.length;
    const found = await this.#list(process, `/v1/dossiers?providers=${dossier.provider}`);
    if (!found) return;
    const { version, status, provider } = found.items[0];
    this.#shown.push({ dossier, version, status, name: provider.name, upTo: found.upTo, asked });
  }

  /** The position that it names is at least that of the lists before, and the one to be seen. */
  async #list({ api }: Process, path: string) {
    const seen = this.dice.chance(0.5) ? (this.#facts.at(-1)?.position ?? 0) : 0;
    const least = Math.max(this.#listed, seen);
    const { status, body, headers } = await api.get(seen === 0 ? path : `${path}&seen=${seen}`);
    const upTo = parseInt(headers.get('jalon-position') ?? '');
    if (body.code === 'not-seen-yet') return undefined; // to be asked again
    if (status !== 200 || upTo < least) this.#wrong.push({ path, seen, status, upTo, least });
    if (status !== 200) return undefined;
    this.#listed = Math.max(this.#listed, upTo);
    return { items: body.items, upTo };
  }

  /** Pages are asked for once the lists have followed. */
  async #readPage(nth: number, dossier: Dossier): Promise<void> {
    const asked = this.#facts.length;
    const page = this.dice.chance(0.5) ? `/dossiers?provider=${dossier.provider}` : dossier.path.replace('/v1', '');
    const { text } = await this.#consoles[nth]!.get(page);
    const name = new RegExp(`${dossier.name}(?: no \\d+)?`).exec(text)?.[0];
    this.#shown.push({ dossier, name, upTo: Infinity, asked });
  }

  /** With a key that may change meanwhile: then either answer is right. */
  async #readWith(access: Access, { url }: Process, { path }: Dossier): Promise<void> {
    const { changes, isAccepted } = access;
    const { status } = await clientOf(url, access.key).get(path);
    const isRight = access.changes > changes || changes % 2 === 1 || (status === 200) === isAccepted;
    if (!isRight) this.#wrong.push({ isAccepted, status });
  }

  async #changeAccess(): Promise<void> {
    const access = this.#oneOf(this.accesses);
    if (access.changes % 2 === 1) return; // under way
    access.changes += 1;
    await access.change(this.#oneOf(this.processes));
    access.isAccepted = access === this.accesses[1] && !access.isAccepted;
    access.changes += 1;
  }

  /** What was recorded and read last is lost; something else takes its position. */
  async #rewind(): Promise<void> {
    const dossier = this.#oneOf(this.dossiers);
    await this.#oneOf(this.processes).api.post(`${dossier.path}/events`, milestone('J0', '2026-01-01'));
    await Promise.all(this.processes.map(({ api }) => api.get(dossier.path)));
    await sql`
      alter table event disable trigger event_is_append_only;
      delete from event where position = (select max(position) from event);
      alter table event enable always trigger event_is_append_only;
      update ledger_head set position = (select max(position) from event)
    `.execute(served.owner);
    for (const process of this.processes) await this.#readDossier(process, dossier);
    await this.#record(this.#oneOf(this.processes), dossier);
  }

  /** It shows what was acknowledged before, up to its position, and nothing that is not on record. */
  #isRight({ dossier, version, name, status = 'unknown', upTo, asked }: Shown): boolean {
    const ofDossier = (fact: Fact) => fact.dossier === dossier;
    const due = this.#facts.slice(0, asked).filter((fact) => ofDossier(fact) && fact.position <= upTo);
    const least = Math.max(1, ...due.map((fact) => fact.version ?? 1));
    const most = Math.max(1, ...this.#facts.filter(ofDossier).map((fact) => fact.version ?? 1));
    const named = name === dossier.name ? 0 : this.#facts.find((fact) => fact.name === name)?.position;
    const lastNamed = Math.max(0, ...due.map((fact) => (fact.name === undefined ? 0 : fact.position)));
    const isVersion = version === undefined || (version >= least && version <= most);
    return isVersion && named !== undefined && named >= lastNamed && status === 'unknown';
  }

  #oneOf<T>(all: readonly T[]): T {
    return all[this.dice.between(0, all.length - 1)]!;
  }
}

describe('reads and writes in two processes, in any order (sampled)', () => {
  it('show what was acknowledged before they were asked, and nothing that is not on record', async () => {
    for (let done = 0; done < STEPS; done += TOGETHER)
      expect(await (await Interleaving.of([served, another], SEED + done)).run(Math.min(STEPS, TOGETHER))).toEqual([]);
  });

  it('tell a process whose look at the ledger is stale (long)', async () => {
    expect(await (await Interleaving.of([served, stale], SEED)).run(TOGETHER)).not.toEqual([]);
  });
});
