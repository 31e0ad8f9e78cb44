import type { Schemes } from '#domain/scheme/catalogue.js';
import { dayIn } from '#domain/date/day.js';
import { schemeName } from '#language/describe-standing.js';
import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import type { FourEyesScheme } from '#schemes/four-eyes.js';
import { Form } from '../frame/controls.js';
import { DoneNote } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';

interface Props {
  page: PageContext;
  policy: readonly FourEyesScheme[];
  schemes: Schemes;
}

/** For admins: the schemes whose changes of status need a second person. */
export function FourEyesForm({ page, policy, schemes }: Props) {
  const { language, zone } = page;
  const { policy: t, done, back } = phrases(language).console.approvals;
  const since = new Map(policy.map((one) => [one.scheme, one.since]));
  const named = [...schemes.keys()]
    .map((slug) => ({ slug, name: schemeName(slug, schemes, language) }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <>
      <DoneNote page={page} words={done} />
      <p>{t.intro}</p>
      <p>{t.persons}</p>
      <Form page={page} class="stacked">
        <fieldset>
          <legend>{t.scheme}</legend>
          <div class="choices">
            {named.map(({ slug, name }) => {
              const at = since.get(slug);
              return (
                <label key={slug}>
                  <input type="checkbox" name="scheme" value={slug} checked={at !== undefined} /> {name}
                  {at ? <span class="soft small"> {t.since(writtenDate(dayIn(zone, at), language))}</span> : null}
                </label>
              );
            })}
          </div>
        </fieldset>
        {policy.map(({ scheme }) => (
          <input key={scheme} type="hidden" name="was" value={scheme} />
        ))}
        <p>
          <button>{t.save}</button>
        </p>
      </Form>
      <p>
        <a href={addressOf(page, '/approvals')}>{back}</a>
      </p>
    </>
  );
}
