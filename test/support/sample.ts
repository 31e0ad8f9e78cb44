import { ADMIN_KEY, startApi } from '#test/api.js';
import { followed } from '#test/transferring.js';
import { recordSample } from '../../apps/cli/start/sample.js';

/** An API that shows the sample to anybody, as the first start does. */
export async function startSample() {
  const served = await startApi({ PUBLIC_READ: 'on' });
  await recordSample({ url: served.url, key: ADMIN_KEY }, null, () => undefined);
  await followed(served.api);
  return served;
}
