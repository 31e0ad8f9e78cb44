import { phrases } from '#language/phrases.js';
import type { Proposal } from '#registers/list-proposals.js';
import { Form, Hidden } from '../frame/controls.js';
import { Section, Table } from '../frame/display.js';
import { More } from '../frame/pagers.js';
import { addressOf, may, type PageContext } from '../frame/page.js';

const MOST = 10;

interface Props {
  page: PageContext;
  /** Slug. */
  register: string;
  proposals: readonly Proposal[];
  /** Of the providers that the entries belong to, by id. */
  names: ReadonlyMap<string, string>;
}

/** Providers of the register whose name is like another one on record: a question to the officer. */
export function Proposals({ page, register, proposals, names }: Props) {
  const words = phrases(page.language).console.registers.proposals;
  if (proposals.length === 0) return null;
  const columns = [words.name, { number: words.entries }, words.provider, words.candidate, { act: words.answer }];
  return (
    <Section id="proposals" title={words.title}>
      <p>{words.text}</p>
      <Table
        caption={words.caption}
        columns={columns}
        rows={proposals.slice(0, MOST).map((proposal) => questionOf({ page, register, proposal, names }))}
      />
      <More page={page} count={proposals.length - MOST} />
    </Section>
  );
}

interface QuestionProps extends Omit<Props, 'proposals'> {
  proposal: Proposal;
}

function questionOf({ page, register, proposal: { name, entries, provider, candidate }, names }: QuestionProps) {
  const words = phrases(page.language).console.registers.proposals;
  return [
    name,
    entries,
    <a href={addressOf(page, `/providers/${provider}`)}>{names.get(provider) ?? name}</a>,
    <a href={addressOf(page, `/providers/${candidate.id}`)}>{candidate.name}</a>,
    may(page, 'record') ? (
      <Form page={page} action={addressOf(page, `/registers/${register}/matches`)} class="actions">
        <Hidden
          fields={[
            ['name', name],
            ['candidate', candidate.id],
          ]}
        />
        <button class="second" name="answer" value="same">
          {words.same}
          <span class="unseen">{` (${name}, ${candidate.name})`}</span>
        </button>
        <button class="second" name="answer" value="other">
          {words.other}
          <span class="unseen">{` (${name}, ${candidate.name})`}</span>
        </button>
      </Form>
    ) : (
      words.unanswered
    ),
  ];
}
