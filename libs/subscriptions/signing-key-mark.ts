import { createHash } from 'node:crypto';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import { heldSubscription, type Reach } from '#delivery/held-subscription.js';

/** Tells a sealed key from every other, and says nothing about it: the same key sealed again has another mark. */
export const keyMarkOf = (sealed: Buffer): string => createHash('sha256').update(sealed).digest('base64url');

/** The mark of the key that signs what a subscription is sent; `null` for one that gets mails. */
export class GetSigningKeyMark extends Query<string | null> {
  constructor(
    readonly id: string,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(GetSigningKeyMark)
export class GetSigningKeyMarkHandler implements IQueryHandler<GetSigningKeyMark> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal unknown-subscription */
  async execute({ id, reach }: GetSigningKeyMark): Promise<string | null> {
    const { secret } = await heldSubscription(this.db, id, reach);
    return secret && keyMarkOf(secret);
  }
}
