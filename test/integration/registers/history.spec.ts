import { describe, expect, it } from '@jest/globals';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { standingOn } from '#domain/dossier/standing.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { fedrampChangelog } from '#domain/register/fedramp-changelog.js';
import { ListEntries } from '#registers/list-entries.js';
import { PublishRegister } from '#registers/publish-register.js';
import { changelog, SNAPSHOTS, snapshotOf } from '#test/marketplace.js';
import { type Reader, startReader } from '#test/reading.js';
import { startedOnce } from '#test/started.js';

const register = fedrampChangelog.slug;
const accept = 'Loaded from the archive';

async function compare(reader: Reader) {
  const { entries } = await reader.queries.execute(new ListEntries(register, { limit: 2_000 }));
  const dossierOf = new Map(entries.map(({ entry, dossier }) => [entry, dossier]));
  const scheme = (await reader.schemes.at()).get('fedramp')!;
  const records = await reader.events.loadAll([...dossierOf.values()].map(dossierStream), dossierModel);
  const { stages } = fedrampChangelog.reader;
  const counts = new Map<string, number>();
  const samples = new Map<string, string>();
  for (const { id, statuses } of changelog().products) {
    const facts = factsOf(records.get(dossierStream(dossierOf.get(id) ?? '')) ?? []);
    statuses?.forEach(({ status_name, start_date }, index) => {
      const day = start_date.slice(0, 10);
      if (statuses[index + 1]?.start_date.slice(0, 10) === day) return;
      const found = facts ? standingOn(facts, scheme, day) : undefined;
      const key = `${stages[status_name]} -> ${found?.status} ${found?.confirmed}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      samples.set(key, `${id} ${day}`);
    });
  }
  return [...counts].sort().map(([key, count]) => `${key}: ${count} (${samples.get(key)})`);
}

describe('the changelog of FedRAMP', () => {
  const reader = startedOnce(startReader);
  it('alone', async () => {
    await reader.commands.execute(new PublishRegister(fedrampChangelog, { actor: 'admin' }));
    const outcome = await reader.read(changelog(), { register });
    console.log(outcome.state, outcome.day, outcome.holds, outcome.figures, outcome.unreadable.length, outcome.unmatched.length);
    console.log((await compare(reader)).join('\n'));
    const again = await reader.read({ ...changelog(), more: 1 }, { register, day: '2026-06-02', preview: true });
    console.log(again.figures, again.differences.slice(0, 3));
    expect(1).toBe(1);
  });
});
describe('the changelog of FedRAMP after', () => {
  const reader = startedOnce(startReader);
  it('after', async () => {
    for (const day of SNAPSHOTS) await reader.read(snapshotOf(day), { accept });
    await reader.commands.execute(new PublishRegister(fedrampChangelog, { actor: 'admin' }));
    const outcome = await reader.read(changelog(), { register });
    console.log(outcome.state, outcome.day, outcome.holds, outcome.figures, outcome.unreadable.length, outcome.unmatched.length);
    console.log((await compare(reader)).join('\n'));
    expect(1).toBe(1);
  });
});
