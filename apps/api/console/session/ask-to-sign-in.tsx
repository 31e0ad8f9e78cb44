import { phrases } from '#language/phrases.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { goTo, show } from '../frame/show.js';
import { isWrite } from './from-here.js';
import { GoOnPage, SignInPage } from './sign-in-page.js';
import type { SignInNeeded } from './sign-in-needed.js';

/** A page leads to the sign-in and back; of a form the fields go along. */
export function askToSignIn({ because, typed }: SignInNeeded, request: FastifyRequest, reply: FastifyReply): void {
  const { page, url: to } = request;
  if (!page) throw new Error('a request that was not received');
  const words = phrases(page.language).console.signIn;
  if (because === 'stale-form' && typed) {
    show(reply, page, {
      status: 409,
      title: words.stale.title,
      timeless: true,
      children: <GoOnPage {...{ page, to, typed }} />,
    });
  } else if (isWrite(request)) {
    const children = <SignInPage {...{ page, to, typed, hadFile: !typed }} />;
    show(reply, page, { status: 401, title: words.title, timeless: true, children });
  } else goTo(reply, `/sign-in?to=${encodeURIComponent(to)}`);
}
