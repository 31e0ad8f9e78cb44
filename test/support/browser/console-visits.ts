import { readFileSync } from 'node:fs';
import type { TestApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { Browsing } from '#test/browser/browsing.js';
import type { Visit } from '#test/browser/visit.js';
import type { ConsoleClient } from '#test/console.js';
import { recordHostileLedger } from '#test/hostile-ledger.js';
import { type Reminding, startReminding } from '#test/reminding.js';
import { personWith } from '#test/signing-in.js';

export const BLEU = 'a2926a0b-c910-5a4e-a540-a93d94a25a6b';

export interface ConsoleVisits {
  jalon: Reminding;
  officer: ConsoleClient;
  browsing: Browsing;
  /** With the session of the officer, in a language that was chosen. */
  visitAs: (language: 'fr' | 'en') => Promise<Visit>;
  close: () => Promise<void>;
}

/** A console over two ledgers in one: the real one, and one whose names are long and strange. */
export async function startConsoleVisits(): Promise<ConsoleVisits> {
  const browsing = new Browsing();
  const jalon = await startReminding({ PUBLIC_READ: 'true' });
  await fill(jalon);
  const officer = (await personWith(jalon, 'admin', { now: jalon.clock.now() })).browser;
  return {
    jalon,
    officer,
    browsing,
    visitAs: (language) => visitOf(browsing, officer, jalon, language),
    close: async () => {
      await browsing.close();
      await jalon.close();
    },
  };
}

async function fill(server: Reminding): Promise<void> {
  const csv = { 'content-type': 'text/csv' };
  await server.api.send('/v1/imports', { method: 'POST', headers: csv, body: new Uint8Array(await realLedger()) });
  await recordHostileLedger(server);
  // The second is on hold: one entry of ten moves.
  for (const day of ['2026-03-01', '2026-04-01'])
    await server.api.send('/v1/registers/fedramp-marketplace/readings', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: readFileSync(`samples/registers/fedramp-marketplace-${day}.json`),
    });
  const subscription = await server.subscribe(server.api);
  await server.plan();
  await server.pass(2);
  await server.send();
  await server.deliveries.work(subscription, () => Promise.resolve());
}

async function visitOf(
  browsing: Browsing,
  officer: ConsoleClient,
  home: TestApi,
  language: 'fr' | 'en',
): Promise<Visit> {
  const visit = await browsing.visit(home.url, { language });
  const { hostname } = new URL(home.url);
  await visit.context.addCookies(
    [...officer.cookies].map(([name, value]) => ({ name, value, domain: hostname, path: '/' })),
  );
  return visit;
}
