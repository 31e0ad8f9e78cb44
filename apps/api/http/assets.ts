import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { inPackage } from '#settings/in-package.js';

/** One style sheet is served, of these parts: each may change what the ones before it say. */
const STYLES = ['tokens.css', 'base.css', 'frame.css', 'list.css', 'form.css', 'picture.css', 'print.css'];

const TYPES = {
  'console.css': 'text/css; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'keyboard.js': 'text/javascript; charset=utf-8',
  'proof.js': 'text/javascript; charset=utf-8',
  'favicon.svg': 'image/svg+xml',
} as const;

type Name = keyof typeof TYPES;

const folder = inPackage('apps/console/assets');
const names = Object.keys(TYPES) as Name[];
const partsOf = (name: Name): readonly string[] => (name === 'console.css' ? STYLES : [name]);
const files = new Map(
  names.map((name) => [name, Buffer.concat(partsOf(name).map((part) => readFileSync(join(folder, part))))]),
);
const urls = new Map(
  [...files].map(([name, bytes]) => [
    name,
    `/assets/${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}/${name}`,
  ]),
);

export const assetUrl = (name: Name): string => urls.get(name) ?? '';

/** Serves the assets under content-hashed URLs, cacheable for good. */
export function serveAssets(fastify: FastifyInstance): void {
  for (const [name, url] of urls)
    fastify.get(url, (_, reply) =>
      reply.type(TYPES[name]).header('Cache-Control', 'public, max-age=31536000, immutable').send(files.get(name)),
    );
  fastify.get('/favicon.ico', (_, reply) => reply.redirect(assetUrl('favicon.svg'), 302));
}
