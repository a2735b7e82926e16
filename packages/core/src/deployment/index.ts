export { describeDeployment } from "./describe.ts";
export { isIn } from "./forwarding.ts";
export { inAccount, memberTrust } from "./member-roles.ts";
export type * from "./model.ts";
export { bucketOf, METRICS_NAMESPACE, memberRoles, nameOf, ROLE_PATH } from "./names.ts";
export { patternOf } from "./rules.ts";
export { type Rendered, renderStackSets, type Template } from "./templates.ts";
