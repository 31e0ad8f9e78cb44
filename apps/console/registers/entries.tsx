import type { Scheme } from '#domain/scheme/scheme.js';
import { capitalized } from '#language/format.js';
import { phrases, say } from '#language/phrases.js';
import { reason } from '#domain/refusal.js';
import { statusWord } from '#language/describe-standing.js';
import type { EntryPage, EntryView } from '#registers/list-entries.js';
import { Choice, Field, Hidden } from '../frame/controls.js';
import { DateText, Section, Table } from '../frame/display.js';
import { CursorPager } from '../frame/pagers.js';
import { addressOf, currentUrlWith, type PageContext } from '../frame/page.js';
import { Listed } from './listed-as.js';
import type { RegisterAsked } from './registers.controller.js';

interface Props {
  page: PageContext;
  /** Slug. */
  register: string;
  scheme: Scheme | undefined;
  asked: RegisterAsked;
  found: EntryPage;
}

/** The entries as they were last read, with a search. */
export function Entries({ page, register, scheme, asked, found }: Props) {
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
        <Table isMain caption={words.caption} columns={[words.service, words.entry, words.stage, words.since]}>
          {found.entries.map((entry) => (
            <Line key={entry.entry} {...{ page, scheme, entry }} />
          ))}
          {found.unreadable.map(({ entry, dossier }) => (
            <tr key={entry}>
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
        <Field page={page} name="listing" label={words.listing}>
          {(input) => <Choice {...input} chosen={asked.listing} options={options} />}
        </Field>
        <p class="field">
          <button>{words.find}</button>
        </p>
      </div>
    </form>
  );
}

function Line({ page, scheme, entry }: Pick<Props, 'page' | 'scheme'> & { entry: EntryView }) {
  const { entries: words } = phrases(page.language).console.registers;
  const { dossier, provider, service, listing, milestone, level, since } = entry;
  const as = { listing, milestone: milestone ?? undefined, level: level ?? undefined };
  return (
    <tr>
      <th scope="row">
        <a href={addressOf(page, `/dossiers/${dossier}`)}>
          {[provider.name, ...((service ?? '') ? [service] : [])].join(', ')}
        </a>
      </th>
      <td data-label={words.entry} class="nowrap">
        <code>{entry.entry}</code>
      </td>
      <td data-label={words.stage}>
        <Listed page={page} scheme={scheme} as={as} />
      </td>
      <td data-label={words.since} class="nowrap">
        <DateText page={page} date={since} />
      </td>
    </tr>
  );
}
