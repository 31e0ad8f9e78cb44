/**
 * What the ETag of a list tells apart, beside its address and its reader. `ledger`: the positions of the ledger and of its
 * projections, and the day, so that 304 is answered without reading the list. `body`: a hash of the response, where what is
 * listed is not in the ledger.
 */
export type ValidatedBy = 'ledger' | 'body';

declare module 'fastify' {
  interface FastifyContextConfig {
    validatedBy?: ValidatedBy;
  }
}
