import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openApiDocument } from './document.js';
import { tablesPage } from './reference.js';

const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const served = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

const files = new Map(Object.keys(served).map((name) => [name, readFileSync(join(assets, name))]));

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Jalon: REST</title>
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });\n`;

/** Serves the document, a page that shows it and one with tables; the pages need nothing from other hosts. */
export function serveDocs(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  let document: string | undefined;
  fastify.get('/openapi.json', (_, reply) => {
    document ??= JSON.stringify(openApiDocument(app));
    return reply.type('application/json; charset=utf-8').send(document);
  });
  fastify.get('/docs', (_, reply) => reply.type('text/html; charset=utf-8').send(page));
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
