import { Clock } from '#database/clock.js';
import { createApi } from '../application.js';
import { apiSettings } from '../settings.js';
import { openApiDocument } from './document.js';

/** Prints the OpenAPI document of this release, made from its routes. Nothing is connected to. */
export async function printDocument(): Promise<void> {
  const settings = apiSettings({
    DATABASE_URL: 'postgres://localhost/none',
    JALON_SECRET: 'openapi_0123456789abcdefghijklmnopqrstuvwxyz-0123456789',
    LOG_LEVEL: 'silent',
  });
  const app = await createApi(settings, new Clock());
  process.stdout.write(JSON.stringify(openApiDocument(app)));
  await app.close();
}
