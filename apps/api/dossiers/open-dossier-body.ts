import { z } from 'zod';
import { ServiceKinds } from '#domain/event/dossier-events.js';
import { Name } from '#domain/text/text.js';

export const OpenDossierBody = z
  .strictObject({
    provider: Name.describe("The provider's id or slug."),
    scheme: Name,
    service: z
      .strictObject({ name: Name, kinds: ServiceKinds.default([]) })
      .optional()
      .describe('Left out while the scope is unknown.'),
  })
  .meta({
    id: 'OpenDossier',
    examples: [
      {
        provider: 'ovhcloud',
        scheme: 'secnumcloud',
        service: { name: 'Hosted Private Cloud powered by VMware', kinds: ['IaaS'] },
      },
    ],
  });

export type OpenDossierBody = z.output<typeof OpenDossierBody>;
