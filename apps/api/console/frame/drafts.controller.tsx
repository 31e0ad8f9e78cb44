import { Body, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ownerReference } from '#access/principal.js';
import { FormDrafts } from '#drafts/form-drafts.js';
import { LanguageSchema } from '#language/language.js';
import { localPath } from '../session/session-cookie.js';
import { PAGE_LANGUAGE } from './controls.js';
import { ConsoleRoute, Pages, redirect } from './console-route.js';
import { draftAddress, draftOf } from './kept-input.js';
import { callerOf, Page, type PageContext, rememberLanguage } from './page.js';

/** Keeps what is entered in a form: when the language of the page is switched, and when a browser leaves the page. */
@Pages('drafts')
export class DraftPages {
  constructor(private readonly drafts: FormDrafts) {}

  @Post()
  @ConsoleRoute('record')
  async keep(@Page() page: PageContext, @Body() form: URLSearchParams, @Res() reply: FastifyReply): Promise<void> {
    const to = localPath(page.query.get('to'));
    const [path = '/'] = to.split('?');
    const language = LanguageSchema.safeParse(form.get(PAGE_LANGUAGE)).data;
    const step = form.get('shown') === 'preview' ? 'preview' : undefined;
    form.delete(PAGE_LANGUAGE);
    const draft = draftOf({ ...page, path }, form);
    await this.drafts.keep(ownerReference(callerOf(page)), draft);
    if (language) {
      rememberLanguage(reply, language);
      redirect(reply, draftAddress({ ...page, path }, draft.id, step));
    } else void reply.status(204).send();
  }
}
