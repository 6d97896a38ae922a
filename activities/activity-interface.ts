import type { ProbeInput, ProbeResult, ReadinessInput, ReadinessResult } from './check-contract.js';
import type {
  AdmitInput,
  AdmitResult,
  ConfirmUndoneInput,
  ConfirmUndoneResult,
  FollowCloudSessionInput,
  FollowPlainPlanInput,
  FollowResult,
  FollowTaskInput,
  FollowTaskResult,
  HoldHolder,
  LookUpInput,
  LookUpResult,
  ResolvedTarget,
  SendInput,
  SendResult,
  TargetReading,
  WriteRecordInput,
} from './contract.js';

/** The activities as the workflow sees them; `createActivities` makes them. */
export interface Activities {
  admit(input: AdmitInput): Promise<AdmitResult>;
  readTarget(input: { readonly target: ResolvedTarget }): Promise<TargetReading>;
  checkReadiness(input: ReadinessInput): Promise<ReadinessResult>;
  sendMutation(input: SendInput): Promise<SendResult>;
  lookUpMutation(input: LookUpInput): Promise<LookUpResult>;
  followTask(input: FollowTaskInput): Promise<FollowTaskResult>;
  followCloudSession(input: FollowCloudSessionInput): Promise<FollowResult>;
  followPlainPlan(input: FollowPlainPlanInput): Promise<FollowResult>;
  confirmUndone(input: ConfirmUndoneInput): Promise<ConfirmUndoneResult>;
  probe(input: ProbeInput): Promise<ProbeResult>;
  readHolder(input: { readonly key: string }): Promise<HoldHolder>;
  writeRecord(input: WriteRecordInput): Promise<{ readonly path: string }>;
}
