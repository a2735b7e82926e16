/** Users and groups as people, records and IAM policies name them. */

const PRINCIPAL =
  /^(?:arn:aws[a-z-]*:identitystore:::(?:user|group)\/)?((?:[0-9a-f]{10}-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** The id of a user or group, out of that or of its ARN, in small letters; undefined: it is neither. */
export function principalIdIn(text: string): string | undefined {
  return PRINCIPAL.exec(text)?.[1]?.toLowerCase();
}
