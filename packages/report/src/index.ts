export { alertSubject, alertText } from "./alert.ts";
export { type AlertJson, alertJson } from "./alert-json.ts";
export { type Enforcer, toAsff } from "./asff.ts";
export type * from "./asff-model.ts";
export { plain } from "./escape.ts";
export { summaryOf } from "./summary.ts";
