import type {
  ProbeInput,
  ProbeResult,
  CheckReplicasInput,
  ReadinessInput,
  ReadinessResult,
} from './check-contract.js';
import type { HttpInput, ReadHttpResult, SendHttpResult } from './http-contract.js';
import type {
  FollowConsolePlanInput,
  FollowConsoleUndoInput,
  FollowConsoleUndoResult,
  FollowUpdateInput,
  FollowUpdateResult,
  LookUpUpdateInput,
  ReadCommandsResult,
  SendUpdateInput,
} from './console-contract.js';
import type {
  AdmitInput,
  AdmitResult,
  HoldHolder,
  LookUpInput,
  LookUpResult,
  ReadRunInput,
  ReadRunResult,
  ResolvedTarget,
  SendInput,
  SendResult,
  TargetReading,
  WriteRecordInput,
} from './contract.js';
import type {
  ConfirmUndoneInput,
  ConfirmUndoneResult,
  FollowCloudSessionInput,
  FollowPlainPlanInput,
  FollowResult,
  FollowTaskInput,
  FollowTaskResult,
} from './follow-contract.js';
import type { SendNotificationInput, SendNotificationResult } from './notification-contract.js';
import type {
  FollowReplicasInput,
  FollowReplicasResult,
  LookUpReplicaInput,
  ReadGroupResult,
  ReadReplicaMarkResult,
  ReadReplicasInput,
  ReadReplicasResult,
  StartReplicaInput,
  TidyTasksInput,
  TidyTasksResult,
} from './replica-contract.js';

/** The activities as the workflow sees them; `createActivities` makes them. */
export interface Activities {
  admit(input: AdmitInput): Promise<AdmitResult>;
  readTarget(input: { readonly target: ResolvedTarget }): Promise<TargetReading>;
  checkReadiness(input: ReadinessInput): Promise<ReadinessResult>;
  checkReplicas(input: CheckReplicasInput): Promise<ReadinessResult>;
  sendMutation(input: SendInput): Promise<SendResult>;
  lookUpMutation(input: LookUpInput): Promise<LookUpResult>;
  followTask(input: FollowTaskInput): Promise<FollowTaskResult>;
  followCloudSession(input: FollowCloudSessionInput): Promise<FollowResult>;
  followPlainPlan(input: FollowPlainPlanInput): Promise<FollowResult>;
  followConsolePlan(input: FollowConsolePlanInput): Promise<FollowResult>;
  followConsoleUndo(input: FollowConsoleUndoInput): Promise<FollowConsoleUndoResult>;
  readCommands(input: { readonly target: ResolvedTarget }): Promise<ReadCommandsResult>;
  sendUpdate(input: SendUpdateInput): Promise<SendResult>;
  lookUpUpdate(input: LookUpUpdateInput): Promise<LookUpResult>;
  followUpdate(input: FollowUpdateInput): Promise<FollowUpdateResult>;
  readReplicas(input: ReadReplicasInput): Promise<ReadReplicasResult>;
  startReplica(input: StartReplicaInput): Promise<SendResult>;
  lookUpReplica(input: LookUpReplicaInput): Promise<LookUpResult>;
  followReplicas(input: FollowReplicasInput): Promise<FollowReplicasResult>;
  tidyTasks(input: TidyTasksInput): Promise<TidyTasksResult>;
  readReplicaMark(input: { readonly connection: string }): Promise<ReadReplicaMarkResult>;
  readGroup(input: { readonly workflowId: string }): Promise<ReadGroupResult>;
  confirmUndone(input: ConfirmUndoneInput): Promise<ConfirmUndoneResult>;
  probe(input: ProbeInput): Promise<ProbeResult>;
  readHttp(input: HttpInput): Promise<ReadHttpResult>;
  sendHttp(input: HttpInput): Promise<SendHttpResult>;
  readHolder(input: { readonly key: string }): Promise<HoldHolder>;
  readRun(input: ReadRunInput): Promise<ReadRunResult>;
  sendNotification(input: SendNotificationInput): Promise<SendNotificationResult>;
  writeRecord(input: WriteRecordInput): Promise<{ readonly path: string }>;
}
