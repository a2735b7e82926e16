export { alertSubject, alertText } from "./alert.ts";
export { type AlertJson, alertJson } from "./alert-json.ts";
export {
  type AnnouncementJson,
  announcementJson,
  announcementSubject,
  announcementText,
} from "./announcement.ts";
export { type Enforcer, toAsff } from "./asff.ts";
export type * from "./asff-model.ts";
export { plain } from "./escape.ts";
export { inert } from "./markdown.ts";
export type * from "./sarif/model.ts";
export { summaryOf } from "./summary.ts";
export { type ValidationJson, validationJson } from "./validation/json.ts";
export { validationSarif } from "./validation/sarif.ts";
