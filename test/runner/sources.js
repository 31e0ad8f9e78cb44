import { register } from 'node:module';

/** From here on this process imports TypeScript as it stands. */
register('./hooks.js', import.meta.url);
