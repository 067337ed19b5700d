import { createHash } from 'node:crypto';

/** The only style of a transcript: readable on a phone, on paper, in the light and in the dark. Contrast is at least 7 to 1. */
export const STYLE = `:root{color-scheme:light dark;--text:#1b1a19;--page:#fff;--soft:#484644;--line:#8a8886;--link:#0b4f8a}
@media (prefers-color-scheme:dark){:root{--text:#f3f2f1;--page:#1b1a19;--soft:#d2d0ce;--line:#979593;--link:#8cc4f5}}
body{margin:0 auto;max-width:44rem;padding:1rem;background:var(--page);color:var(--text);font:1rem/1.5 "Segoe UI",system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
a:focus-visible,main:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{position:static}
h1{font-size:1.6rem;line-height:1.25}
h2{font-size:1.3rem;border-bottom:1px solid var(--line)}
h3{font-size:1.05rem}
dt{font-weight:600}
dd{margin:0 0 .5rem}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600}
th,td{text-align:left;vertical-align:top;border-bottom:1px solid var(--line);padding:.25rem .5rem .25rem 0}
td.number,th.number{text-align:right;white-space:nowrap}
nav ul{columns:10rem;padding-left:1.2rem}
ol.messages{list-style:none;margin:0;padding:0}
ol.messages>li{margin:0 0 .75rem}
ol.messages p{margin:0}
.who{color:var(--soft)}
@media print{:root{color-scheme:light;--text:#000;--page:#fff;--soft:#333;--line:#777;--link:#000}body{max-width:none;padding:0}.skip,nav{display:none}li,h3{break-inside:avoid}h2,h3{break-after:avoid}}
`;

/** Nothing is loaded and nothing runs; the one style is known by its hash. */
export const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;
