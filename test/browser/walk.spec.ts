import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { Browsing, type Reader, type Visit } from '#test/browser/visit.js';
import { listsFollowed } from '#test/console.js';
import { type Reminding, startReminding } from '#test/reminding.js';

/** What an officer reads and presses on the way, as the pages say it. */
interface WalkWords {
  welcome: string;
  search: string;
  show: string;
  oneDossier: string;
  why: string;
  byTheAuthority: string;
  claimedStage: string;
  asOf: string;
  goThere: string;
  announced: string;
  backToToday: string;
  signIn: string;
  key: RegExp;
  record: string;
  milestone: string;
  milestoneField: RegExp;
  day: RegExp;
  noMonth: string;
  october: string;
  octoberWritten: string;
  september: string;
  septemberWritten: string;
  sourceKind: RegExp;
  publisher: RegExp;
  address: string;
  quote: string;
  preview: string;
  staysInProgress: string;
  save: string;
  saveCorrection: string;
  standsHere: string;
  correct: string;
  reason: RegExp;
  orPaste: string;
  csvText: string;
  check: string;
  checkAgain: string;
  confirmImport: string;
  imported: string;
  acknowledge: string;
  acknowledged: RegExp;
}

const walkWords: Record<'fr' | 'en', WalkWords> = {
  fr: {
    welcome: 'Première visite',
    search: 'Rechercher',
    show: 'Appliquer',
    oneDossier: '1 dossier',
    why: 'Justification du statut « en cours de qualification »',
    byTheAuthority: 'Confirmé par l’autorité',
    claimedStage: 'déclarée mais non confirmée par l’autorité',
    asOf: 'Situation au',
    goThere: 'Appliquer',
    announced: 'Annoncé',
    backToToday: 'Revenir à aujourd’hui',
    signIn: 'Se connecter',
    key: /^Clé d’API/,
    record: 'Enregistrer un événement',
    milestone: 'Jalon atteint',
    milestoneField: /^Jalon/,
    day: /^Date de l’événement/,
    noMonth: 'octembre 2026',
    october: 'octobre 2026',
    octoberWritten: 'octobre 2026',
    september: 'septembre 2026',
    septemberWritten: 'septembre 2026',
    sourceKind: /^Type de source/,
    publisher: /^Émetteur/,
    address: 'Adresse de la page',
    quote: 'Citation',
    preview: 'Aperçu',
    staysInProgress: 'En cours de qualification',
    save: 'Enregistrer',
    saveCorrection: 'Enregistrer la correction',
    standsHere: 'Étape actuelle',
    correct: 'Corriger',
    reason: /^Motif/,
    orPaste: 'Ou collez le texte',
    csvText: 'Texte CSV',
    check: 'Vérifier le texte',
    checkAgain: 'Vérifier à nouveau',
    confirmImport: 'Enregistrer 2 lignes',
    imported: 'Dossiers concernés',
    acknowledge: 'Prendre acte',
    acknowledged: /Prise d’acte enregistrée/,
  },
  en: {
    welcome: 'New here?',
    search: 'Search',
    show: 'Apply',
    oneDossier: '1 dossier',
    why: 'Why “under evaluation”',
    byTheAuthority: 'Confirmed by the authority',
    claimedStage: 'claimed but not confirmed by the authority',
    asOf: 'As of',
    goThere: 'Apply',
    announced: 'Announced',
    backToToday: 'Back to today',
    signIn: 'Sign in',
    key: /^API key/,
    record: 'Record an event',
    milestone: 'Milestone reached',
    milestoneField: /^Milestone/,
    day: /^Event date/,
    noMonth: 'Octember 2026',
    october: 'October 2026',
    octoberWritten: 'October 2026',
    september: 'September 2026',
    septemberWritten: 'September 2026',
    sourceKind: /^Source type/,
    publisher: /^Publisher/,
    address: 'Page address',
    quote: 'Quote',
    preview: 'Preview',
    staysInProgress: 'Under evaluation',
    save: 'Record the event',
    saveCorrection: 'Record the correction',
    standsHere: 'Current stage',
    correct: 'Correct',
    reason: /^Reason/,
    orPaste: 'Or paste the text',
    csvText: 'CSV text',
    check: 'Check the text',
    checkAgain: 'Check again',
    confirmImport: 'Record 2 rows',
    imported: 'Affected dossiers',
    acknowledge: 'Acknowledge',
    acknowledged: /Deadline acknowledged/,
  },
};

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

  it.each<[Reader]>([[{ language: 'fr' }], [{ language: 'en', width: 360 }], [{ language: 'en', script: false }]])(
    'finds Bleu, travels in time, records, corrects, imports and acknowledges: %j',
    async (reader) => {
      const words = walkWords[reader.language];
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
      expect(await text()).toContain(words.welcome);
      await fill(words.search, 'bleu');
      await press(words.show);
      await page.waitForURL(/search=bleu/);
      await main.getByText(words.oneDossier).waitFor();
      await follow('Bleu cloud platform');

      // Why it is in progress, and by whose word.
      await page.waitForURL(/\/dossiers\//);
      const why = main.locator('.note', { hasText: words.why });
      expect(await why.innerText()).toContain(words.byTheAuthority);
      expect(await why.innerText()).toContain('ANSSI');
      expect(await why.innerText()).toContain(words.claimedStage);
      const dossier = new URL(page.url()).pathname;

      // On the day of the article it was announced, no more.
      await page.getByLabel(words.asOf).fill('2021-05-27');
      await page.getByRole('button', { name: words.goThere }).click();
      await page.waitForURL(/asOf=2021-05-27/);
      expect(await main.locator('.badge').first().innerText()).toBe(words.announced);
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
      expect(preview).toContain(words.octoberWritten);
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
      expect(corrected).toContain(words.septemberWritten);
      expect(corrected).toContain(words.octoberWritten);
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
