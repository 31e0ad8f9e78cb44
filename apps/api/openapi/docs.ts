import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openApiDocuments } from './document.js';
import { tablesPage } from './reference.js';

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
