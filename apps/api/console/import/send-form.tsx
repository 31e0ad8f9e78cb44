import type { Problem } from '#domain/refusal.js';
import { Field, Form } from '../frame/controls.js';
import type { ThisPage } from '../frame/page.js';
import { SEND_WORDS } from './send-words.js';

interface SendProps {
  page: ThisPage;
  action: string;
  problems?: readonly Problem[];
  /** It is a file that is sent again. */
  again?: boolean;
}

/** A file to choose or drop. */
export function FileForm({ page, action, problems = [], again = false }: SendProps) {
  const { file } = SEND_WORDS[page.language];
  return (
    <Form page={page} action={action} files>
      <div class="import-drop" data-drop>
        <Field page={page} name="file" label={again ? file.another : file.label} hint={file.hint} problems={problems}>
          {(input) => <input {...input} type="file" accept=".csv,text/csv" />}
        </Field>
        <p class="soft" data-drop-hint>
          {file.drop}
        </p>
        <p>
          <button class={again ? 'second' : undefined}>{file.check}</button>
        </p>
      </div>
    </Form>
  );
}

/** Its text. It is a form of its own, without a file, so that what is typed is kept when the session ends. */
export function TextForm({ page, action, text, problems = [], again = false }: SendProps & { text: string }) {
  const words = SEND_WORDS[page.language].text;
  return (
    <Form page={page} action={action}>
      <Field page={page} name="text" label={words.label} hint={words.hint} problems={problems}>
        {(input) => (
          <textarea {...input} class="import-text" rows={again ? 14 : 6} spellcheck={false} wrap="off">
            {`\n${text}`}
          </textarea>
        )}
      </Field>
      <p>
        <button>{again ? words.checkAgain : words.check}</button>
      </p>
    </Form>
  );
}
