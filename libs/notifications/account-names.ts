import { assigneesIn, type Message } from './message.js';

/** The names of accounts, which mails state without storing them, so that they can be erased. */
export abstract class AccountNames {
  /** `undefined` for an account that was erased. */
  abstract nameOf(account: string): Promise<string | undefined>;
}

/** The names of those who take care of the deadlines of a message, by account. */
export async function namesOfAssignees(message: Message, names?: AccountNames): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const account of names ? assigneesIn(message) : []) {
    const name = await names?.nameOf(account);
    if (name !== undefined) found.set(account, name);
  }
  return found;
}
