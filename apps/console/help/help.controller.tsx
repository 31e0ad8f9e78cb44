import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { STATUSES } from '#domain/dossier/status.js';
import { LAST_CONFIRMING_RANK, SOURCE_KINDS } from '#domain/source/source.js';
import { capitalized } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { type PageAnswer, ConsoleGet, Pages } from '../frame/console-route.js';
import { Facts, Section, StatusMark } from '../frame/display.js';
import { MENU, Shortcuts } from '../frame/menu.js';
import { may, Page } from '../frame/page.js';
import { Table, Switch } from '../frame/table.js';

@Pages()
export class HelpPages {
  @ConsoleGet('help', 'nothing')
  help(@Page() page: Page): PageAnswer {
    const { help: t } = phrases(page.language).console;
    const ways = SECTIONS.map((section) => ({ href: `#${section}`, label: t.sections[section].title, isHere: false }));
    return {
      title: t.title,
      menuEntry: 'help',
      timeless: true,
      children: (
        <div class="help">
          <Switch label={t.contents} class="chips" ways={ways} />
          {SECTIONS.map((section) => sectionText(page, section))}
        </div>
      ),
    };
  }
}

/** Those that speak of emails. */
const OF_MAILS: ReadonlySet<HelpSection> = new Set(['deadlines', 'subscribing', 'working']);

function sectionText(page: Page, section: HelpSection) {
  const { kept, sections } = phrases(page.language).console.help;
  const { title, text, terms = [], links = [] } = sections[section];
  const table = tableOf(section);
  const open = links.filter(([path]) => may(page, MENU.find((entry) => entry.path === path)?.need ?? 'nothing'));
  return (
    <Section id={section} title={title}>
      {text.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
      {page.keepsMails && OF_MAILS.has(section) ? <p class="note">{kept}</p> : null}
      <Facts facts={terms} />
      {table ? meanings(page.language, table) : null}
      {section === 'keyboard' ? <Shortcuts page={page} /> : null}
      {open.length === 0 ? null : (
        <p class="actions no-print">
          {open.map(([path, label]) => (
            <a href={path}>{label}</a>
          ))}
        </p>
      )}
    </Section>
  );
}

/** The tables of some sections: where their words are, and their rows. */
const TABLES = {
  statuses: {
    words: 'status',
    rows: (language: Language) =>
      STATUSES.map((status) => [
        <StatusMark status={status} scheme={undefined} language={language} />,
        phrases(language).console.help.status.means[status],
      ]),
  },
  word: {
    words: 'source',
    rows: (language: Language) => {
      const { means, confirms, claims, nothing } = phrases(language).console.help.source;
      const weightOf = (rank: number): string =>
        rank < LAST_CONFIRMING_RANK ? confirms : SOURCE_KINDS[rank] === 'other' ? nothing : claims;
      const { sourceKinds } = phrases(language).events;
      return SOURCE_KINDS.map((one, rank) => [
        `${capitalized(sourceKinds[one])}, ${means[one]}`,
        capitalized(weightOf(rank)),
      ]);
    },
  },
  deadlines: {
    words: 'deadline',
    rows: (language: Language) =>
      DEADLINE_KINDS.map((one) => [
        capitalized(phrases(language).mail.reminders.kind[one]),
        phrases(language).console.help.deadline.means[one],
      ]),
  },
} as const;

const tableOf = (section: HelpSection) => (section in TABLES ? TABLES[section as keyof typeof TABLES] : undefined);

function meanings(language: Language, table: NonNullable<ReturnType<typeof tableOf>>) {
  const { caption, head } = phrases(language).console.help[table.words];
  return <Table label={caption} columns={head.map((plain) => ({ plain }))} rows={table.rows(language)} />;
}

/** In page order; each is an anchor. */
const SECTIONS = [
  ...(['jalon', 'statuses', 'word', 'dates', 'times', 'recording', 'amending', 'evidence', 'approving'] as const),
  ...(['importing', 'registers', 'deadlines', 'subscribing', 'working', 'search', 'keyboard', 'sharing'] as const),
  'machines',
] as const;

type HelpSection = (typeof SECTIONS)[number];
