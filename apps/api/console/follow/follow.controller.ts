import { Body, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Follow, Unfollow } from '#subscriptions/follow.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Page, type PageContext } from '../frame/page.js';
import { localPath } from '../session/session-cookie.js';
import { Follows } from './follows.js';

@Pages('follow')
export class FollowPages {
  constructor(
    private readonly commands: CommandBus,
    private readonly follows: Follows,
  ) {}

  /** Idempotent. Returns to the page of the form. */
  @Post()
  @ConsoleRoute('read')
  async follow(@Page() page: PageContext, @Body() form: URLSearchParams): Promise<Answer> {
    const followed = await this.follows.asked(page, form.get('about') ?? '');
    const isWanted = form.get('follow') !== 'no';
    if (isWanted) await this.commands.execute(new Follow(followed, page.language));
    else await this.commands.execute(new Unfollow(followed));
    return { redirect: withDone(localPath(form.get('to')), isWanted ? 'followed' : 'stopped') };
  }
}

function withDone(address: string, done: string): string {
  const [path = '/', query] = address.split('?', 2);
  const params = new URLSearchParams(query);
  params.set('done', done);
  return `${path}?${params.toString()}`;
}
