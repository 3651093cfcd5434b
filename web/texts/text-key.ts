import type { AuditKind } from '../../src/domain/audit.ts'
import type { CaseClosure, CaseHold, CaseStatus, LinkKind } from '../../src/domain/case.ts'
import type { ClaimValue, Stance } from '../../src/domain/claim.ts'
import type {
  ClaimFigureStatus,
  FigureDifference,
  InputReason,
} from '../../src/domain/claim-figure.ts'
import type { ClaimState } from '../../src/domain/claim-views.ts'
import type { ClaimUnit, Measure } from '../../src/domain/measure.ts'
import type { Urgency } from '../../src/domain/urgency.ts'
import type { Category } from '../../src/domain/category.ts'
import type { Mismatch } from '../../src/domain/criteria.ts'
import type { EventData, EventType } from '../../src/domain/event.ts'
import type {
  ConsumedAt,
  CountingBasis,
  OfferKind,
  OfferMode,
  OfferStatus,
} from '../../src/domain/offer.ts'
import type {
  BirthDate,
  Engagement,
  Location,
  NamePart,
  ProtectionStatus,
  Sex,
} from '../../src/domain/person.ts'
import type { EvidenceBand, JudgementView } from '../../src/domain/person-views.ts'
import type { Priority } from '../../src/domain/priority.ts'
import type { Role } from '../../src/domain/role.ts'
import type { PairStatus, Verdict } from '../../src/domain/same-person.ts'
import type { OpenedWith } from '../../src/domain/sign-in.ts'
import type { SpecificNeed } from '../../src/domain/specific-need.ts'
import type { ActKind, MissionView, StatedStatus } from '../../src/domain/state-views.ts'
import type {
  Decision,
  DecisionReason,
  DeferralReason,
  MemberOutcome,
  SubmissionStatus,
} from '../../src/domain/submission.ts'
import type { CheckKind, CheckStatus } from '../../src/domain/travel-check.ts'
import type { CaseSort, OneMore, PlanLineView, PlanView } from '../../src/domain/views.ts'

/**
 * A text for every word of the domain: a status added there does not compile until each language
 * has its word for it.
 */
export type DomainKey =
  | `auditKind.${AuditKind}`
  | `status.${CaseStatus}`
  | `hold.${CaseHold}`
  | `closure.${CaseClosure}`
  | `link.${LinkKind}`
  | `category.${Category}`
  | `priority.${Priority}`
  | `openedWith.${OpenedWith}`
  | `role.${Role}`
  | `need.${SpecificNeed}`
  | `event.${EventType}`
  | `submission.${SubmissionStatus}`
  | `decision.${Decision}`
  | `outcome.${MemberOutcome}`
  | `check.${CheckKind}`
  | `checkStatus.${CheckStatus}`
  | `offerKind.${OfferKind}`
  | `offerStatus.${OfferStatus}`
  | `basis.${CountingBasis}`
  | `consumed.${ConsumedAt}`
  | `mode.${OfferMode}`
  | `reasonKind.${DecisionReason}`
  | `deferral.${DeferralReason}`
  | `act.${ActKind}`
  | `stated.${StatedStatus}`
  | `mission.${MissionView['status']}`
  | `sex.${Sex}`
  | `protection.${ProtectionStatus}`
  | `location.${Location}`
  | `engagement.${Engagement}`
  | `incident.${EventData['incident.reported']['kind']}`
  | `measure.${EventData['incident.figure_stated']['measure']}`
  | `nameRole.${NamePart['role']}`
  | `band.${EvidenceBand}`
  | `pairStatus.${PairStatus}`
  | `verdict.${Verdict}`
  | `judgement.${JudgementView['verdict']}`
  | `said.measure.${Measure}`
  | `said.unit.${ClaimUnit}`
  | `stance.${Stance}`
  | `figureStatus.${ClaimFigureStatus}`
  | `claimState.${ClaimState}`
  | `valueKind.${ClaimValue['kind']}`
  | `inputReason.${InputReason}`
  | `difference.${FigureDifference}`
  | `urgency.${Urgency}`
  | `calendar.${BirthDate['calendar']}`
  | `precision.${BirthDate['precision']}`
  | `sort.${CaseSort}`
  | `change.${PlanLineView['change']}`
  | `planStatus.${PlanView['status']}`
  | `oneMore.${OneMore['of']}`
  | `reason.${Mismatch}`
