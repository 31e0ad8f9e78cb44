import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { Browsing, type Reader, type Visit } from '#test/browser/visit.js';
import { listsFollowed } from '#test/console.js';
import { type Reminding, startReminding } from '#test/reminding.js';

/** What an officer reads and presses on the way, as the pages say it. */
const WORDS = {
  whatItIs: {
    fr: 'Jalon recense les services cloud certifiés',
    en: 'Jalon records which cloud services are certified',
  },
  search: { fr: 'Rechercher', en: 'Search' },
  show: { fr: 'Appliquer', en: 'Apply' },
  oneDossier: { fr: '1 dossier', en: '1 dossier' },
  why: { fr: 'Justification du statut « en cours de qualification »', en: 'Why “under evaluation”' },
  byTheAuthority: { fr: 'Confirmé par l’autorité', en: 'Confirmed by the authority' },
  claimedStage: { fr: 'déclarée mais non confirmée par l’autorité', en: 'claimed but not confirmed by the authority' },
  asOf: { fr: 'Situation au', en: 'As of' },
  announced: { fr: 'Annoncé', en: 'Announced' },
  backToToday: { fr: 'Revenir à aujourd’hui', en: 'Back to today' },
  signIn: { fr: 'Se connecter', en: 'Sign in' },
  key: { fr: /^Clé d’API/, en: /^API key/ },
  record: { fr: 'Enregistrer un événement', en: 'Record an event' },
  milestone: { fr: 'Jalon atteint', en: 'Milestone reached' },
  milestoneField: { fr: /^Jalon/, en: /^Milestone/ },
  day: { fr: /^Date de l’événement/, en: /^Event date/ },
  noMonth: { fr: 'octembre 2026', en: 'Octember 2026' },
  october: { fr: 'octobre 2026', en: 'October 2026' },
  september: { fr: 'septembre 2026', en: 'September 2026' },
  sourceKind: { fr: /^Type de source/, en: /^Source type/ },
  publisher: { fr: /^Émetteur/, en: /^Publisher/ },
  address: { fr: 'Adresse de la page', en: 'Page address' },
  quote: { fr: 'Citation', en: 'Quote' },
  preview: { fr: 'Aperçu', en: 'Preview' },
  staysInProgress: { fr: 'En cours de qualification', en: 'Under evaluation' },
  save: { fr: 'Enregistrer', en: 'Record the event' },
  saveCorrection: { fr: 'Enregistrer la correction', en: 'Record the correction' },
  standsHere: { fr: 'Étape actuelle', en: 'Current stage' },
  correct: { fr: 'Corriger', en: 'Correct' },
  reason: { fr: /^Motif/, en: /^Reason/ },
  orPaste: { fr: 'Ou collez le texte', en: 'Or paste the text' },
  csvText: { fr: 'Texte CSV', en: 'CSV text' },
  check: { fr: 'Vérifier le texte', en: 'Check the text' },
  checkAgain: { fr: 'Vérifier à nouveau', en: 'Check again' },
  confirmImport: { fr: 'Enregistrer 2 lignes', en: 'Record 2 rows' },
  imported: { fr: 'Dossiers concernés', en: 'Affected dossiers' },
  acknowledge: { fr: 'Accuser réception', en: 'Acknowledge' },
  acknowledged: { fr: /Accusé de réception enregistré/, en: /Deadline acknowledged/ },
};

type Words = { [word in keyof typeof WORDS]: (typeof WORDS)[word]['fr'] };

const wordsIn = (language: 'fr' | 'en'): Words =>
  Object.fromEntries(Object.entries(WORDS).map(([word, said]) => [word, said[language]])) as Words;

const browsing = new Browsing();
afterAll(() => browsing.close());

const GOOD_ROW = 'S3NS,PREMI3NS,secnumcloud,MilestoneReached,2025-07-01,company,S3NS,J1';
const BAD_ROW = 'S3NS,PREMI3NS,secnumcloud,MilestoneReached,2025-02-30,company,S3NS,J0';
const HEADER = 'provider,service,scheme,type,occurred,source_kind,source_publisher,milestone';

