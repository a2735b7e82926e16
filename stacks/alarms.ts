/** Alarms on Holdfast itself; they publish to the same topic as its alerts. */
import type { Deployment } from "@holdfast/core";
import type { createTopic } from "./topic.ts";

export function createAlarms(
  deployment: Deployment,
  { topic, policy }: ReturnType<typeof createTopic>,
): void {
  for (const alarm of deployment.alarms) {
    new aws.cloudwatch.MetricAlarm(
      alarm.name,
      {
        name: alarm.name,
        alarmDescription: alarm.description,
        namespace: alarm.namespace,
        metricName: alarm.metric,
        dimensions: { ...alarm.dimensions },
        statistic: alarm.statistic,
        period: alarm.period,
        evaluationPeriods: 1,
        comparisonOperator:
          alarm.comparison === "below" ? "LessThanThreshold" : "GreaterThanThreshold",
        threshold: alarm.threshold,
        // An idle queue or function sends no data points at all; what never came is what "below" is for.
        treatMissingData: alarm.comparison === "below" ? "breaching" : "notBreaching",
        alarmActions: [topic.arn],
      },
      // An alarm that fires before it may publish is never repeated.
      { dependsOn: [policy] },
    );
  }
}
