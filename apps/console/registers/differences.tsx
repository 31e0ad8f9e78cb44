import type { UnreadableEntry } from '#domain/register/entry.js';
import type { Difference, Figures } from '#domain/register/judgement.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { fieldLabel } from '#language/describe-event.js';
import { phrases, say } from '#language/phrases.js';
import { Badge, type Tone } from '../frame/badges.js';
import { Facts, MaybeLink, Section, Table } from '../frame/display.js';
import { Pager } from '../frame/pagers.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { Listed } from './listed-as.js';

const PAGE_SIZE = 50;

const TONES: Record<Difference['kind'], Tone> = { added: 'good', changed: 'warn', gone: 'bad' };

const FIGURES = [
  'entries',
  'before',
  'unchanged',
  'added',
  'changed',
  'moved',
  'gone',
  'ignored',
  'unreadable',
] as const satisfies readonly (keyof Figures)[];

/** Of those, the figures that say nothing where they are nought. */
const ONLY_IF_ANY: ReadonlySet<keyof Figures> = new Set(['moved', 'ignored', 'unreadable']);

export function FigureList({ page, figures }: { page: PageContext; figures: Figures }) {
  const { figures: words } = phrases(page.language).console.readings;
  const shown = FIGURES.filter((figure) => figures[figure] > 0 || !ONLY_IF_ANY.has(figure));
  return <Facts facts={shown.map((figure) => [words[figure], figures[figure].toLocaleString(page.language)])} />;
}

interface DifferencesProps {
  page: PageContext;
  scheme: Scheme | undefined;
  figures: Figures;
  differences: readonly Difference[];
  /** Page of the table, from 1. */
  number: number;
}

/** What an officer has to look at first: entries that are gone, then those at another stage. */
function urgency({ kind, from, to }: Difference): number {
  if (kind === 'gone') return 0;
  if (kind === 'added') return 2;
  return from?.listing !== to?.listing || from?.milestone !== to?.milestone ? 1 : 3;
}

/** What a reading says otherwise than the one before, entry by entry. */
export function Differences({ page, scheme, figures, differences, number }: DifferencesProps) {
  const { differences: words } = phrases(page.language).console.readings;
  const total = figures.added + figures.changed + figures.gone;
  const inOrder = differences.toSorted((a, b) => urgency(a) - urgency(b));
  const shown = inOrder.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE);
  return (
    <Section id="differences" title={words.title}>
      {total === 0 ? (
        <p>{words.none}</p>
      ) : (
        <Table
          caption={words.caption}
          columns={[{ plain: words.kind }, { name: words.entry }, words.from, words.to, words.fields]}
          rows={shown.map((difference) => lineOf({ page, scheme, difference }))}
        />
      )}
      <Pager page={page} number={number} size={PAGE_SIZE} total={differences.length} />
      {total > differences.length ? <p class="soft">{words.more(total - differences.length)}</p> : null}
    </Section>
  );
}

interface LineProps extends Pick<DifferencesProps, 'page' | 'scheme'> {
  difference: Difference;
}

function lineOf({ page, scheme, difference }: LineProps) {
  const { differences: words } = phrases(page.language).console.readings;
  const { kind, entry, provider, service, dossier, from, to, fields } = difference;
  const name = service === null ? provider : `${provider}, ${service}`;
  return [
    <Badge tone={TONES[kind]}>{words.kinds[kind]}</Badge>,
    <>
      <MaybeLink href={dossier === null ? undefined : addressOf(page, `/dossiers/${dossier}`)}>{name}</MaybeLink>{' '}
      <span class="soft small told">{entry}</span>
    </>,
    from ? <Listed page={page} scheme={scheme} as={from} /> : null,
    to ? <Listed page={page} scheme={scheme} as={to} /> : null,
    kind === 'changed' && fields.length > 0 ? fields.map((field) => fieldLabel(field, page.language)).join(', ') : null,
  ];
}

interface UnreadableProps {
  page: PageContext;
  /** Number of all of them. */
  total: number;
  unreadable: readonly UnreadableEntry[];
}

export function Unreadable({ page, total, unreadable }: UnreadableProps) {
  const { unreadable: words } = phrases(page.language).console.readings;
  if (unreadable.length === 0) return null;
  return (
    <Section id="unreadable" title={words.title}>
      <p>{words.text}</p>
      <Table
        caption={words.caption}
        columns={[words.number, words.entry, words.field, words.problem]}
        rows={unreadable.map(({ number, key, field, problem }) => [
          <>
            <span class="import-line-word">{words.number} </span>
            {number}
          </>,
          key,
          <code>{field}</code>,
          say(problem, page.language),
        ])}
      />
      {total > unreadable.length ? <p class="soft">{words.more(total - unreadable.length)}</p> : null}
    </Section>
  );
}
