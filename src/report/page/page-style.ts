/** The look of the page: calm, one accent, light and dark, on screens of any width and on paper. */

import { DARK } from '../charts/palette.ts';
import type { Toggle } from './page-charts.ts';

/** Colours of the ground, for which the card stands on both grounds. */
const GROUNDS: ReadonlySet<string> = new Set(['white', '#FFFFFF']);

/**
 * @param drawn every colour of the charts, as they are on a light ground
 */
export function pageStyle(toggles: readonly Toggle[], drawn: ReadonlySet<string>): string {
  const colours = [...new Set(toggles.map(({ colour }) => colour))];
  const hidden = colours.map((colour) => {
    const off = `figure:has(input[value="${colour}"]:not(:checked)) .chart`;
    return `${off} [stroke="${colour}"],${off} [fill="${colour}"]{display:none}`;
  });
  const chips = colours.map((colour) => `.chip[data-colour="${colour}"]{background:${colour}}`);
  const dark = [...drawn]
    .filter((light) => !GROUNDS.has(light))
    .flatMap((light) => {
      const colour = DARK.get(light);
      if (colour === undefined) return [];
      return [
        `.chart [fill="${light}"]{fill:${colour}}`,
        `.chart [stroke="${light}"]{stroke:${colour}}`,
        `.chip[data-colour="${light}"]{background:${colour}}`,
      ];
    });
  return `${BASE}\n${[...chips, ...hidden].join('\n')}\n@media screen and (prefers-color-scheme:dark){${DARK_ROOT}\n${dark.join('\n')}}\n${PRINT}`;
}

const DARK_ROOT = `
:root{--ground:#0F1317;--card:#161B21;--ink:#E9ECEF;--faint:#A6AEB6;--line:#2A323A;--accent:#6BA5FF;--tint:#1B2530;--bad:#FF8A8A}`;

