/** Calls that can keep Holdfast from seeing or from being heard, by the service they are made to. */

export interface Ways {
  /** As in `source` and `eventSource`. */
  readonly service: string;
  /** Whole event names. */
  readonly names?: readonly string[];
  /** Lambda adds API dates to its event names (`UpdateFunctionCode20150331v2`). */
  readonly prefixes?: readonly string[];
  /**
   * Whether it matters whatever it is done to. Otherwise only if it names something of Holdfast's, or
   * doesn't say what.
   */
  readonly anything?: boolean;
}

export const WAYS: readonly Ways[] = [
  {
    // Without a trail that logs management events, EventBridge gets none of them.
    service: "cloudtrail",
    names: [
      "DeleteTrail",
      "DeregisterOrganizationDelegatedAdmin",
      "PutEventSelectors",
      "RegisterOrganizationDelegatedAdmin",
      "StopLogging",
      "UpdateTrail",
    ],
    anything: true,
  },
  {
    service: "events",
    names: [
      "DeleteEventBus",
      "DeleteRule",
      "DisableRule",
      "PutPermission",
      "PutRule",
      "PutTargets",
      "RemovePermission",
      "RemoveTargets",
      "UpdateEventBus",
    ],
  },
  {
    service: "lambda",
    prefixes: [
      "AddPermission",
      "CreateEventSourceMapping",
      "CreateFunctionUrlConfig",
      "DeleteEventSourceMapping",
      "DeleteFunction",
      "PutFunction",
      "PutRuntimeManagementConfig",
      "RemovePermission",
      "UpdateEventSourceMapping",
      "UpdateFunction",
    ],
  },
  {
    service: "sqs",
    names: [
      "AddPermission",
      "DeleteQueue",
      "PurgeQueue",
      "RemovePermission",
      "SetQueueAttributes",
      "StartMessageMoveTask",
    ],
  },
  {
    service: "sns",
    names: [
      "AddPermission",
      "DeleteTopic",
      "RemovePermission",
      "SetSubscriptionAttributes",
      "SetTopicAttributes",
      "Unsubscribe",
    ],
  },
  {
    // Without its key the topic takes neither alerts nor alarms. Records name a key by its id alone.
    service: "kms",
    names: ["DisableKey", "PutKeyPolicy", "ScheduleKeyDeletion"],
    anything: true,
  },
  { service: "scheduler", names: ["DeleteSchedule", "UpdateSchedule"] },
  {
    service: "dynamodb",
    names: ["DeleteResourcePolicy", "DeleteTable", "PutResourcePolicy", "UpdateTable"],
  },
  {
    service: "monitoring",
    names: ["DeleteAlarms", "DisableAlarmActions", "PutMetricAlarm", "SetAlarmState"],
  },
  {
    service: "iam",
    names: [
      "AttachRolePolicy",
      "DeleteRole",
      "DeleteRolePermissionsBoundary",
      "DeleteRolePolicy",
      "DetachRolePolicy",
      "PutRolePermissionsBoundary",
      "PutRolePolicy",
      "UpdateAssumeRolePolicy",
      "UpdateRole",
    ],
  },
  {
    // An automation rule closes or hides findings as they come in.
    service: "securityhub",
    names: ["BatchUpdateAutomationRules", "CreateAutomationRule", "DisableSecurityHub"],
    anything: true,
  },
  {
    // Without its secret Slack hears nothing; with another it tells somebody else.
    service: "secretsmanager",
    names: ["DeleteSecret", "PutResourcePolicy", "PutSecretValue", "UpdateSecret"],
  },
];

/** Whether a record is one of these, and if so which. */
export function wayOf(eventSource: string, eventName: string): Ways | undefined {
  return WAYS.find(
    ({ service, names = [], prefixes = [] }) =>
      eventSource === `${service}.amazonaws.com` &&
      (names.includes(eventName) || prefixes.some((prefix) => eventName.startsWith(prefix))),
  );
}
