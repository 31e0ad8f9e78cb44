import type { Account } from '#access/accounts.js';
import { phrases } from '#language/phrases.js';
import { Table, Timestamp } from '../frame/display.js';
import type { PageContext } from '../frame/page.js';

export function AccountList({ page, accounts }: { page: PageContext; accounts: readonly Account[] }) {
  const { accounts: t, account: words } = phrases(page.language).console;
  return (
    <>
      <p>{t.intro}</p>
      <p>
        <a class="button" href="/accounts/new">
          {t.invite}
        </a>{' '}
        <a href="/accounts/keys">{t.allKeys}</a>
      </p>
      {accounts.length === 0 ? (
        <p class="empty">{t.empty}</p>
      ) : (
        <Table label={t.title} columns={[t.column.name, t.column.email, t.column.role, t.column.state, t.column.seen]}>
          {accounts.map(({ id, name, email, role, state, lastSeenAt }) => (
            <tr key={id}>
              <th scope="row">
                <a href={`/accounts/${id}`}>{name ?? `${t.erased} ${id.slice(0, 8)}`}</a>
              </th>
              <td data-label={t.column.email}>{email}</td>
              <td data-label={t.column.role}>{words.roles[role]}</td>
              <td data-label={t.column.state}>{t.states[state]}</td>
              <td data-label={t.column.seen}>
                {lastSeenAt ? <Timestamp page={page} at={lastSeenAt} /> : words.keys.never}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
