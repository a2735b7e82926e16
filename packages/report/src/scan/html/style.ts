/** The page's style: follows the system's light or dark, prints, and says nothing by colour alone. */
import { SEVERITIES, STATUS_WORD } from "./state.ts";

/** With `:has`, radio buttons filter the rows without any script. */
const FILTERS = [
  ...Object.keys(STATUS_WORD).map(
    (status) => ["status", status.toLowerCase().replace("_", "-")] as const,
  ),
  ...SEVERITIES.map((severity) => ["severity", severity.toLowerCase()] as const),
]
  .map(
    ([name, value]) =>
      `#entries:has(#${name}-${value}:checked) tr[data-${name}]:not([data-${name}="${value}"]){display:none}`,
  )
  .join("\n");

export const STYLE = `
:root{color-scheme:light dark;--back:light-dark(#fff,#14181d);--raised:light-dark(#f5f7f9,#1c2229);--text:light-dark(#1b2430,#e4e9ef);--faint:light-dark(#566270,#a3afbc);--line:light-dark(#d5dbe1,#38424d);--link:light-dark(#0b57b0,#8ab8f5);--red:light-dark(#a3160f,#ff9d94);--amber:light-dark(#7a4b00,#f2c14e);--green:light-dark(#0d6331,#7fd6a0);--violet:light-dark(#5b3a9b,#c6b0f5)}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,sans-serif}
header,main,footer{max-width:76rem;margin:0 auto;padding:1rem 1.25rem}
h1{font-size:1.6rem;margin:.5rem 0}h2{font-size:1.3rem;margin:2.25rem 0 .75rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}h3{font-size:1.1rem;margin:0}h4{font-size:1rem;margin:1rem 0 .25rem}
a{color:var(--link)}a:focus-visible,summary:focus-visible,input:focus-visible,pre:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{position:static}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;list-style:none}
code,pre{font:.875em/1.45 ui-monospace,monospace;overflow-wrap:anywhere}
.faint,.count{color:var(--faint);font-weight:400;font-size:.9em}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.75rem;padding:0;list-style:none}
.card{background:var(--raised);border:1px solid var(--line);border-left:.35rem solid currentColor;border-radius:.4rem;padding:.6rem .9rem}
.card a{text-decoration:none;color:inherit}.card a:hover{text-decoration:underline}.card strong{font-size:1.7rem;display:block;line-height:1.2}.card p{margin:.2rem 0 0;color:var(--faint);font-size:.875rem}
.quiet{color:var(--faint)}.drifted,.unknown,.critical{color:var(--red)}.not-checked,.pending,.high,.medium{color:var(--amber)}.exempt{color:var(--violet)}.in-sync{color:var(--green)}.low,.informational{color:var(--faint)}
.badge{border:1px solid currentColor;border-radius:1rem;padding:0 .55rem;font-size:.85rem;white-space:nowrap}
.severity{font-weight:600;font-size:.9rem}
.alarm{color:var(--red);font-weight:600}
.note{border-left:.3rem solid var(--line);padding-left:.75rem}
.tree,.tree ul{list-style:none;padding-left:1.1rem;margin:.2rem 0}.tree{padding-left:0}.tree summary{padding:.15rem 0;cursor:pointer}.unit{font-weight:600}.leaves li{padding:.1rem 0}
.filters{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;align-items:end;margin-bottom:.75rem}fieldset{border:1px solid var(--line);border-radius:.4rem;padding:.2rem .75rem .4rem}legend{color:var(--faint);font-size:.875rem}.filters label{margin-right:.5rem;white-space:nowrap}.search{margin:0}input[type=search]{font:inherit;padding:.2rem .4rem;background:var(--back);color:var(--text);border:1px solid var(--faint);border-radius:.3rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.925rem}caption{text-align:left;color:var(--faint);padding:.3rem 0}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}td.text{overflow-wrap:anywhere;min-width:11rem}thead th{background:var(--raised);white-space:nowrap}th[scope=row]{min-width:8rem}th[scope=row]{font-weight:600}.number{text-align:right;font-variant-numeric:tabular-nums}
.entry{background:var(--raised);border:1px solid var(--line);border-radius:.4rem;padding:1rem;margin:1rem 0}.entry:target{outline:3px solid var(--link)}
.plain{list-style:none;padding:0}.plain>li{padding:.25rem 0}.plain p{margin:.2rem 0}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:.75rem}.sides figure{margin:0;min-width:0}figcaption{color:var(--faint);font-size:.875rem}.sides pre{margin:.2rem 0;padding:.5rem;background:var(--back);border:1px solid var(--line);border-radius:.3rem;max-height:22rem;overflow:auto;white-space:pre-wrap}
.facts{display:grid;gap:.2rem;margin:.75rem 0 0;font-size:.925rem}.facts div{display:flex;gap:.75rem}dt{color:var(--faint);flex:0 0 8rem}dd{margin:0;min-width:0;overflow-wrap:anywhere}
footer{color:var(--faint);font-size:.9rem;border-top:1px solid var(--line)}
@media (max-width:40rem){.sides{grid-template-columns:1fr}.facts div{display:block}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{:root{color-scheme:light}nav,.filters,.skip{display:none}.entry{break-inside:avoid}details::details-content{content-visibility:visible;display:block}.sides pre{max-height:none}}
${FILTERS}
`;
