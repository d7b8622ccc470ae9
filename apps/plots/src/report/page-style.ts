/**
 * The page's style: light or dark by the reader's preference, from a phone's width to a wide screen's. A line that ends
 * with a backslash continues in the next one.
 */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f6f6f4; --ink: #1a1a1a; --soft: #555555; --line: #d9d9d6; --link: #005a8f;
  --holds: #00694c; --fails: #a94400; --open: #5a5a5a;
  --serif: Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif;
  --sans: 'Source Sans 3', 'Source Sans Pro', system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif;
  --mono: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #161616; --raised: #212121; --ink: #ececec; --soft: #b4b4b4; --line: #3c3c3c; --link: #79bdf0;
    --holds: #4ccca4; --fails: #f59a5f; --open: #b4b4b4;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0 auto; padding: 0 1rem 4rem; max-width: 68rem; background: var(--ground); color: var(--ink); \
font: 1.0625rem/1.6 var(--serif); }
h1, h2, h3, h4, nav, table, figcaption, dt, summary, header p, .verdict { font-family: var(--sans); }
h1 { font-size: clamp(1.7rem, 5vw, 2.4rem); line-height: 1.15; margin: 0 0 .8rem; text-wrap: balance; }
h2 { font-size: 1.5rem; line-height: 1.25; margin: 3.2rem 0 .8rem; padding-top: .8rem; \
border-top: 2px solid var(--ink); }
h3 { font-size: 1.2rem; line-height: 1.3; margin: 2rem 0 .5rem; }
header { padding: 3rem 0 .5rem; }
header p { margin: 0; color: var(--soft); font-size: .95rem; }
p, ul, ol, dl { margin: .6rem 0; max-width: 44rem; overflow-wrap: break-word; }
ul, ol { padding-left: 1.4rem; }
li { margin: .25rem 0; }
a { color: var(--link); text-underline-offset: .15em; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code { font-family: var(--mono); font-size: .86em; overflow-wrap: anywhere; }
pre { max-width: 58rem; margin: .8rem 0; padding: .7rem .9rem; background: var(--raised); \
border: 1px solid var(--line); border-radius: 4px; overflow-x: auto; line-height: 1.45; }
pre code { overflow-wrap: normal; }
.sh { white-space: pre-wrap; }
.sh code { overflow-wrap: anywhere; }
nav { margin: 1.5rem 0; padding: .6rem .9rem; background: var(--raised); border-radius: 4px; font-size: .93rem; }
nav summary { font-weight: 600; cursor: pointer; }
nav ol { list-style: none; margin: 0; padding: 0; max-width: none; }
nav > details > ol { columns: 17rem; column-gap: 2rem; margin-top: .5rem; }
nav > details > ol > li { break-inside: avoid; margin: 0 0 .5rem; }
nav ol ol { padding-left: .9rem; }
nav ol ol li { margin: 0; line-height: 1.45; }
nav a { text-decoration: none; color: var(--link); }
nav a:hover { text-decoration: underline; }
dl { display: grid; row-gap: .3rem; }
dl > div { display: grid; grid-template-columns: 12rem 1fr; column-gap: 1rem; padding-bottom: .3rem; \
border-bottom: 1px solid var(--line); }
dt { font-size: .93rem; font-weight: 600; color: var(--soft); }
dd { margin: 0; }
.scroll { overflow-x: auto; margin: 1.2rem 0; }
table { border-collapse: collapse; font-size: .9rem; line-height: 1.35; font-variant-numeric: tabular-nums; \
border-bottom: 1.5px solid var(--ink); }
caption { caption-side: top; text-align: left; padding-bottom: .5rem; }
thead th { vertical-align: bottom; border-top: 1.5px solid var(--ink); border-bottom: 1px solid var(--ink); \
font-weight: 600; min-width: 4.3rem; }
th, td { padding: .32rem .6rem; }
tbody th { font-weight: 600; white-space: nowrap; }
tbody td { white-space: nowrap; }
tbody tr:nth-child(even) { background: var(--raised); }
.right { text-align: right; }
.left { text-align: left; }
.unit { font-weight: 400; color: var(--soft); white-space: nowrap; }
thead button { all: unset; cursor: pointer; display: block; width: 100%; text-align: inherit; }
thead button:focus-visible { outline: 2px solid var(--link); }
thead button:hover { text-decoration: underline; text-underline-offset: .15em; }
[aria-sort='ascending'] button::after { content: ' \\2191'; }
[aria-sort='descending'] button::after { content: ' \\2193'; }
details > summary { cursor: pointer; }
main details { margin: 1rem 0; }
main details caption { position: absolute; left: -99rem; }
#table-runs td.left { font-family: var(--mono); font-size: .92em; }
figure { margin: 1.8rem 0 2.2rem; }
.chart { border: 1px solid var(--line); border-radius: 4px; overflow: hidden; }
main .fived-chart { display: block; width: 100%; height: auto; --fived-ground: var(--ground); }
.narrow { display: none; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); }
.narrow:has(> :only-child) { max-width: 32rem; }
figcaption { margin-top: .6rem; max-width: 52rem; font-size: .95rem; line-height: 1.45; color: var(--soft); }
figcaption strong, caption strong { color: var(--ink); }
.checks { list-style: none; padding: 0; max-width: 50rem; }
.checks li { margin: 0; padding: .6rem 0; border-bottom: 1px solid var(--line); }
.checks p { margin: 0; max-width: none; }
.checks .statement { margin-bottom: .15rem; }
.verdict { display: inline-block; padding: 0 .45rem; margin-right: .2rem; border: 1.5px solid currentColor; \
border-radius: 3px; font-size: .82rem; font-weight: 600; line-height: 1.5; }
.holds { color: var(--holds); }
.fails { color: var(--fails); }
.open { color: var(--open); border-style: dashed; }
@media (max-width: 60rem) {
  .wide { display: none; }
  .narrow { display: grid; }
}
@media (max-width: 45rem) {
  body { font-size: 1rem; }
  header { padding-top: 1.6rem; }
  dl > div { grid-template-columns: 1fr; }
  nav ol ol { display: none; }
  th, td { padding: .3rem .45rem; }
  tbody th:first-child, thead th:first-child { position: sticky; left: 0; background: var(--ground); }
  tbody tr:nth-child(even) th:first-child { background: var(--raised); }
}
@media print {
  :root { --ground: #ffffff; --ink: #000000; }
  nav, .skip { display: none; }
  figure, .checks li, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  a { color: inherit; }
}
`;
