import { reason } from '#domain/refusal.js';
import type { Match } from '#domain/register/register-record.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { isWebAddress } from '#domain/text/text.js';
import { statusWord, schemeName } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import { phrases, say } from '#language/phrases.js';
import type { AttemptSummary } from '#registers/attempts.js';
import type { AttemptPage } from '#registers/get-reading.js';
import type { RegisterView } from '#registers/get-register.js';
import type { EntryPage, EntryView } from '#registers/list-entries.js';
import type { Proposal } from '#registers/list-proposals.js';
import { ChoiceField, Field, Hidden, Failed } from '../frame/controls.js';
import { DateText, Section, Table, DoneNote, Facts } from '../frame/display.js';
import { followDone } from '../frame/page-actions.js';
import { addressOf, currentUrlWith, type PageContext, may, nameOfActor } from '../frame/page.js';
import { CursorPager } from '../frame/pagers.js';
import { SchemeText } from '../schemes/scheme-text.js';
import { Chart } from './chart.js';
import { Listed } from './listed-as.js';
import { Proposals } from './proposals.js';
import { HeldReadings, Readings } from './readings.js';
import type { RegisterAsked } from './registers.controller.js';

export interface RegisterData {
  view: RegisterView;
  asked: RegisterAsked;
  schemes: Schemes;
  attempts: AttemptPage;
  held: readonly AttemptSummary[];
  /** Absent: nobody, or not to be shown. */
  lastActor: string | undefined;
  entries: EntryPage;
  proposals: readonly Proposal[];
  /** Of the providers of the proposals, by id. */
  names: ReadonlyMap<string, string>;
}

/** The page of a register: what needs attention first, then its readings and entries. */
export function RegisterContent({
  page,
  data,
  answered,
}: {
  page: PageContext;
  data: RegisterData;
  /** What somebody else has answered about a name meanwhile. */
  answered: Match | undefined;
}) {
  const words = phrases(page.language).console.registers;
  const { view, schemes, held, attempts, proposals } = data;
  const { slug, scheme, staleAfterDays } = view.register;
  const isRead = view.lastRead !== null;
  return (
    <>
      <DoneNote page={page} words={{ matched: words.proposals.matched, ...followDone(page) }} />
      {answered ? (
        <Failed tone="warn">
          <p>{words.proposals.answered(answered.name, answered.provider === null ? 'other' : 'same')}</p>
        </Failed>
      ) : null}
      {isRead && view.stale ? <p class="note warn">{words.staleNote(staleAfterDays)}</p> : null}
      {isRead ? null : <p class="note">{words.neverNote}</p>}
      {may(page, 'record') ? (
        <p class="no-print">
          <a class="button" href={addressOf(page, `/registers/${slug}/read`)}>
            {words.read}
          </a>
        </p>
      ) : null}
      <HeldReadings page={page} view={view} held={held} />
      <RegisterFacts page={page} data={data} />
      <Proposals page={page} register={slug} proposals={proposals} names={data.names} />
      <Chart page={page} register={slug} readings={view.readings} />
      <Readings page={page} register={slug} attempts={attempts} />
      <Entries page={page} register={slug} scheme={schemes.get(scheme)} asked={data.asked} found={data.entries} />
      <Profile page={page} view={view} />
      {may(page, 'record') ? (
        <Section id="follow" class="no-print" title={words.follow.title}>
          <p>{words.follow.text}</p>
          <p>
            <a href={addressOf(page, '/subscribers/new')}>{words.follow.link}</a>
          </p>
        </Section>
      ) : null}
    </>
  );
}

function RegisterFacts({ page, data: { view, schemes, lastActor } }: { page: PageContext; data: RegisterData }) {
  const { language } = page;
  const { facts, never } = phrases(language).console.registers;
  const { register, lastRead, entries } = view;
  const { scheme, publisher, url, everyHours, limits, staleAfterDays } = register;
  return (
    <Facts
      facts={[
        [
          facts.lastRead,
          lastRead === null ? (
            never
          ) : (
            <>
              <DateText page={page} date={lastRead} />
              {lastActor === undefined ? null : ` ${facts.lastReadBy(nameOfActor(page, lastActor))}`}
            </>
          ),
        ],
        [facts.entries, entries?.toLocaleString(language)],
        [
          facts.scheme,
          <a href={addressOf(page, `/schemes/${encodeURIComponent(scheme)}`)}>
            {schemeName(scheme, schemes, language)}
          </a>,
        ],
        [facts.publisher, publisher],
        [facts.page, url === undefined ? undefined : <Address url={url} />],
        [facts.fetch, everyHours === undefined ? facts.fetchNever : facts.fetchEvery(everyHours)],
        [facts.staleAfter, facts.staleText(staleAfterDays)],
        [facts.limits, facts.limitsText(limits.gonePercent, limits.movedPercent)],
      ]}
    />
  );
}

