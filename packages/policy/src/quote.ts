/** Text out of a policy, as it may be shown: whoever wrote the policy chose it. */

/** Characters shown of one value. */
const MAX_SHOWN = 100;

/** In double quotes; what doesn't print or turns the reading direction is escaped. */
export function quote(text: string): string {
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  return JSON.stringify(shown).replace(/[^ -~¡-¬®-ÿ…]/g, escaped);
}

/** As it is if it is a plain word such as an action or an ARN, otherwise in quotes. */
export function show(text: string): string {
  return /^[!-~]{1,100}$/.test(text) && !text.includes('"') ? text : quote(text);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
