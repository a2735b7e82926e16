/** EventBridge rules out of the guardrails' watches. */
import type { EventPattern, Matcher } from "../events/pattern.ts";
import type { Watch } from "../guardrail.ts";
import type { Rule } from "./model.ts";

/** EventBridge quota: characters of a rule's pattern. */
const PATTERN_LIMIT = 2048;

interface Watcher {
  readonly watches: readonly Watch[];
}

/** The pattern a rule needs for a watch: the watch's own, without failed calls unless it wants them. */
export function patternOf(watch: Watch): EventPattern {
  const { detail } = watch.pattern;
  if (watch.failed === "include") return watch.pattern;
  if (detail !== undefined && isAlternatives(detail)) return watch.pattern;
  return { ...watch.pattern, detail: { ...detail, errorCode: [{ exists: false }] } };
}

/**
 * Rules for all watches of a domain. Patterns that differ in nothing but the event names become one
 * rule; one that grows beyond the quota is split.
 */
export function rulesOf(
  watchers: readonly Watcher[],
  to: { readonly bus: string; readonly target: Rule["target"]; name(index: number): string },
): Rule[] {
  const groups = new Map<
    string,
    { pattern: EventPattern; names: Set<string>; readOnly: boolean }
  >();
  for (const watch of watchers.flatMap(({ watches }) => watches)) {
    const pattern = patternOf(watch);
    const { rest, names } = withoutNames(pattern);
    // One that takes every name must not be narrowed to the names of another.
    const id = JSON.stringify([rest, watch.readOnly ?? false, names.length > 0]);
    const group = groups.get(id) ?? {
      pattern: rest,
      names: new Set(),
      readOnly: watch.readOnly ?? false,
    };
    for (const name of names) group.names.add(name);
    groups.set(id, group);
  }
  const rules: Rule[] = [];
  for (const { pattern, names, readOnly } of groups.values()) {
    for (const part of parts(pattern, [...names].sort())) {
      rules.push({
        name: to.name(rules.length + 1),
        bus: to.bus,
        state: readOnly ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED",
        pattern: part,
        target: to.target,
      });
    }
  }
  return rules;
}

function parts(pattern: EventPattern, names: readonly string[]): EventPattern[] {
  const whole = withNames(pattern, names);
  if (JSON.stringify(whole).length <= PATTERN_LIMIT || names.length < 2) return [whole];
  const half = Math.ceil(names.length / 2);
  return [...parts(pattern, names.slice(0, half)), ...parts(pattern, names.slice(half))];
}

function withoutNames(pattern: EventPattern): { rest: EventPattern; names: readonly string[] } {
  const { detail } = pattern;
  if (detail === undefined || isAlternatives(detail)) return { rest: pattern, names: [] };
  const { eventName, ...others } = detail;
  if (eventName === undefined || !isAlternatives(eventName)) return { rest: pattern, names: [] };
  const names = eventName.filter((name) => typeof name === "string");
  // Content filters on the name are not merged with plain names: their rule stays as it is.
  if (names.length !== eventName.length || names.length === 0) return { rest: pattern, names: [] };
  return { rest: { ...pattern, detail: others }, names };
}

function withNames(pattern: EventPattern, names: readonly string[]): EventPattern {
  const { detail } = pattern;
  if (names.length === 0 || detail === undefined || isAlternatives(detail)) return pattern;
  return { ...pattern, detail: { ...detail, eventName: names } };
}

function isAlternatives(value: readonly Matcher[] | EventPattern): value is readonly Matcher[] {
  return Array.isArray(value);
}
