import { z } from 'zod';
import { Name } from '#domain/text/text.js';

const Slug = z.string().regex(/^(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*$/, {
  error: 'must be up to 100 lower-case letters, digits and single hyphens, such as my-cloud',
});

export const RegisterBody = z
  .strictObject({ name: Name, slug: Slug.optional().describe('In addresses; default made of the name.') })
  .meta({ id: 'RegisterProvider', examples: [{ name: 'OVHcloud' }] });
