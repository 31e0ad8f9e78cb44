import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemBody } from '../../problem/problem-of.js';
import { isWrite } from '../session/from-here.js';
import { ERROR_WORDS, errorWords } from './error-words.js';
import type { ThisPage } from './page.js';
import { reasonIn } from './reason-words.js';
import { show } from './show.js';

/** Whether whoever asks wants pages: a route of the console, or an address that is none, opened in a browser. */
export const wantsPage = (request: FastifyRequest): boolean =>
  request.page !== undefined &&
  (request.routeOptions.config.console !== undefined || (request.is404 && isPageAddress(request)));

/** An address that is none of REST's, asked for as browsers do. */
export const isPageAddress = ({ url, headers }: FastifyRequest): boolean =>
  !url.startsWith('/v1/') && (headers.accept ?? '').includes('text/html');

/** What went wrong, in plain words, and where to go from there. */
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

function ErrorText({ page, body, isWrite }: { page: ThisPage; body: ProblemBody; isWrite: boolean }) {
  const { language } = page;
  const { board, help, reference, nothing } = ERROR_WORDS[language];
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
              <code>{field}</code> {reasonIn(reason, language)}
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
