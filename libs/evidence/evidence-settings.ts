import { z } from 'zod';
import { count } from '#settings/settings.js';

const isBucketAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username !== '' && password !== '' && pathname.length > 1 && hash === '';
};

/** Environment variables of evidence. Spread `.shape` into the settings of an app. */
export const EvidenceSettingsSchema = z.object({
  EVIDENCE_S3_URL: z
    .string()
    .refine(isBucketAddress, {
      error: 'must be an address such as https://access-key:secret-key@s3.example.org/bucket?region=eu-west-3',
    })
    .optional()
    .meta({
      description:
        'A [bucket](evidence.md#storage) of an S3-compatible store for new files of evidence. Characters of the secret are percent-encoded.',
      defaultText: 'files are in PostgreSQL',
    }),
  EVIDENCE_MAX_MB: count(5_000)
    .default(50)
    .describe('Largest file of [evidence](evidence.md), in MB of 1,000,000 bytes.'),
  EVIDENCE_TOTAL_MB: count(100_000_000)
    .default(50_000)
    .describe('All files of evidence together, in MB of 1,000,000 bytes; a file beyond it is refused.'),
});

export type EvidenceSettings = z.infer<typeof EvidenceSettingsSchema>;

export const EVIDENCE_SETTINGS = Symbol('evidence settings');
