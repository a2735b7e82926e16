/** `@holdfast/policy/aws-managed`: apart from the rest, so that only who asks for it carries its data. */
export {
  type AwsManagedPolicies,
  type AwsManagedPolicy,
  awsManagedPolicyArn,
  type Basis,
  loadAwsManagedPolicies,
} from "./aws-managed.ts";
export { packReadActions, type ReadActions } from "./read-actions.ts";
