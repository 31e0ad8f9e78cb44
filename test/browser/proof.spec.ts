import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consoleOf } from '#test/console.js';
import { startApi, type TestApi } from '#test/api.js';
import { Browsing, LAN_NAME, type Visit } from '#test/browser/visit.js';
import { checkPage } from '#test/browser/check-page.js';
import { verifyProof } from '#proof/verify.js';
import { readVerifier } from '#proof/notes.js';
import { signLog } from '#test/proof/signing.js';
import { grant, milestone, openDossier } from '#test/recording.js';
import { statementsDuring } from '#test/statements.js';

describe('the proof of an event on the page of its dossier', () => {
  const browsing = new Browsing();
  let served: TestApi;
  let folder = '';
  const sign = () => signLog(served.db, folder);
  let path = '';
  let api = '';

  beforeAll(async () => {
    served = await startApi({ PUBLIC_READ: 'on' });
    folder = await mkdtemp(join(tmpdir(), 'jalon-log-'));
    const { id, record, path: at } = await openDossier(served.api, 'Proven Cloud');
    [path, api] = [`/dossiers/${id}`, at];
    const { body } = await record(milestone('J0', '2026-01-01', { data: { milestone: 'J0', note: 'Déposé à 10 h' } }));
    await record({
      type: 'EventCorrected',
      data: { event: body.id, changes: { occurred: '2026-01-02' }, reason: 'A typo' },
    });
    await record(grant({ validUntil: '2029-12-31' }));
  }, 60_000);
  afterAll(async () => {
    await browsing.close();
    await served.close();
    await rm(folder, { recursive: true, force: true });
  });

  const proofsOn = ({ page }: Visit) => page.locator('[data-checks]');
  const unfolded = async (visit: Visit): Promise<Visit> => {
    await visit.page.goto(path);
    for (const details of await visit.page.locator('.entry details:not(.menu) > summary').all()) await details.click();
    return visit;
  };
  /** What is said once the proofs on a page are checked, one after the other, or the first ones. */
  const checked = async (visit: Visit, most = 100): Promise<string[]> => {
    const said: string[] = [];
    for (const button of (await proofsOn(visit).all()).slice(0, most)) {
      await button.click();
      const output = button.locator('xpath=../output');
      await output.filter({ hasText: /\S/ }).waitFor();
      said.push(await output.innerText());
    }
    return said;
  };

  it('is not spoken of before a head of the log is signed', async () => {
    const visit = await browsing.visit(served.url, { language: 'en' });
    await visit.page.goto(path);
    expect(await visit.page.locator('#timeline ~ *, .entry').allInnerTexts()).not.toContain('proven');
    expect(await proofsOn(visit).count()).toBe(0);
    await visit.close();
  }, 60_000);

  it.each([
    ['en', 'Checked in this browser', 'not proven yet'],
    ['fr', 'Vérifié dans ce navigateur', 'pas encore prouvé'],
  ] as const)(
    'is checked there when somebody asks, corrections included (%s)',
    async (language, found, notYet) => {
      const { size } = (await sign()) ?? { size: 5 };
      const browser = consoleOf(served, language);
      await browser.get(path);
      expect(await statementsDuring(() => browser.get(path))).toBe(1);
      const visit = await unfolded(await browsing.visit(served.url, { language }));
      expect(await visit.page.locator('.entry').filter({ hasText: notYet }).count()).toBe(0);
      const said = await checked(visit);
      expect(said.length).toBe(4);
      for (const one of said) expect(one).toMatch(new RegExp(`^${found}.* ${size}, .*ledger\\.example\\.org/log\\+`));
      expect([...(await checkPage(visit)), ...visit.complaints]).toEqual([]);
      await visit.close();
    },
    90_000,
  );

  it('is not there yet for what was recorded after the last head', async () => {
    await served.api.post(`${api}/events`, milestone('J1', '2026-03-01'));
    const visit = await browsing.visit(served.url, { language: 'en' });
    await visit.page.goto(path);
    expect(await visit.page.locator('.entry').filter({ hasText: 'not proven yet' }).count()).toBe(1);
    expect(await proofsOn(visit).count()).toBe(4);
    await sign();
    await visit.page.reload();
    expect(await proofsOn(visit).count()).toBe(5);
    await visit.close();
  }, 60_000);

  /** As somebody between would change it. */
  const tampered: Record<string, [said: string, change: (proof: string) => string]> = {
    'another event': ['proof of another event', (proof) => proof.replace(/^index \d+$/m, 'index 1')],
    'what it says': [
      'has changed since it was recorded',
      (proof) => withExtra(proof, (extra) => extra.replace(/"milestone":"J1"/, '"milestone":"J2"')),
    ],
    'its entry': ['not in the checkpoint', (proof) => withExtra(proof, (extra) => extra.replace(/T08:/, 'T09:'))],
    'its path': ['not in the checkpoint', (proof) => proof.replace(/^(index .*\n).{8}/m, '$1AAAAAAAA')],
    'the length of its path': ['not in the checkpoint', (proof) => proof.replace(/^(index .*\n).*\n/m, '$1')],
    'the head': ['not in the checkpoint', (proof) => proof.replace(/\n\d+\n(?=.*\n\n—)/, '\n77\n')],
    'the origin': ['has not signed', (proof) => proof.replace('\n\nledger.example', '\n\nledgers.example')],
    'the signature': ['has not signed', (proof) => proof.replace(/(— \S+ .{30}).{8}/, '$1AAAAAAAA')],
  };
  const withExtra = (proof: string, change: (extra: string) => string): string =>
    proof.replace(/^extra (.*)$/m, (_, extra: string) => {
      const changed = change(Buffer.from(extra, 'base64').toString());
      return `extra ${Buffer.from(changed).toString('base64')}`;
    });

  it('does not convince if anything about it is changed', async () => {
    const visit = await browsing.visit(served.url, { language: 'en' });
    const officer = consoleOf(served);
    await officer.signIn();
    const { hostname } = new URL(served.url);
    await visit.context.addCookies(
      [...officer.cookies].map(([name, value]) => ({ name, value, domain: hostname, path: '/' })),
    );
    let change = (proof: string): string => proof;
    await visit.context.route('**/ledger/proof/*', async (route) => {
      const answer = await route.fetch();
      const proof = await answer.text();
      await route.fulfill({ response: answer, body: change(proof) });
    });
    const said: Record<string, string | undefined> = {};
    for (const [name, [, how]] of Object.entries(tampered)) {
      let isChanged = false;
      change = (proof) => {
        const other = how(proof);
        isChanged = other !== proof;
        return other;
      };
      await unfolded(visit);
      [said[name]] = await checked(visit, 1);
      expect([name, isChanged]).toEqual([name, true]);
    }
    expect(said).toEqual(
      Object.fromEntries(Object.entries(tampered).map(([name, [words]]) => [name, expect.stringContaining(words)])),
    );
    change = (proof) => proof;
    await unfolded(visit);
    expect((await checked(visit, 1))[0]).toContain('Checked in this browser');
    expect(visit.complaints).toEqual([]);
    await visit.close();
  }, 120_000);

  it('is a file without scripts', async () => {
    const visit = await unfolded(await browsing.visit(served.url, { language: 'en', script: false }));
    expect(await proofsOn(visit).first().isVisible()).toBe(false);
    const href = await visit.page.locator('.proof a').first().getAttribute('href');
    const answer = await fetch(`${served.url}${href}`);
    const key = readVerifier(answer.headers.get('jalon-log-key') ?? '');
    expect(verifyProof(await answer.text(), [key])).toMatchObject({ entry: { type: 'MilestoneReached' } });
    await visit.close();
  }, 60_000);

  it('says where a browser checks none: on pages without https', async () => {
    const visit = await unfolded(await browsing.visit(served.url.replace('127.0.0.1', LAN_NAME), { language: 'en' }));
    expect(await visit.page.evaluate('window.isSecureContext')).toBe(false);
    expect((await checked(visit, 1))[0]).toContain('without https');
    await visit.close();
  }, 60_000);
});
