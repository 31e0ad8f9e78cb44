import { z } from 'zod';
import { because } from '#domain/validation.js';
import { Name } from '#domain/text/text.js';

const Slug = z.string().regex(/^(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*$/, {
  error: because('provider-slug-format'),
});

export const RegisterBody = z
  .strictObject({ name: Name, slug: Slug.optional().describe('In addresses; default made of the name.') })
  .meta({ id: 'RegisterProvider', examples: [{ name: 'OVHcloud' }] });
