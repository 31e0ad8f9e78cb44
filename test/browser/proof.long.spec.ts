import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { phrases } from '#language/phrases.js';
import { startApi, type TestApi } from '#test/api.js';
import { checkPage } from '#test/browser/check-page.js';
import { Browsing, LAN_NAME, type Reader, type Visit } from '#test/browser/visit.js';
import { consoleOf } from '#test/console.js';
import { signLog } from '#test/proof/signing.js';
import { milestone, openDossier } from '#test/recording.js';

/** What somebody between may change: in `extra`, which is encoded, or in the rest. */
const CHANGES: [what: string, isExtra: boolean, from: RegExp, to: string][] = [
  ['the event', true, /"milestone":"J1"/, '"milestone":"J3"'],
  ['its entry', true, /\\"type\\":\\"/, String.raw`\"type\":\"X`],
  ['its index', false, /^index \d+$/m, 'index 1'],
  ['its path', false, /^(index .*\n).{8}/m, '$1AAAAAAAA'],
  ['the length of its path', false, /^(index .*\n).*\n/m, '$1'],
  ['the size of the head', false, /\n\d+\n(?=.*\n\n—)/, '\n77\n'],
  ['the origin', false, /\n\nledger/, '\n\nlodger'],
  ['the signature', false, /(— \S+ .{30}).{8}/, '$1AAAAAAAA'],
];

describe('the proof of an event on the page of its dossier', () => {
  const browsing = new Browsing();
  let served: TestApi;
  let dossier: Awaited<ReturnType<typeof openDossier>>;
  let folder = '';
  /** Opens the page with all details unfolded. */
  const visit = async (reader: Reader, url = served.url): Promise<Visit> => unfold(await browsing.visit(url, reader));
  const unfold = async (shown: Visit): Promise<Visit> => {
    await shown.page.goto(`/dossiers/${dossier.id}`);
    for (const summary of await shown.page.locator('.entry details:not(.menu) > summary').all()) await summary.click();
    return shown;
  };
  const buttons = ({ page }: Visit) => page.locator('[data-checks]').all();
  /** What is said of the first proofs. */
  const checked = async (shown: Visit, most = 1): Promise<string[]> => {
    const said: string[] = [];
    for (const button of (await buttons(shown)).slice(0, most)) {
      await button.click();
      const output = button.locator('xpath=../output').filter({ hasText: /\S/ });
      said.push(await output.innerText());
    }
    return said;
  };

  beforeAll(async () => {
    served = await startApi({ PUBLIC_READ: 'on' });
    folder = await mkdtemp(join(tmpdir(), 'jalon-log-'));
    dossier = await openDossier(served.api, 'Proven Cloud');
    const { body } = await dossier.record(milestone('J0', '2026-01-01'));
    const changes = { occurred: '2026-01-02' };
    await dossier.record({ type: 'EventCorrected', data: { event: body.id, changes, reason: 'A typo' } });
  }, 60_000);
  afterAll(async () => {
    await browsing.close();
    await served.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(['en', 'fr'] as const)(
    'is checked when somebody asks, and is not spoken of before a head is signed (%s)',
    async (language) => {
      const { notYet, said } = phrases(language).console.frame.entry.proof;
      const shown = await visit({ language });
      const before = await buttons(shown);
      const { size } = (await signLog(served.db, folder)) ?? {};
      await dossier.record(milestone('J1', '2026-02-01'));
      await unfold(shown);
      expect(await shown.page.locator('.entry').filter({ hasText: notYet }).count()).toBe(1);
      const outcomes = await checked(shown, 9);
      expect([before.length, outcomes.length]).toEqual({ en: [0, 3], fr: [3, 4] }[language]);
      const [begin = '', end = ''] = said.checked.replace('{size}', String(size)).split('{key}');
      for (const one of outcomes) expect([one.startsWith(begin), one.endsWith(end)]).toEqual([true, true]);
      expect([...(await checkPage(shown)), ...shown.complaints]).toEqual([]);
      await shown.close();
    },
    90_000,
  );

  it('does not convince if anything about it was changed on its way', async () => {
    const officer = consoleOf(served);
    await officer.signIn();
    const shown = await browsing.visit(served.url, { language: 'en' });
    const { hostname: domain } = new URL(served.url);
    await shown.context.addCookies([...officer.cookies].map(([name, value]) => ({ name, value, domain, path: '/' })));
    const said: Record<string, string | undefined> = {};
    for (const [what, isExtra, from, to] of CHANGES) {
      await shown.context.route('**/ledger/proof/*', async (route) => {
        const response = await route.fetch();
        const proof = await response.text();
        const extra = /^extra (.*)$/m.exec(proof)?.[1] ?? '';
        const changed = Buffer.from(Buffer.from(extra, 'base64').toString().replace(from, to)).toString('base64');
        const body = isExtra ? proof.replace(extra, changed) : proof.replace(from, to);
        await (body === proof ? route.abort() : route.fulfill({ response, body }));
      });
      said[what] = (await checked(await unfold(shown)))[0];
      await shown.context.unroute('**/ledger/proof/*');
    }
    const { invalid } = phrases('en').console.frame.entry.proof.said;
    expect(said).toEqual(Object.fromEntries(CHANGES.map(([what]) => [what, invalid])));
    expect((await checked(await unfold(shown)))[0]).toContain('Checked in this browser');
    await shown.close();
  }, 120_000);

  it('is a file without scripts, and without https, where a browser checks none', async () => {
    const plain = await visit({ language: 'en', script: false });
    expect(await (await buttons(plain))[0]?.isVisible()).toBe(false);
    const href = await plain.page.locator('.proof a').first().getAttribute('href');
    expect(await (await fetch(`${served.url}${href}`)).text()).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
    await plain.close();
    const insecure = await visit({ language: 'en' }, served.url.replace('127.0.0.1', LAN_NAME));
    expect(await checked(insecure)).toEqual([phrases('en').console.frame.entry.proof.said.insecure]);
    await insecure.close();
  }, 60_000);
});
