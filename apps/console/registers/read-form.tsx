import type { Problem } from '#domain/refusal.js';
import type { Register } from '#domain/register/register.js';
import { phrases } from '#language/phrases.js';
import { Field, Form, Hidden, Problems } from '../frame/controls.js';
import { addressOf, type PageContext } from '../frame/page.js';

/** As typed. */
export interface ReadInput {
  day: string;
  address: string;
  /** A document that was stored although another field is wrong: browsers do not keep a chosen file. */
  kept?: { id: string; name: string };
}

interface Props {
  page: PageContext;
  register: Register;
  input: ReadInput;
  problems?: readonly Problem[];
}

const ACCEPTED = {
  json: '.json,application/json',
  csv: '.csv,text/csv',
  xlsx: '.xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: '.html,.htm,text/html',
};

/** The form for a document of a register. */
export function ReadForm({ page, register, input, problems = [] }: Props) {
  const { upload } = phrases(page.language).console.readings;
  const { slug, reader } = register;
  const { kept } = input;
  const labels = { file: upload.file, day: upload.day, address: upload.address };
  return (
    <>
      <Problems page={page} problems={problems} labels={labels} />
      <Form page={page} action={addressOf(page, `/registers/${slug}/read`)} files class="stacked">
        {kept ? <Hidden fields={[['kept', kept.id]]} /> : null}
        <div class="import-drop" data-drop>
          <Field
            page={page}
            name="file"
            label={upload.file}
            hint={kept ? upload.kept(kept.name) : upload.fileHint(reader.format)}
            problems={problems}
          >
            {(field) => <input {...field} type="file" accept={ACCEPTED[reader.format]} />}
          </Field>
          <p class="soft" data-drop-hint>
            {upload.drop}
          </p>
        </div>
        <Field page={page} name="day" label={upload.day} hint={upload.dayHint} problems={problems}>
          {(field) => <input {...field} type="date" value={input.day} max={page.today} />}
        </Field>
        <Field page={page} name="address" label={upload.address} hint={upload.addressHint} problems={problems}>
          {(field) => <input {...field} type="text" inputMode="url" value={input.address} maxLength={2000} />}
        </Field>
        <p>
          <button>{upload.check}</button>
        </p>
      </Form>
    </>
  );
}
