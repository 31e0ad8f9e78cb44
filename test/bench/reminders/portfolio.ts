import { dossierStream, providerStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';
import { Dice } from '#test/dice.js';
import { applying, fact, hosting, qualified, type Life } from './life.js';

const OF_A_PROVIDER = 20;
const AT_ONCE = 1_000;
const DEPENDING = 0.06;

interface Kind {
  scheme: string;
  life: Life;
}

const QUALIFIED: Kind = { scheme: 'secnumcloud', life: qualified };
const APPLYING: Kind = { scheme: 'secnumcloud', life: applying };
const HOSTING: Kind = { scheme: 'hds', life: hosting };

/** Of twenty, eleven are qualified, four on their way and five host health data. */
const kindOf = (nth: number): Kind => {
  const place = (nth * 7) % OF_A_PROVIDER;
  if (place < 11) return QUALIFIED;
  return place < 15 ? APPLYING : HOSTING;
};

interface Dossier {
  id: string;
  provider: string;
  events: { id: string; event: LedgerEvent }[];
  /** The event that issued its grant, if it is one that SecNumCloud qualified. */
  grant: string | undefined;
}

export interface Grant {
  stream: string;
  event: string;
}

/** Records a portfolio as fast as the ledger takes it. @returns the qualifications, whose ends may move */
export async function recordPortfolio(events: EventStore<LedgerEvent>, count: number, seed: number): Promise<Grant[]> {
  const grants: Grant[] = [];
  let pending: Dossier[] = [];
  const flush = async (): Promise<void> => {
    await events.append([...registrations(pending), ...pending.map(streamOf)], { actor: 'bench' });
    pending = [];
  };
  for (const dossier of portfolio(count, seed)) {
    pending.push(dossier);
    if (dossier.grant !== undefined) grants.push({ stream: dossierStream(dossier.id), event: dossier.grant });
    if (pending.length === AT_ONCE) await flush();
  }
  if (pending.length > 0) await flush();
  return grants;
}

function* portfolio(count: number, seed: number): Generator<Dossier> {
  let earlier: string | undefined = undefined;
  for (let nth = 0; nth < count; nth++) {
    const dice = Dice.of(seed, nth);
    const { scheme, life } = kindOf(nth);
    const provider = uuidOf('bench provider', String(Math.floor(nth / OF_A_PROVIDER)));
    const id = uuidOf('bench dossier', String(nth));
    const lived = life(id, dice);
    const opened = { type: 'DossierOpened', data: { provider, scheme, service: `Service ${nth}` } } as const;
    const events: Dossier['events'] = [{ id: uuidOf('bench opened', id), event: opened }, ...lived];
    if (earlier !== undefined && dice.chance(DEPENDING)) events.push(dependency(id, earlier));
    const issued = life === qualified ? lived.find(({ event }) => event.type === 'GrantIssued')?.id : undefined;
    yield { id, provider, events, grant: issued };
    if (issued !== undefined) earlier = id;
  }
}

const dependency = (id: string, dependsOn: string) => ({
  id: uuidOf('bench dependency', id),
  event: fact('DependencyDeclared', '2026-01-10', { dependsOn }, 'company'),
});

const streamOf = ({ id, events }: Dossier) => ({ stream: dossierStream(id), expected: 0, events });

const registrations = (dossiers: readonly Dossier[]) =>
  [...new Set(dossiers.map(({ provider }) => provider))].map((provider) => ({
    stream: providerStream(provider),
    expected: 0,
    events: [
      {
        id: uuidOf('bench registered', provider),
        event: { type: 'ProviderRegistered', data: { name: `Provider ${provider.slice(0, 8)}` } } as const,
      },
    ],
  }));