const BASE = `
:root{--ground:#F6F7F8;--card:#FFFFFF;--ink:#1B1F23;--faint:#5B636B;--line:#DFE3E7;--accent:#0068A3;--tint:#EEF4F8;--bad:#B00020;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 var(--sans)}
body>*{max-width:66rem;margin-inline:auto;padding-inline:clamp(1rem,4vw,2rem)}
header{padding-block:clamp(2rem,6vw,4rem) 1.5rem}
.eyebrow{margin:0 0 1rem;color:var(--faint);font-size:.9rem}
.eyebrow b{color:var(--accent);font-weight:650}
h1{margin:0;max-width:46rem;font-size:clamp(1.45rem,3.4vw,2.15rem);line-height:1.25;font-weight:620;letter-spacing:-.012em;text-wrap:pretty}
.lede{max-width:46rem;margin:1.1rem 0 0;font-size:1.06rem;color:var(--faint)}
h2{margin:0 0 .35rem;font-size:1.3rem;line-height:1.3;font-weight:620;letter-spacing:-.008em}
h3,h4{margin:0;font-size:1rem;font-weight:620}
.run{border-top:1px solid var(--line);margin-top:2.5rem;padding-top:2rem}
.run>h2{max-width:46rem}
p{margin:.4rem 0}
section{padding-block:1.6rem}
.note,figcaption,caption{color:var(--faint);font-size:.9rem}
.note{max-width:46rem}
a{color:var(--accent)}
.card,figure{background:var(--card);border:1px solid var(--line);border-radius:.7rem;padding:clamp(.9rem,2.5vw,1.4rem);margin:1rem 0}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.35rem 1.4rem;margin:0;font-size:.92rem}
dt{color:var(--faint)}
dd{margin:0;overflow-wrap:anywhere}
code,pre,output{font-family:var(--mono);font-size:.85em}
code{overflow-wrap:anywhere}
pre{margin:.4rem 0;padding:.8rem 1rem;background:var(--tint);border-radius:.5rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:1rem}
.grid figure{margin:0;border:0;padding:0;min-width:0}
.scroll{overflow-x:auto}.scroll+.scroll{margin-top:1.3rem}
.tall{max-height:34rem;overflow-y:auto}
.chart{position:relative;margin:.8rem 0 .2rem}
.chart svg{display:block;background:none!important;width:100%;height:auto;min-width:33rem;max-width:46rem;margin-inline:auto}
.chart.wide svg{max-width:none}
.grid .chart svg{min-width:20rem;max-width:none}
.chart text{font-family:var(--sans)}
.chart [fill="white"],.chart [fill="#FFFFFF"]{fill:var(--card)}
.chart [stroke="white"],.chart [stroke="#FFFFFF"]{stroke:var(--card)}
.tools{display:flex;flex-wrap:wrap;gap:.3rem 1rem;align-items:center;margin-top:.5rem;font-size:.9rem}
.tools label{display:inline-flex;gap:.4rem;align-items:center;cursor:pointer}
.tools .zoom{margin-left:auto;display:flex;gap:.3rem}
.tools [hidden]{display:none}
button{font:inherit;font-size:.85rem;line-height:1;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:.45rem;padding:.5rem .7rem;cursor:pointer}
button:hover{border-color:var(--accent);color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:.3rem}
input[type=checkbox],input[type=range]{accent-color:var(--accent)}
.chip{display:inline-block;width:.75rem;height:.75rem;border-radius:.2rem;flex:none}
.knobs{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,14rem),1fr));gap:.9rem 1.6rem;margin:1rem 0 1.2rem}
.knob{display:grid;grid-template-columns:1fr auto;gap:.1rem .6rem;font-size:.92rem}
.knob input{grid-column:1/-1;width:100%;margin:.25rem 0;height:1.5rem}
.knob output{color:var(--accent);font-weight:600}
table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums;width:100%}
caption{text-align:left;padding-bottom:.4rem}
th,td{padding:.3rem .7rem .3rem 0;text-align:left;border-bottom:1px solid var(--line);white-space:nowrap;font-weight:400}
thead th{color:var(--faint);font-size:.82rem;vertical-align:bottom}
.tall thead th{position:sticky;top:0;background:var(--card)}
.number{text-align:right}
.bad{color:var(--bad)}
.dim{color:var(--faint)}
details{margin-top:.7rem;font-size:.92rem}
summary{cursor:pointer;color:var(--accent);width:max-content;max-width:100%}
details>:not(summary){margin-top:.6rem}
#tooltip{position:fixed;z-index:9;pointer-events:none;max-width:18rem;padding:.45rem .65rem;margin:0;background:var(--ink);color:var(--ground);border-radius:.45rem;font-size:.82rem;line-height:1.4}
#tooltip b{font-weight:650}
footer{padding-block:1rem 3rem;color:var(--faint);font-size:.88rem}
[hidden]{display:none}
@media (max-width:40rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}.tools .zoom{margin-left:0}th,td{padding-right:.45rem}thead th{white-space:normal}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}`;

const PRINT = `@media print{
@page{margin:14mm 13mm}
:root{--ground:#fff;--card:#fff;--tint:#f4f4f4}
body{font-size:10pt}body>*{max-width:none;padding-inline:0}
header{padding-block:0 .6rem}h1{font-size:17pt;max-width:none}.lede,.note{max-width:none}.lede{font-size:10.5pt}
.tools,.live,nav,#tooltip,details:not([open]),.scenario{display:none}
.card,figure{border-color:#bbb;break-inside:avoid;padding:.6rem;margin:.6rem 0}
.tall{max-height:none}.scroll{overflow:visible}.chart svg{min-width:0;max-width:28rem}.chart.wide svg{max-width:100%}
.card:has(table){break-inside:auto}
tr,dt,dd{break-inside:avoid}thead{display:table-header-group}
th,td{padding-right:.35rem;font-size:7.5pt}section{padding-block:.6rem}h2,h3,h4,figcaption{break-after:avoid}}`;
