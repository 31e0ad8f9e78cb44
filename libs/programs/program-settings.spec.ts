import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { programSettings } from './program-settings.js';
import { settingsReference } from './settings-reference.js';

const read = (env: Readonly<Record<string, string>>) => programSettings(z.object({}), env);

describe('the settings of the programs', () => {
  it('are all described', () => {
    expect(settingsReference().filter(({ description }) => description === '')).toEqual([]);
  });

  it.each([
    ['JALON_ADMIN_KY', 'JALON_ADMIN_KY is unknown; did you mean JALON_ADMIN_KEY?'],
    ['JALON_SMTP_URL', 'JALON_SMTP_URL is unknown; did you mean SMTP_URL?'],
    ['JALON_PORT', 'JALON_PORT is unknown; did you mean PORT?'],
    ['JALON_SECRT_FILE', 'JALON_SECRT_FILE is unknown; did you mean JALON_SECRET_FILE?'],
    ['JALON_STREAMS_FILE', 'JALON_STREAMS_FILE is unknown; did you mean JALON_STREAMS_EACH?'],
    ['JALON_FAVOURITE', 'JALON_FAVOURITE is unknown (jalon doctor --settings lists all)'],
  ])('are refused when a name is unknown: %s', (name, line) => {
    expect(() => read({ [name]: '8080' })).toThrow(new Error(line));
  });

  it.each([
    ['of another program', { HOME: '/root', JALONS: '1' }],
    ['that is empty', { JALON_FAVOURITE: '' }],
    ['of a secret in a file', { JALON_SECRET_FILE: '/run/secrets/jalon' }],
    ['that Kubernetes sets for a service', { JALON_PORT: 'tcp://10.0.0.1:80', JALON_API_SERVICE_PORT_HTTP: '80' }],
  ])('may stand beside a variable %s', (_, env) => {
    expect(read(env)).toEqual({});
  });
});
