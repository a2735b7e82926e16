/** How trails and detectors are stopped, deleted, and made to leave things out. */
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import * as fc from "fast-check";
import type { Ground } from "./ground.ts";
import { accountOf, unguarded } from "./iam.ts";
import type { Attack, Scenarios } from "./scenarios.ts";

const Name = "organization-trail";
const BUCKET = "arn:aws:s3:::securecart-orders/";

const act = (
  title: string,
  perform: (trails: CloudTrail, ground: Ground) => Promise<unknown>,
): Attack => ({
  title,
  async perform(ground) {
    const { scene } = ground;
    await perform(
      new CloudTrail({
        ...scene.connection,
        region: "us-east-1",
        credentials: { accessKeyId: scene.management, secretAccessKey: "any" },
        maxAttempts: 1,
      }),
      ground,
    );
  },
});

const selects = (title: string, input: object) =>
  act(`has the trail record ${title}`, (trails) =>
    trails.putEventSelectors({ TrailName: Name, ...input }),
  );

const ORDERS = [{ Type: "AWS::S3::Object", Values: [BUCKET] }];
const field = (Field: string, ...Equals: string[]) => ({ Field, Equals });

const SELECTIONS: readonly Attack[] = [
  selects("reads alone", {
    EventSelectors: [{ ReadWriteType: "ReadOnly", IncludeManagementEvents: true }],
  }),
  selects("data alone", {
    EventSelectors: [
      { ReadWriteType: "All", IncludeManagementEvents: false, DataResources: ORDERS },
    ],
  }),
  selects("everything but what a service is asked", {
    EventSelectors: [
      {
        ReadWriteType: "All",
        IncludeManagementEvents: true,
        ExcludeManagementEventSources: ["kms.amazonaws.com"],
      },
    ],
  }),
  selects("writes alone, by advanced selectors, and data", {
    AdvancedEventSelectors: [
      {
        Name: "writes",
        FieldSelectors: [field("eventCategory", "Management"), field("readOnly", "false")],
      },
      {
        Name: "orders",
        FieldSelectors: [
          field("eventCategory", "Data"),
          field("resources.type", "AWS::S3::Object"),
        ],
      },
    ],
  }),
  selects("data alone, by advanced selectors", {
    AdvancedEventSelectors: [
      {
        Name: "orders",
        FieldSelectors: [
          field("eventCategory", "Data"),
          field("resources.type", "AWS::S3::Object"),
        ],
      },
    ],
  }),
];

const updates = (title: string, input: object) =>
  act(title, (trails) => trails.updateTrail({ Name, ...input }));

const UPDATES: readonly Attack[] = [
  updates("has the trail log one Region alone", { IsMultiRegionTrail: false }),
  updates("has the trail leave out IAM", {
    IncludeGlobalServiceEvents: false,
    IsMultiRegionTrail: false,
  }),
  updates("has the trail log one account alone", { IsOrganizationTrail: false }),
  updates("switches the validation of the trail's files off", { EnableLogFileValidation: false }),
  updates("turns the trail to another bucket", { S3BucketName: "somebody-elses-bucket" }),
  updates("turns the trail to another prefix", { S3KeyPrefix: "elsewhere" }),
  updates("has the trail encrypt with a key that somebody else has", {
    KmsKeyId: "arn:aws:kms:us-east-1:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  }),
];

const stops = act("stops the trail", (trails) => trails.stopLogging({ Name }));
const deletes = act("deletes the trail", (trails) => trails.deleteTrail({ Name }));

/** Something done with GuardDuty in the account that administers it, whose policies are taken away first. */
const detects = (
  title: string,
  perform: (guardDuty: GuardDuty, DetectorId: string) => Promise<unknown>,
): Attack => ({
  title,
  async perform(ground) {
    await unguarded(ground);
    const guardDuty = new GuardDuty({
      ...ground.scene.connection,
      region: "us-east-1",
      credentials: { accessKeyId: accountOf("security"), secretAccessKey: "any" },
      maxAttempts: 1,
    });
    const [DetectorId = ""] = (await guardDuty.listDetectors({})).DetectorIds ?? [];
    await perform(guardDuty, DetectorId);
  },
});

const lets = (guardDuty: GuardDuty, DetectorId: string) =>
  guardDuty.updateOrganizationConfiguration({
    DetectorId,
    AutoEnableOrganizationMembers: "NONE",
  });

const DETECTORS: readonly Attack[] = [
  detects("has GuardDuty let go of its members", lets),
  detects("suspends the detector", async (guardDuty, DetectorId) => {
    await lets(guardDuty, DetectorId);
    await guardDuty.updateDetector({ DetectorId, Enable: false });
  }),
  detects("deletes the detector", async (guardDuty, DetectorId) => {
    await lets(guardDuty, DetectorId);
    await guardDuty.deleteDetector({ DetectorId });
  }),
  detects("switches a feature off", (guardDuty, DetectorId) =>
    guardDuty.updateDetector({
      DetectorId,
      Features: [{ Name: "S3_DATA_EVENTS", Status: "DISABLED" }],
    }),
  ),
  detects("has new members go without a feature", (guardDuty, DetectorId) =>
    guardDuty.updateOrganizationConfiguration({
      DetectorId,
      AutoEnableOrganizationMembers: "ALL",
      Features: [{ Name: "RUNTIME_MONITORING", AutoEnable: "NONE" }],
    }),
  ),
  detects("makes a filter that archives", (guardDuty, DetectorId) =>
    guardDuty.createFilter({
      DetectorId,
      Name: "noise",
      Action: "ARCHIVE",
      FindingCriteria: { Criterion: {} },
    }),
  ),
  detects("has addresses trusted", (guardDuty, DetectorId) =>
    guardDuty.createIPSet({
      DetectorId,
      Name: "office",
      Format: "TXT",
      Location: "https://s3.amazonaws.com/lists/office.txt",
      Activate: true,
    }),
  ),
];

const all = [stops, deletes, ...SELECTIONS, ...UPDATES, ...DETECTORS];

export const securityServices: Scenarios = { drifts: all, attacks: fc.constantFrom(...all) };
