/** Changes to resource control policies, by the relation that follows. */
import type { Relation } from "../compare.ts";
import {
  actionsAt,
  type Mutation,
  replacing,
  statementAt,
  statements,
} from "./mutation.fixture.ts";

const governance = "data_perimeter_governance_rcp";
const network = "network_perimeter_sourcevpc_rcp";

export const RESOURCE_CONTROL: readonly (Mutation & { readonly relation: Relation })[] = [
  {
    relation: "equal",
    title: "a Sid is renamed",
    sample: governance,
    change: replacing("ProtectDataPerimeterSessionTags", "Renamed"),
    because: "a Sid is a name for people",
  },
  {
    relation: "equal",
    title: "two Denies of all Regions but one become one of all Regions",
    sample: network,
    change: statements((list) =>
      list
        .slice(0, 2)
        .map((one, index) =>
          index === 0
            ? one
            : { ...one, Condition: { StringEquals: one.Condition?.StringEquals ?? {} } },
        ),
    ),
    because: "no Region is two Regions at once, so that one of the two denied each already",
  },
  {
    relation: "equal",
    title: "a service is added that resource control policies don't know",
    sample: governance,
    change: actionsAt(0, (list) => [...list, "iam:*"]),
    because: "AWS applies them to the resources of a few services only, and IAM is none of these",
  },
  {
    relation: "weaker",
    title: "AWS's own services are exempted",
    sample: governance,
    change: statementAt(0, (one) => ({
      ...one,
      Condition: { ...one.Condition, BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
    })),
    because: "a Deny with more conditions denies less",
    opens: "sts:TagSession",
  },
  {
    relation: "weaker",
    title: "one of two Denies of all Regions but one goes",
    sample: network,
    change: statements((list) => list.slice(0, 2)),
    because: "the one Region that the other leaves out is open",
  },
  {
    relation: "stricter",
    title: "a condition of the Deny goes",
    sample: governance,
    change: replacing('"Null":{"SAML:aud":"true"},', ""),
    because: "sessions of SAML users are denied now",
    closes: "sts:TagSession",
  },
  {
    relation: "stricter",
    title: "a service is added to a Deny",
    sample: network,
    change: actionsAt(1, (list) => [...list, "s3:*"]),
    because: "buckets are protected as well",
  },
  {
    relation: "both",
    title: "another organization's principals are exempted",
    sample: governance,
    change: replacing('"my-org-id"', '"o-other12345"'),
    because: "the one organization is denied and the other is not",
    opens: "sts:TagSession",
    closes: "sts:TagSession",
  },
];
