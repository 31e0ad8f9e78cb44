import { type DynamicModule, Module } from '@nestjs/common';
import type { Clock } from '#database/clock.js';
import { KeptQueries } from '#event-store/kept-queries.js';
import { ApiModule } from '../api/api.module.js';
import type { ApiSettings } from '../api/settings.js';
import { ApprovalPages } from './approvals/approvals.controller.js';
import { AccountPages } from './accounts/accounts.controller.js';
import { KeyPages } from './accounts/keys.controller.js';
import { MyAccountPages } from './accounts/my-account.controller.js';
import { Entrance } from './session/entrance.js';
import { PasswordPages } from './session/password.controller.js';
import { ActivityPages, ActivitySubjects } from './activity/activity.controller.js';
import { SessionController } from './session/session.controller.js';
import { SingleSignOnPages } from './session/single-sign-on.controller.js';
import { BoardPages } from './board/board.controller.js';
import { SearchPages } from './search/search.controller.js';
import { EvidencePages } from './evidence/evidence.controller.js';
import { HelpPages } from './help/help.controller.js';
import { ImportPages } from './import/import.controller.js';
import { PublicIndex } from './public/public-index.controller.js';
import { DossierPages } from './dossiers/dossiers.controller.js';
import { SchemePages } from './schemes/schemes.controller.js';
import { ReadPages } from './registers/read.controller.js';
import { ReadingPages } from './registers/readings.controller.js';
import { RegisterPages } from './registers/registers.controller.js';
import { MailsPages } from './mails/mails.controller.js';
import { ProviderPages } from './providers/providers.controller.js';
import { DossierOpeningPages, ProviderOpeningPages } from './recording/opening.controller.js';
import { RecordingPages } from './recording/recording.controller.js';
import { FormChoices } from './recording/forms/choices.js';
import { Subjects } from './recording/subject.js';
import { Recorder } from './recording/preview.js';
import { HomePages } from './overview/home.controller.js';
import { FollowPages, Follows } from './follow/follow.controller.js';
import { ViewPages } from './views/views.controller.js';
import { AgendaPages, DeadlineFilters } from './deadlines/agenda.controller.js';
import { AnswerPages } from './deadlines/answer.controller.js';
import { DeadlineAnswers } from './deadlines/deadline-answers.js';
import { CalendarPages } from './deadlines/calendar.controller.js';
import { ConsoleSite } from './frame/console-site.js';
import { SessionGuard } from './session/gate.js';
import { DeliveryPages } from './subscribers/delivery.controller.js';
import { FollowedNames, DeliveryContents } from './subscribers/subscribers.js';
import { SubscribersPages } from './subscribers/subscribers.controller.js';
import { SubscriberPages } from './subscribers/subscriber.controller.js';
import { PreferencePages } from './subscribers/preferences.controller.js';

const controllers = [
  ProviderOpeningPages,
  DossierOpeningPages,
  EvidencePages,
  RecordingPages,
  SubscribersPages,
  SubscriberPages,
  PreferencePages,
  DeliveryPages,
  MailsPages,
  RegisterPages,
  ReadingPages,
  ReadPages,
  DossierPages,
  PublicIndex,
  ProviderPages,
  SessionController,
  SingleSignOnPages,
  PasswordPages,
  MyAccountPages,
  KeyPages,
  AccountPages,
  SchemePages,
  BoardPages,
  HelpPages,
  SearchPages,
  ViewPages,
  FollowPages,
  HomePages,
  ImportPages,
  AgendaPages,
  AnswerPages,
  CalendarPages,
  ActivityPages,
  ApprovalPages,
];

const providers = [
  Subjects,
  FormChoices,
  Recorder,
  FollowedNames,
  Follows,
  DeliveryContents,
  ConsoleSite,
  KeptQueries,
  SessionGuard,
  Entrance,
  DeadlineFilters,
  DeadlineAnswers,
  ActivitySubjects,
];

/** The web console: server-rendered pages on top of the API, one folder per area. Nothing below imports it. */
@Module({ controllers, providers })
export class ConsoleModule {
  static with(settings: ApiSettings, clock: Clock): DynamicModule {
    return { module: ConsoleModule, imports: [ApiModule.with(settings, clock)] };
  }
}
