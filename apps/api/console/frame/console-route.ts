import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { NEED, type Need } from '../../auth/needs.js';

/**
 * Who may use a route of the console: those with a session whose key holds the scope. A key in a header is no session, and
 * a session opens no route but these.
 *
 * @param takes `files`: a form with a file, of up to 10 MB
 */
export const ConsoleRoute = (need: Need, takes: 'forms' | 'files' = 'forms'): MethodDecorator =>
  applyDecorators(SetMetadata(NEED, need), RouteConfig({ need, console: takes }));