export const Address = ({ url }: { url: string }) =>
  isWebAddress(url) ? (
    <a href={url} rel="noopener noreferrer external">
      {url}
    </a>
  ) : (
    <>{url}</>
  );

function Profile({ page, view: { register, builtIn } }: { page: PageContext; view: RegisterView }) {
  const { profile } = phrases(page.language).console.registers;
  return (
    <Section id="profile" title={profile.title}>
      <p>{builtIn ? profile.builtIn : profile.published}</p>
      {register.notes.length === 0 ? null : (
        <>
          <h3>{profile.notes}</h3>
          <ul>
            {register.notes.map((note) => (
              <li>
                <SchemeText page={page} text={note} />
              </li>
            ))}
          </ul>
        </>
      )}
      <details>
        <summary>{profile.data}</summary>
        <pre tabIndex={0}>{JSON.stringify(register, null, 2)}</pre>
      </details>
    </Section>
  );
}

interface Props {
  page: PageContext;
  /** Slug. */
  register: string;
  scheme: Scheme | undefined;
  asked: RegisterAsked;
  found: EntryPage;
}

/** The entries as they were last read, with a search. */
function Entries({ page, register, scheme, asked, found }: Props) {
  const { entries: words } = phrases(page.language).console.registers;
  const isNarrowed = asked.search !== undefined || asked.listing !== undefined || asked.after !== undefined;
  if (found.entries.length + found.unreadable.length === 0 && !isNarrowed) return null;
  return (
    <Section id="entries" title={words.title}>
      <Search {...{ page, register, scheme, asked }} />
      {found.entries.length + found.unreadable.length === 0 ? (
        <p class="empty">
          {words.noMatch}{' '}
          <a href={`${currentUrlWith(page, { search: undefined, listing: undefined, after: undefined })}#entries`}>
            {words.all}
          </a>
        </p>
      ) : (
        <Table
          isMain
          caption={words.caption}
          columns={[words.service, { nowrap: words.entry }, words.stage, { nowrap: words.since }]}
          rows={found.entries.map((entry) => lineOf({ page, scheme, entry }))}
        >
          {found.unreadable.map(({ entry, dossier }) => (
            <tr>
              <td colSpan={4}>
                <code>{entry}</code> {say(reason('entry-unreadable', { dossier }), page.language)}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <CursorPager page={page} cursor="after" next={found.next} words={{ first: words.first, next: words.next }} />
    </Section>
  );
}

function Search({ page, register, scheme, asked }: Omit<Props, 'found'>) {
  const { entries: words } = phrases(page.language).console.registers;
  const { listings } = phrases(page.language).events;
  const options = [
    { value: '', label: words.any },
    { value: 'granted', label: capitalized(statusWord('granted', scheme, page.language)) },
    { value: 'in-progress', label: capitalized(listings['in-progress']) },
    { value: 'absent', label: capitalized(listings.absent) },
  ];
  return (
    <form class="filters" method="get" action={`/registers/${register}#entries`} role="search" aria-label={words.find}>
      <Hidden fields={[...page.query].filter(([name]) => ['asOf', 'knownOn'].includes(name))} />
      <div class="row">
        <Field page={page} name="search" label={words.search}>
          {(input) => <input {...input} type="search" value={asked.search} maxLength={200} />}
        </Field>
        <ChoiceField page={page} name="listing" label={words.listing} chosen={asked.listing} options={options} />
        <p class="field">
          <button>{words.find}</button>
        </p>
      </div>
    </form>
  );
}

function lineOf({ page, scheme, entry }: Pick<Props, 'page' | 'scheme'> & { entry: EntryView }) {
  const { dossier, provider, service, listing, milestone, level, since } = entry;
  const as = { listing, milestone: milestone ?? undefined, level: level ?? undefined };
  return [
    <a href={addressOf(page, `/dossiers/${dossier}`)}>
      {[provider.name, ...((service ?? '') ? [service] : [])].join(', ')}
    </a>,
    <code>{entry.entry}</code>,
    <Listed page={page} scheme={scheme} as={as} />,
    <DateText page={page} date={since} />,
  ];
}
