import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemBody } from '../../problem/problem-of.js';
import { isWrite } from '../session/gate.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { capitalized } from '#language/format.js';
import type { PageContext } from './page.js';
import { show } from './console-route.js';

/** Whether an error is answered with a page: on console routes, and in browsers for unknown addresses. */
export const wantsPage = (request: FastifyRequest): boolean =>
  request.page !== undefined &&
  (request.routeOptions.config.console !== undefined || (request.is404 && isPageAddress(request)));

/** Not a REST address, and requested as HTML. */
export const isPageAddress = ({ url, headers }: FastifyRequest): boolean =>
  !url.startsWith('/v1/') && (headers.accept ?? '').includes('text/html');

export function showError(
  { body, headers }: { body: ProblemBody; headers: Readonly<Record<string, string>> },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { page } = request;
  if (!page) throw new Error('a request that was not received');
  void reply.headers({ 'Cache-Control': 'no-store', ...headers });
  const { title } = errorWords(body, page.language);
  show(reply, page, {
    status: body.status,
    title,
    timeless: true,
    children: <ErrorText page={page} body={body} isWrite={isWrite(request)} />,
  });
}

function ErrorText({ page, body, isWrite }: { page: PageContext; body: ProblemBody; isWrite: boolean }) {
  const { language } = page;
  const { board, help, reference, nothing } = phrases(language).console.errors;
  const { texts, listed } = errorWords(body, language);
  return (
    <>
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {listed.length > 0 ? (
        <ul>
          {listed.map(({ field, reason }) => (
            <li key={field}>
              <code>{field}</code> {reason}
            </li>
          ))}
        </ul>
      ) : null}
      {isWrite && body.status < 500 ? <p>{nothing}</p> : null}
      <p>
        <a href="/">{board}</a> · <a href="/help">{help}</a>
      </p>
      <p class="soft">
        {reference} <code>{body.code}</code>
      </p>
    </>
  );
}

/**
 * Title, text and field problems of an error page. Problem bodies are in the language of the page already; a detail that
 * repeats the list of problems is left out.
 */
export function errorWords(
  { code, status, detail, problems = [] }: Pick<ProblemBody, 'code' | 'status' | 'detail' | 'problems'>,
  language: Language,
) {
  const { other, ...errors } = phrases(language).console.errors;
  const title: Partial<Record<string, string>> = errors.title;
  const text: Partial<Record<string, string>> = errors.text;
  const own = text[code] ?? text[status];
  const [first, ...more] = problems;
  const isSentence = more.length === 0 && detail === first?.reason;
  const isListed = detail.startsWith(`${first?.field} ${first?.reason}`);
  const said = isSentence || (own === undefined && !isListed) ? [sentence(detail)] : [];
  return {
    title: title[code] ?? title[status] ?? other,
    texts: [...(own === undefined ? [] : [own]), ...said],
    listed: isSentence ? [] : problems,
  };
}

const sentence = (text: string): string => `${capitalized(text)}${/[.!?]$/.test(text) ? '' : '.'}`;
