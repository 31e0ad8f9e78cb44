import { phrases } from '#language/phrases.js';
import { addressOfView, viewAddressIn } from '#views/saved-views.js';
import { Form, Hidden } from './controls.js';
import { currentAddress, may, type PageContext } from './page.js';

/** Whether the reader follows what a page shows, and how to. */
export type FollowState = { ignored: readonly string[] } & (
  | { by: 'account'; about: string; isFollowed: boolean; address: string }
  | { by: 'key'; href: string }
  /** Subscriptions have none of its filters. */
  | { by: 'nothing' }
);

/** What may be done with a page as a whole: following it, and saving a list with its filters. */
export function PageActions({ page, follow }: { page: PageContext; follow: FollowState | undefined }) {
  const address = currentAddress(page);
  const view = may(page, 'read') && page.caller && !page.isAnswer ? viewAddressIn(address) : undefined;
  const [, dossier] = /^\/dossiers\/([0-9a-f-]{36})$/.exec(page.path) ?? [];
  return (
    <div class="page-actions no-print">
      {follow ? <FollowControl {...{ page, follow }} to={address} /> : null}
      {page.caller && may(page, 'read') && dossier !== undefined ? (
        <a class="button second" href={`/views/new?dossier=${dossier}`}>
          {phrases(page.language).console.views.addService}
        </a>
      ) : null}
      {view && view.query !== '' ? (
        <a class="button second" href={`/views/new?address=${encodeURIComponent(addressOfView(view))}`}>
          {phrases(page.language).console.views.save}
        </a>
      ) : null}
    </div>
  );
}

interface FollowProps {
  page: PageContext;
  follow: FollowState;
  /** Where the reader returns to. */
  to: string;
  /** Of what, for screen readers, where several are listed. */
  name?: string;
}

export function FollowControl({ page, follow, to, name }: FollowProps) {
  const { follow: words, views } = phrases(page.language).console;
  const fields: Partial<Record<string, string>> = views.fields;
  const unseen = name === undefined ? null : <span class="unseen"> ({name})</span>;
  const ignored = follow.ignored.map((filter) => fields[filter] ?? filter);
  const note = ignored.length > 0 ? <span class="soft small">{words.ignored(ignored)}</span> : null;
  if (follow.by === 'nothing') return <span class="soft small">{words.impossible}</span>;
  if (follow.by === 'key')
    return (
      <>
        <a class="button second" href={follow.href}>
          {words.subscribe}
          {unseen}
        </a>{' '}
        {note}
      </>
    );
  const { about, isFollowed, address } = follow;
  return (
    <Form page={page} action="/follow" class="follow">
      <Hidden
        fields={[
          ['about', about],
          ['to', to],
        ]}
      />
      {isFollowed ? <span class="badge good">{words.following}</span> : null}{' '}
      <button
        class="second"
        name="follow"
        value={isFollowed ? 'no' : 'yes'}
        title={(page.keepsMails ? words.hintKept : words.hint)(address)}
      >
        {isFollowed ? words.stop : words.follow}
        {unseen}
      </button>{' '}
      {note}
    </Form>
  );
}

/** Confirmations, by the values of `done`. */
export function followDone({ language, keepsMails }: PageContext): Record<'followed' | 'stopped', string> {
  const { done } = phrases(language).console.follow;
  return { stopped: done.stopped, followed: keepsMails ? done.followedKept : done.followed };
}
