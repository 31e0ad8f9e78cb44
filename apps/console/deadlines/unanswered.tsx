import { Injectable } from '@nestjs/common';
import { AnswerableReminders } from '#deadlines/queries/answerable-reminders.js';
import { phrases } from '#language/phrases.js';
import { ownerOf, scopeOf } from '../../api/auth/caller.js';
import { Form, Hidden } from '../frame/controls.js';
import { currentAddress, may, type PageContext } from '../frame/page.js';

/** Deadlines whose reminders wait for the reader. None in the past, where nothing can be acknowledged. */
@Injectable()
export class Unanswered {
  constructor(private readonly reminders: AnswerableReminders) {}

  async among(page: PageContext, keys: readonly string[]): Promise<ReadonlySet<string>> {
    if (!page.at.isNow || !page.caller || !may(page, 'record')) return new Set();
    return this.reminders.unanswered(keys, ownerOf(scopeOf(page.caller)));
  }
}

/** Acknowledges the reminders of a deadline and returns to the page. @param name of the deadline, for screen readers */
export function AcknowledgeButton({ page, deadline, name }: { page: PageContext; deadline: string; name: string }) {
  const { acknowledge, acknowledgeHint } = phrases(page.language).console.agenda;
  return (
    <Form page={page} action="/deadlines/acknowledge">
      <Hidden
        fields={[
          ['deadline', deadline],
          ['to', currentAddress(page)],
        ]}
      />
      <button class="second" title={acknowledgeHint}>
        {acknowledge}
        <span class="unseen">{` (${name})`}</span>
      </button>
    </Form>
  );
}

/** Confirmations, by the values of `done`. */
export function acknowledgeDone({ language }: PageContext): Record<'acknowledged' | 'nothing' | 'busy', string> {
  const { acknowledged, nothing } = phrases(language).console.agenda.done;
  return { acknowledged, nothing, busy: phrases(language).reminders.page.busy };
}
