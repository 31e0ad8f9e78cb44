import type { FourEyesTable, ProposalTable } from './tables/proposal.js';
import type {
  ActivityTable,
  AccountCredentialsTable,
  AccountLinkTable,
  AccountTable,
  ApiKeyTable,
  RecoveryCodeTable,
  SessionTable,
  SignInAttemptsTable,
  AccountIdentityTable,
  OidcRequestTable,
  SignInTicketTable,
} from './tables/access.js';
import type { BoardTables } from './tables/projections.js';
import type {
  AnnouncedEpochTable,
  CheckpointTable,
  EventTable,
  LedgerEpochTable,
  LedgerHeadTable,
  LogCheckpointTable,
  LogSaltTable,
  LogTileTable,
  ProjectionFailureTable,
  RevisionTable,
  StagedEventTable,
  WorkerConditionTable,
} from './tables/ledger.js';
import type { DeadlineTables } from './tables/deadline.js';
import type { EvidenceFileTable, EvidencePartTable, UploadTable } from './tables/files.js';
import type { RegisterDocumentTable, RegisterFetchTable, RegisterReadingTable } from './tables/register.js';
import type { SubscriptionTables } from './tables/subscription.js';
import type { WorkTables } from './tables/work.js';

/** Every table that kysely may name. Rows are described beside each other in `tables/`, one file per group. */
export interface Database extends BoardTables, DeadlineTables, SubscriptionTables, WorkTables {
  activity: ActivityTable;
  four_eyes: FourEyesTable;
  proposal: ProposalTable;
  account: AccountTable;
  account_credentials: AccountCredentialsTable;
  account_link: AccountLinkTable;
  recovery_code: RecoveryCodeTable;
  sign_in_attempts: SignInAttemptsTable;
  sign_in_ticket: SignInTicketTable;
  account_identity: AccountIdentityTable;
  oidc_request: OidcRequestTable;
  api_key: ApiKeyTable;
  console_session: SessionTable;
  event: EventTable;
  staged_event: StagedEventTable;
  ledger_head: LedgerHeadTable;
  ledger_epoch: LedgerEpochTable;
  announced_epoch: AnnouncedEpochTable;
  checkpoint: CheckpointTable;
  log_salt: LogSaltTable;
  log_tile: LogTileTable;
  log_checkpoint: LogCheckpointTable;
  revision: RevisionTable;
  projection_failure: ProjectionFailureTable;
  worker_condition: WorkerConditionTable;
  evidence_file: EvidenceFileTable;
  evidence_part: EvidencePartTable;
  upload: UploadTable;
  register_document: RegisterDocumentTable;
  register_reading: RegisterReadingTable;
  register_fetch: RegisterFetchTable;
}
