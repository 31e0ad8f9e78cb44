import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Param, Res } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SCOPE_OF_ROLE, type Scope, withIncluded } from '#access/principal.js';
import { languageIn } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { SETTING_COLUMNS, settingRows } from '#programs/settings-reference.js';
import { Needs } from '../auth/caller.js';
import { framed, marked, sendPage } from '../http/html-page.js';
import type { KnownRoute, Need } from '../http/request.js';
import { type ProblemCode, statusOf } from '../problem/rejection.js';
import { openApiDocuments } from './document.js';

const scopesShown: readonly Scope[] = [...Object.values(SCOPE_OF_ROLE), 'bounces', 'metrics'];

/** The tables that documentation would otherwise repeat: permissions of every route, problem codes, settings. */
function tablesPage(routes: readonly KnownRoute[]): string {
  const roles = Object.entries(SCOPE_OF_ROLE).map(([role, scope]) => `${role}, \`${scope}\``);
  const { problems } = phrases('en');
  const body = [
    '<p><a href="/docs">REST API</a> · <a href="#permissions">Permissions</a> · <a href="#problems">Problems</a> · <a href="#settings">Settings</a></p>',
    '<h2 id="permissions">Permissions</h2>',
    paragraph(
      'Routes under `/v1` need a key with the scope, pages of the console a session of a person with the role. Without either, `–` is answered with 401; with one that does not suffice, with 403. Some routes check more than the scope, such as who owns a subscription.',
    ),
    table(['route', 'no key', ...roles, '`bounces`', '`metrics`'], routes.map(permissionsOf).sort(byFirst)),
    '<h2 id="problems">Problems</h2>',
    table(
      ['code', 'status', 'title'],
      Object.entries(statusOf)
        .map(([code, status]) => [`\`${code}\``, String(status), problems[code as keyof typeof problems].title])
        .sort(byFirst),
    ),
    '<h2 id="settings">Settings</h2>',
    paragraph('Environment variables. `jalon` is the command line; `jalon start` passes those of api and worker on.'),
    table(SETTING_COLUMNS, settingRows()),
  ].join('\n');
  return framed('Permissions, problems and settings', body, 'en', 'scrolls');
}

function permissionsOf({ method, url, need = 'nothing' }: KnownRoute): string[] {
  const stranger = need === 'nothing' ? 'yes' : need === 'public-read' ? '`PUBLIC_READ`' : '–';
  return [`\`${method} ${url}\``, stranger, ...scopesShown.map((scope) => (allows(need, scope) ? 'yes' : '–'))];
}

const allows = (need: Need, scope: Scope): boolean =>
  need === 'nothing' || withIncluded([scope]).has(need === 'public-read' ? 'read' : need);

const byFirst = ([one = '']: string[], [other = '']: string[]): number => (one < other ? -1 : 1);

const paragraph = (text: string): string => `<p>${marked(text)}</p>`;

/** Of links to pages of the documentation, only the text is shown: they are not served. */
const cell = (markdown: string): string => marked(markdown.replaceAll(/\[([^[\]]*)\]\([^()]*\)/g, '$1'));

const table = (head: readonly string[], rows: readonly string[][]): string =>
  [
    `<table>\n<tr>${head.map((text) => `<th>${cell(text)}</th>`).join('')}</tr>`,
    ...rows.map((row) => `<tr>${row.map((text) => `<td>${cell(text)}</td>`).join('')}</tr>`),
    '</table>',
  ].join('\n');

const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const served = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

const files = new Map(Object.keys(served).map((name) => [name, readFileSync(join(assets, name))]));

const page = (document: string, [address, name]: readonly [string, string]): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Jalon: REST</title>
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <p class="swagger-ui wrapper"><a href="${address}">${name}</a></p>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js" data-document="${document}"></script>
  </body>
</html>
`;

const pages = {
  '/docs': page('/openapi.json', ['/docs/admin', 'Routes for administration']),
  '/docs/admin': page('/openapi-admin.json', ['/docs', 'Public routes']),
};

const start = `SwaggerUIBundle({ url: document.currentScript.dataset.document, dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });\n`;

/** Serves the documents, pages that show them and one with tables; the pages need nothing from other hosts. */
export function serveDocs(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  let documents: ReturnType<typeof openApiDocuments> | undefined;
  for (const [path, part] of [['/openapi.json', 'public'] as const, ['/openapi-admin.json', 'admin'] as const])
    fastify.get(path, (_, reply) => {
      documents ??= openApiDocuments(app);
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(documents[part]));
    });
  for (const [path, html] of Object.entries(pages))
    fastify.get(path, (_, reply) => reply.type('text/html; charset=utf-8').send(html));
  fastify.get('/docs/reference', (_, reply) => {
    const routes = fastify.routes.filter(({ method }) => method !== 'HEAD');
    return reply.type('text/html; charset=utf-8').send(tablesPage(routes));
  });
  fastify.get('/docs/start.js', (_, reply) => reply.type(served['swagger-ui-bundle.js']).send(start));
  for (const [name, type] of Object.entries(served))
    fastify.get(`/docs/${name}`, (_, reply) =>
      reply.type(type).header('Cache-Control', 'public, max-age=3600').send(files.get(name)),
    );
}

@ApiExcludeController()
@Controller('problems')
export class ProblemPagesController {
  @Get(':code')
  @Needs('nothing')
  page(@Param('code') code: string, @Res() reply: FastifyReply): void {
    const language = languageIn(reply.request.headers['accept-language'], 'en');
    const { problems, problemPages: words } = phrases(language);
    const known = isProblemCode(code);
    const { title, text } = known ? problems[code] : { title: words.unknown, text: words.unknownText };
    const facts = known
      ? `<dl class="facts"><dt>${words.code}</dt><dd><code>${code}</code></dd><dt>${words.status}</dt><dd>${statusOf[code]}</dd></dl>`
      : '';
    const body = `<p>${marked(text)}</p>\n${facts}\n<p><a href="/docs">${words.all}</a></p>`;
    void reply.headers({ 'Content-Language': language, Vary: 'Accept-Language' });
    sendPage(reply, known ? 200 : 404, framed(title, body, language));
  }
}

const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(statusOf, code);
