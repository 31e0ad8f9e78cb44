import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Language, LanguageSchema } from '#language/language.js';
import { languageIn } from '../../pages/language-in.js';
import { cookieIn, setCookie } from '../session/session-cookie.js';

const COOKIE = 'jalon-language';
const YEAR_S = 365 * 24 * 3600;

/** What the reader chose; else what the browser asks for. */
export const languageOf = (request: FastifyRequest): Language =>
  LanguageSchema.safeParse(cookieIn(request, COOKIE)).data ?? languageIn(request.headers['accept-language']);

export function rememberLanguage(reply: FastifyReply, language: Language): void {
  setCookie(reply, COOKIE, language, ['HttpOnly', `Max-Age=${YEAR_S}`]);
}
