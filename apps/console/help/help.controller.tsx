import { Get } from '@nestjs/common';
import type { ComponentChildren } from 'preact';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { STATUSES } from '#domain/dossier/status.js';
import { LAST_CONFIRMING_RANK, SOURCE_KINDS } from '#domain/source/source.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { capitalized } from '#language/format.js';
import { may, Page, type PageContext } from '../frame/page.js';
import { Facts, Section } from '../frame/display.js';
import { StatusMark } from '../frame/marks.js';
import { Table } from '../frame/table.js';
import { MENU, Shortcuts } from '../frame/menu.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';

@Pages()
export class HelpPages {
  @Get('help')
  @ConsoleRoute('nothing')
  help(@Page() page: PageContext): PageAnswer {
    const { title } = phrases(page.language).console.help;
    return { title, menuEntry: 'help', timeless: true, children: <HelpView page={page} /> };
  }
}

function HelpView({ page }: { page: PageContext }) {
  const { contents, sections } = phrases(page.language).console.help;
  return (
    <div class="help">
      <nav aria-labelledby="contents">
        <h2 id="contents">{contents}</h2>
        <ul>
          {SECTIONS.map((section) => (
            <li>
              <a href={`#${section}`}>{sections[section].title}</a>
            </li>
          ))}
        </ul>
      </nav>
      {SECTIONS.map((section) => (
        <SectionText page={page} section={section} />
      ))}
    </div>
  );
}

/** Those that speak of emails. */
const OF_MAILS: ReadonlySet<HelpSection> = new Set(['deadlines', 'subscribing', 'working']);

function SectionText({ page, section }: { page: PageContext; section: HelpSection }) {
  const { language } = page;
  const { kept, sections } = phrases(language).console.help;
  const { title, text, terms = [], links = [] } = sections[section];
  const open = links.filter(([path]) => mayOpen(page, path));
  return (
    <Section id={section} title={title}>
      {text.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
      {page.keepsMails && OF_MAILS.has(section) ? <p class="note">{kept}</p> : null}
      <Facts facts={terms} />
      {section === 'statuses' ? <Statuses language={language} /> : null}
      {section === 'word' ? <Sources language={language} /> : null}
      {section === 'deadlines' ? <Deadlines language={language} /> : null}
      {section === 'keyboard' ? <Shortcuts page={page} /> : null}
      {open.length === 0 ? null : (
        <ul class="no-print">
          {open.map(([path, label]) => (
            <li>
              <a href={path}>{label}</a>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const mayOpen = (page: PageContext, path: string): boolean =>
  may(page, MENU.find((menuEntry) => menuEntry.path === path)?.need ?? 'nothing');

function Statuses({ language }: { language: Language }) {
  const { caption, word, meaning, means } = phrases(language).console.help.status;
  return (
    <Meanings
      {...{ caption, head: [word, meaning] }}
      rows={STATUSES.map((status) => [
        <StatusMark status={status} scheme={undefined} language={language} />,
        means[status],
      ])}
    />
  );
}

function Sources({ language }: { language: Language }) {
  const { caption, kind, weight, means, confirms, claims, nothing } = phrases(language).console.help.source;
  const weightOf = (rank: number): string =>
    rank < LAST_CONFIRMING_RANK ? confirms : SOURCE_KINDS[rank] === 'other' ? nothing : claims;
  return (
    <Meanings
      {...{ caption, head: [kind, weight] }}
      rows={SOURCE_KINDS.map((source, rank) => [
        `${capitalized(phrases(language).events.sourceKinds[source])}, ${means[source]}`,
        capitalized(weightOf(rank)),
      ])}
    />
  );
}

function Deadlines({ language }: { language: Language }) {
  const { caption, kind, meaning, means } = phrases(language).console.help.deadline;
  return (
    <Meanings
      {...{ caption, head: [kind, meaning] }}
      rows={DEADLINE_KINDS.map((one) => [capitalized(phrases(language).mail.reminders.kind[one]), means[one]])}
    />
  );
}

interface MeaningsProps {
  caption: string;
  head: readonly [string, string];
  rows: readonly (readonly [term: ComponentChildren, meaning: string])[];
}

const Meanings = ({ caption, head, rows }: MeaningsProps) => (
  <Table label={caption} columns={[head[0], { plain: head[1] }]} rows={rows} />
);

/** In page order; each is an anchor. */
const SECTIONS = [
  'jalon',
  'statuses',
  'word',
  'dates',
  'times',
  'recording',
  'amending',
  'evidence',
  'approving',
  'importing',
  'registers',
  'deadlines',
  'subscribing',
  'working',
  'search',
  'keyboard',
  'sharing',
  'machines',
] as const;

type HelpSection = (typeof SECTIONS)[number];
