import type { Problem } from '#domain/refusal.js';
import { phrases } from '#language/phrases.js';
import type { Portfolio } from '#portfolios/portfolios.js';
import { Field, Form } from '../frame/controls.js';
import { DoneNote, Section, Table } from '../frame/display.js';
import { addressOf, may, type PageContext } from '../frame/page.js';

interface Props {
  page: PageContext;
  found: readonly (Portfolio & { services: number })[];
  /** Of the new one, as typed. */
  name: string;
  problems: readonly Problem[];
}

export function PortfolioList({ page, found, name, problems }: Props) {
  const words = phrases(page.language).console.portfolios;
  return (
    <>
      <DoneNote page={page} words={words.done} />
      <p>{words.intro}</p>
      {found.length === 0 ? (
        <p class="empty">{words.none}</p>
      ) : (
        <Table label={words.list} columns={[words.name, { number: words.services }]} class="figures">
          {found.map(({ slug, name: called, services }) => (
            <tr key={slug}>
              <th scope="row">
                <a href={addressOf(page, `/portfolios/${slug}`)}>{called}</a>
              </th>
              <td class="number" data-label={words.services}>
                {services}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {may(page, 'record') ? (
        <Section id="create" title={words.create} class="no-print">
          <Form page={page} action={addressOf(page, '/portfolios')}>
            <Field page={page} name="name" label={words.name} hint={words.nameHint} required problems={problems}>
              {(input) => <input {...input} value={name} required maxLength={200} autocomplete="off" />}
            </Field>
            <p>
              <button>{words.submit}</button>
            </p>
          </Form>
        </Section>
      ) : null}
    </>
  );
}
