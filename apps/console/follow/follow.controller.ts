import { Body, Post } from '@nestjs/common';
import { Subscribing } from '#subscriptions/subscribing.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Page, type PageContext } from '../frame/page.js';
import { localPathDone } from '../session/session-cookie.js';
import { Follows } from './follows.js';

@Pages('follow')
export class FollowPages {
  constructor(
    private readonly subscribing: Subscribing,
    private readonly follows: Follows,
  ) {}

  /** Idempotent. Returns to the page of the form. */
  @Post()
  @ConsoleRoute('read')
  async follow(@Page() page: PageContext, @Body() form: URLSearchParams): Promise<Answer> {
    const followed = await this.follows.asked(page, form.get('about') ?? '');
    const isWanted = form.get('follow') !== 'no';
    if (isWanted) await this.subscribing.follow(followed, page.language);
    else await this.subscribing.unfollow(followed);
    return { redirect: localPathDone(form.get('to'), isWanted ? 'followed' : 'stopped') };
  }
}
