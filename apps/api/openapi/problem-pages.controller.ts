import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageIn } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { Needs } from '../auth/caller.js';
import { framed, marked, sendPage } from '../http/html-page.js';
import { type ProblemCode, statusOf } from '../problem/problem-table.js';

const style = 'body{font:1rem/1.5 sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}code{font-size:.95em}';

/** The pages to which the `type` of problems links. */
@ApiExcludeController()
@Controller('problems')
export class ProblemPagesController {
  @Get(':code')
  @Needs('nothing')
  page(@Param('code') code: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const language = languageIn(request.headers['accept-language'], 'en');
    const { problems, problemPages: words } = phrases(language);
    const known = isProblemCode(code);
    const { title, text } = known ? problems[code] : { title: words.unknown, text: words.unknownText };
    const facts = known
      ? `<dl><dt>${words.code}</dt><dd><code>${code}</code></dd><dt>${words.status}</dt><dd>${statusOf[code]}</dd></dl>`
      : '';
    const body = `<p>${marked(text)}</p>\n${facts}\n<p><a href="/docs">${words.all}</a></p>`;
    void reply.headers({ 'Content-Language': language, Vary: 'Accept-Language' });
    sendPage(reply, known ? 200 : 404, framed({ title, style, body }, language));
  }
}

const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(statusOf, code);
