import { Facts } from '../frame/display.js';
import type { ThisPage } from '../frame/page.js';
import { FORM_WORDS } from './form-words.js';

/** What verifies the signatures of a webhook: a secret that is told here and nowhere else, or a public key. */
export function ToldOnce({
  page,
  secret,
  publicKey,
}: {
  page: ThisPage;
  secret: string | null;
  publicKey: string | null;
}) {
  const { made } = FORM_WORDS[page.language];
  const [label, value, hint] =
    secret === null ? [made.publicKey, publicKey, made.publicKeyHint] : [made.secret, secret, made.once];
  return (
    <div class="card">
      <p>{hint}</p>
      <Facts facts={[[label, value === null ? null : <code>{value}</code>]]} />
    </div>
  );
}