/** What an officer does in a first hour, from a first look to a first answer to a reminder. */
describe('an officer', () => {
  let jalon: Reminding;
  let visit: Visit;

  beforeEach(async () => {
    jalon = await startReminding({ PUBLIC_READ: 'true' });
    const file = new Uint8Array(await realLedger());
    await jalon.api.send('/v1/imports', { method: 'POST', headers: { 'content-type': 'text/csv' }, body: file });
    await jalon.subscribe(jalon.api);
    await jalon.plan();
    await jalon.pass(2);
    await jalon.send();
    await listsFollowed(jalon.db);
  });
  afterEach(async () => {
    await visit.close();
    await jalon.close();
  });

  it.each<[Reader, string]>([
    [{ language: 'fr' }, ''],
    [{ language: 'en', width: 360 }, '(long)'],
    [{ language: 'en', script: false }, '(long)'],
  ])(
    'finds Bleu, travels in time, records, corrects, imports and acknowledges: %j %s',
    async (reader) => {
      const words = wordsIn(reader.language);
      visit = await browsing.visit(jalon.url, reader);
      const { page } = visit;
      const main = page.getByRole('main');
      const text = () => main.innerText();
      const press = (name: string) => main.getByRole('button', { name, exact: true }).click();
      const follow = (name: string | RegExp) => main.getByRole('link', { name, exact: true }).first().click();
      const fill = (label: string | RegExp, value: string) =>
        main.getByLabel(label, { exact: typeof label === 'string' }).fill(value);

      // A first look, and Bleu.
      await page.goto('/');
      expect(await text()).toContain(words.whatItIs);
      await page.goto('/dossiers');
      await fill(words.search, 'bleu');
      await main.getByLabel(words.search, { exact: true }).press('Enter');
      await page.waitForURL(/search=bleu/);
      await main.getByText(words.oneDossier).waitFor();
      await follow('Bleu cloud platform');

      // Why it is in progress, and by whose word.
      await page.waitForURL(/\/dossiers\//);
      const why = main.locator('section', { hasText: words.why });
      expect(await why.innerText()).toContain(words.byTheAuthority);
      expect(await why.innerText()).toContain('ANSSI');
      expect(await why.innerText()).toContain(words.claimedStage);
      const dossier = new URL(page.url()).pathname;

      // On the day of the article it was announced, no more.
      await page.locator('.time > summary').click();
      await page.getByLabel(words.asOf).fill('2021-05-27');
      await page.locator('.time').getByRole('button', { name: words.show }).click();
      await page.waitForURL(/asOf=2021-05-27/);
      expect(await main.locator('.status').first().innerText()).toBe(words.announced);
      await page.getByRole('link', { name: words.backToToday }).click();
      await page.waitForURL((url) => !url.search.includes('asOf'));

      // Signing in leads back here.
      await page.getByRole('link', { name: words.signIn }).click();
      await fill(words.key, ADMIN_KEY);
      await main.getByLabel(words.key).press('Enter');
      await page.waitForURL(`**${dossier}`);

      // J2, of which only the month is known; a date that says nothing is refused first, and nothing typed is lost.
      await follow(words.record);
      await follow(words.milestone);
      await main.getByLabel(words.milestoneField).selectOption('J2');
      await fill(words.day, words.noMonth);
      await main.getByLabel(words.sourceKind).selectOption('statement');
      await fill(words.publisher, 'ANSSI');
      await fill(words.address, 'https://cyber.gouv.fr/j2');
      await fill(words.quote, 'Le jalon 2 est franchi.');
      await press(words.preview);
      await main.getByRole('alert').waitFor();
      expect(await main.getByLabel(words.publisher).inputValue()).toBe('ANSSI');
      await fill(words.day, words.october);
      await press(words.preview);
      await main.getByRole('button', { name: words.save, exact: true }).waitFor();
      const preview = await text();
      expect(preview).toContain(words.october);
      expect(preview).toContain('J2');
      expect(preview).toContain(words.staysInProgress);

      // Back and forth: the input is still there, as is the preview.
      if (reader.script !== false) {
        await page.goBack();
        await main.getByLabel(words.publisher).waitFor();
        expect(await main.getByLabel(words.publisher).inputValue()).toBe('ANSSI');
        await page.goForward();
      }
      await press(words.save);
      await page.waitForURL(/done=recorded/);
      expect(await main.locator('li', { hasText: words.standsHere }).innerText()).toContain('J2');

      // It was September: both stand on the page.
      const entry = main.locator('.entry', { hasText: 'Le jalon 2 est franchi.' });
      await entry.getByRole('link', { name: words.correct }).click();
      await fill(words.day, words.september);
      await fill(words.reason, 'ANSSI dates it earlier');
      await press(words.preview);
      await press(words.saveCorrection);
      await page.waitForURL(/done=/);
      const corrected = await main.locator('.entry', { hasText: 'Le jalon 2 est franchi.' }).first().innerText();
      expect(corrected).toContain(words.september);
      expect(corrected).toContain(words.october);
      expect(corrected).toContain('ANSSI dates it earlier');

      // A file with a row that is wrong, mended on the page.
      await page.goto('/import');
      await main.getByText(words.orPaste).click();
      await fill(words.csvText, [HEADER, GOOD_ROW, BAD_ROW].join('\n'));
      await press(words.check);
      await page.waitForURL(/\/import\/[0-9a-f-]{36}/);
      expect(await text()).toContain('2025-02-30');
      expect(await main.getByRole('button', { name: words.confirmImport }).count()).toBe(0);
      await fill(words.csvText, [HEADER, GOOD_ROW, BAD_ROW.replace('2025-02-30', '2025-02-28')].join('\n'));
      await press(words.checkAgain);
      await main.getByRole('button', { name: words.confirmImport }).click();
      await main.getByText(words.imported).waitFor();

      // What is about to end was told yesterday: it is acknowledged.
      await page.goto('/deadlines');
      await main.getByRole('button', { name: words.acknowledge }).first().click();
      await main.getByText(words.acknowledged).first().waitFor();
      const { body } = await jalon.api.get('/v1/reminders?state=sent');
      expect(body.items.some(({ acknowledgedAt }: { acknowledgedAt: string | null }) => acknowledgedAt !== null)).toBe(
        true,
      );
      expect(visit.complaints).toEqual([]);
    },
    150_000,
  );
});
