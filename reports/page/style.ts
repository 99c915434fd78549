import { customProperties, DARK, LIGHT } from "./palette.js";

/** Type: 1, 1.125, 1.25, 1.75 rem and 0.875, 0.8125 rem below; space in steps of 0.25 rem. No font is fetched. */
const FRAME = `
*{box-sizing:border-box}
:root{color-scheme:light dark;${customProperties(LIGHT)}}
@media screen and (prefers-color-scheme:dark){:root{${customProperties(DARK)}}}
html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;color:var(--ink);background:var(--paper);font-variant-numeric:tabular-nums lining-nums;scroll-padding-top:1rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;overflow-wrap:break-word}
h1,h2,h3,h4,p,li,dt,dd,figcaption,caption,summary{overflow-wrap:anywhere}
.sheet{max-width:62rem;margin:0 auto;padding:0 1.25rem}
.marking{background:var(--bar);color:var(--on-bar);text-align:center;font-weight:700;font-size:.8125rem;letter-spacing:.06em;padding:.375rem 1rem;margin:0;max-width:none}
.skip{position:absolute;left:-100vw;top:0}
.skip:focus{left:1rem;top:.25rem;z-index:1;background:var(--paper);padding:.5rem .75rem}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
a{color:var(--accent);text-underline-offset:.15em;text-decoration-thickness:1px}
.masthead{padding:2rem 0 1rem;border-bottom:2px solid var(--ink)}
.masthead h1{font-size:1.75rem;line-height:1.2;letter-spacing:-.01em;margin:0;text-wrap:balance}
.standfirst{color:var(--soft);margin:.375rem 0 0;font-size:.875rem}
.contents ul{list-style:none;display:flex;flex-wrap:wrap;gap:0 1.25rem;padding:0;margin:.75rem 0 0;font-size:.875rem}
.contents li{margin:0}.contents a{display:inline-block;padding:.25rem 0}
main{padding-bottom:3rem}
h2{font-size:1.25rem;line-height:1.3;margin:3rem 0 .75rem}
h3{font-size:1rem;line-height:1.4;margin:1.75rem 0 .5rem}
p{margin:.5rem 0;max-width:46rem}
ul,ol{padding-left:1.25rem;margin:.5rem 0}
li{margin:.25rem 0;max-width:46rem}
.second{color:var(--soft);font-size:.875rem}
.lead-in{font-size:1.125rem;line-height:1.5}
.number{text-align:right;white-space:nowrap}@media (min-width:60rem){th.wide,td.wide{min-width:17rem}}
.interval{color:var(--soft);font-size:.8125rem;white-space:nowrap}
.log{overflow-wrap:anywhere}.short,.tight{white-space:nowrap}.cut{color:var(--soft);overflow-wrap:anywhere}
code,pre{font-family:ui-monospace,"Cascadia Mono","Liberation Mono",monospace;font-size:.8125rem}
pre{background:var(--wash);padding:.75rem 1rem;white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0}
.colophon{border-top:1px solid var(--line);padding:1rem 0 2rem;color:var(--soft);font-size:.8125rem}
`;

const PARTS = `
.price{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(11rem,100%),1fr));gap:1rem 1.5rem;margin:1.5rem 0}
.price>div{display:flex;flex-direction:column-reverse;justify-content:flex-end;border-top:1px solid var(--line);padding-top:.5rem}
.price dt{color:var(--soft);font-size:.875rem;line-height:1.4}
.price dd{margin:0;font-size:1.75rem;line-height:1.25;font-weight:600;letter-spacing:-.01em}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(10.5rem,100%),1fr));gap:1.5rem;margin:1.5rem 0}
.figures p{margin:0}.figures .value{font-size:1.25rem;font-weight:600}.figures .name{color:var(--soft);font-size:.875rem}
.table{margin:1rem 0;overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.4}
caption{text-align:left;font-weight:600;padding:0 0 .5rem}
caption .second{display:block;font-weight:400}
th{font-weight:600;text-align:left;vertical-align:top}
.scrolled tbody th{min-width:6rem}thead th.number{white-space:normal}
thead th{color:var(--soft);font-size:.8125rem;border-bottom:1px solid var(--ink);vertical-align:bottom}
th,td{padding:.5rem .75rem .5rem 0}
td{vertical-align:top}tbody th,tbody td{border-bottom:1px solid var(--line)}
th.number,td.number{text-align:right;padding:.5rem 0 .5rem .75rem}th.number+:not(.number),td.number+:not(.number){padding-left:1.5rem}
tbody th{font-weight:400}td .second{display:block}.label{display:none}
.definitions{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.375rem 1.5rem;margin:.75rem 0}
.definitions dt{color:var(--soft)}.definitions dd{margin:0;min-width:0}
.checks{list-style:none;padding:0}
.checks li{display:grid;grid-template-columns:6.25rem 1fr;gap:.5rem;margin:0;padding:.375rem 0;border-bottom:1px solid var(--line)}
.checks .second{display:block}.checks .inline{display:inline}.checks span{min-width:0}
.answer{font-weight:600;font-size:.875rem;line-height:1.7;white-space:nowrap}
.answer .shape,.badge .shape,.verdict .shape{display:inline-block;width:1.1em;text-align:center;margin-right:.25em;font-weight:400}
.answer-yes,.answer-partly{color:var(--good)}.answer-no{color:var(--soft)}.answer-unknown{color:var(--look)}
.badge{display:inline-block;border:1px solid currentColor;border-radius:2px;padding:.0625rem .5rem .0625rem .25rem;font-size:.8125rem;line-height:1.4;white-space:nowrap}
.tone-lead{color:var(--look)}.tone-rule{color:var(--rule)}.tone-calm{color:var(--soft)}.tone-good{color:var(--good)}
.verdict{white-space:nowrap}.verdict-look{color:var(--look);font-weight:600}.verdict-good{color:var(--good)}.verdict-calm{color:var(--soft)}
.sides li::first-letter,.checks li>span:last-child::first-letter{text-transform:uppercase}.tools label{margin-right:.75rem;display:inline-block}.tools input,.tools select{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);padding:.25rem .5rem;max-width:100%}
.note{border:1px solid var(--line);border-left:4px dashed var(--soft);padding:.75rem 1rem;margin:1rem 0;background:var(--wash)}
.note p{margin:.25rem 0}.note .title{font-weight:600;margin:0}
.card{border:1px solid var(--line);border-left:4px solid var(--soft);padding:1.25rem 1.5rem 1.5rem;margin:1.5rem 0}
.card.tone-lead{border-left-color:var(--look);color:inherit}.card.tone-rule{border-left-color:var(--rule);border-left-style:double;color:inherit}.card.tone-calm{color:inherit}
.card>header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;align-items:baseline}
.card h3:first-child{margin:0;font-size:1.125rem;flex:1 1 16rem}
.card>.second{margin:.125rem 0 .75rem}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(19rem,100%),1fr));gap:0 2rem}
.sides>*{min-width:0}
.sides h4{font-size:.9375rem;margin:1.25rem 0 .25rem;border-bottom:1px solid var(--ink);padding-bottom:.25rem}
.three{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(15rem,100%),1fr));gap:1rem 2rem;margin:1.5rem 0}
.three section{border-top:2px solid var(--ink);padding-top:.5rem;min-width:0}
.three h2{font-size:1.125rem;margin:0 0 .25rem}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--accent);font-size:.875rem;padding:.25rem 0;width:fit-content}
details table{font-size:.8125rem}
`;

const CHARTS = `
.chart{margin:1.5rem 0;container-type:inline-size}
.chart figcaption{font-weight:600;max-width:46rem}
.chart figcaption .second{display:block;font-weight:400}
.chart .counting{color:var(--soft);font-size:.8125rem;margin:.25rem 0 0}
.chart svg{display:block;width:100%;height:auto;overflow:hidden;margin:.75rem 0 .25rem;font-size:12px}
.chart svg.wide{max-width:56rem}.chart svg.narrow{display:none;max-width:25rem}
@container (max-width:34rem){.chart svg.wide{display:none}.chart svg.narrow{display:block}}
svg text{fill:var(--soft)}
svg .start{text-anchor:start}svg .middle{text-anchor:middle}svg .end{text-anchor:end}
svg .grid{stroke:var(--line);stroke-width:1}svg .axis{stroke:var(--soft);stroke-width:1}
svg .band{fill:var(--band)}svg .outer{opacity:.6}svg .edge{stroke:var(--edge);stroke-width:1;fill:none}
svg .usual{stroke:var(--accent);stroke-width:1;stroke-dasharray:4 3;fill:none}
svg .line{stroke:var(--accent);stroke-width:1.6;fill:none;stroke-linejoin:round}
svg .line-1{stroke-dasharray:7 3}svg .line-2{stroke-dasharray:2 3}svg .line-3{stroke-dasharray:9 3 2 3}
svg .target{stroke:var(--ink);stroke-width:1;stroke-dasharray:1 3;stroke-linecap:round}
svg .mark{fill:var(--accent)}svg .tonight{fill:var(--look)}svg .tonight-line{stroke:var(--look);stroke-width:1.6;fill:none}
svg .open{fill:var(--paper);stroke:var(--accent);stroke-width:1.4}
svg text.strong{fill:var(--ink);font-weight:600}svg text.tonight{fill:var(--look);font-weight:600}svg text.rule{fill:var(--rule);font-weight:600}
svg .rule{fill:var(--rule)}svg .interval{stroke:var(--accent);stroke-width:1.6}
svg .gap{fill:var(--wash);stroke:var(--soft);stroke-width:1;stroke-dasharray:1 4}
svg .bar{fill:var(--edge)}svg .empty{fill:none;stroke:var(--line)}svg .frame{fill:none;stroke:var(--soft);stroke-width:1}
svg .ring{fill:none;stroke:var(--look);stroke-width:2}
svg .heat-1{fill:var(--heat-1)}svg .heat-2{fill:var(--heat-2)}svg .heat-3{fill:var(--heat-3)}svg .heat-4{fill:var(--heat-4)}svg .heat-5{fill:var(--heat-5)}
svg .cell{stroke:var(--paper);stroke-width:2}
.multiples{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(10rem,100%),1fr));gap:1rem 1.5rem;margin:.75rem 0}
.multiples li{min-width:0;max-width:14rem;margin:0}.multiples p{margin:0;font-size:.8125rem;display:flex;justify-content:space-between;gap:.5rem}
.chart .multiples svg,svg.spark{display:block;width:100%;max-width:14rem;height:auto;margin:.25rem 0 0;overflow:visible}
`;

const NARROW = `
@media (max-width:40rem){
.sheet{padding:0 1rem}.card{padding:1rem}.masthead{padding-top:1.25rem}h2{margin-top:2.25rem}
.definitions{grid-template-columns:1fr;gap:0}.definitions dd{margin-bottom:.5rem}
.keys{display:none}.stacked thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stacked,.stacked tbody,.stacked caption{display:block}
.stacked tr{display:block;border-bottom:1px solid var(--line);padding:.625rem 0}
.stacked tbody th,.stacked tbody td{display:flex;gap:.75rem;border:0;padding:.125rem 0;text-align:left;white-space:normal}
.stacked td.number+:not(.number){padding-left:0}
.stacked .label{display:block;flex:0 0 6.5rem;color:var(--soft);font-size:.8125rem;line-height:1.6}
.stacked .content{min-width:0;overflow-wrap:anywhere}.stacked .tight{white-space:normal}
}
`;

const PRINT = `
@media print{
html{font-size:10pt;background:none}
.sheet{max-width:none;padding:0}.skip,.contents,.tools{display:none}
.marking{print-color-adjust:exact;-webkit-print-color-adjust:exact}
svg,.note,.badge{print-color-adjust:exact;-webkit-print-color-adjust:exact}
a{color:inherit;text-decoration:none}
h1,h2,h3,h4,caption,figcaption,.card>header,.card>.second{break-after:avoid}
.chart svg,tr,li,.note,.price,.three section,.chart figcaption{break-inside:avoid}
thead{display:table-header-group}.table{overflow:visible}
table,td{overflow-wrap:anywhere}th{overflow-wrap:normal}
details::details-content{content-visibility:visible;display:block;block-size:auto}
summary{color:var(--soft);list-style:none}
details table{font-size:7pt}details th,details td{padding-top:.25rem;padding-bottom:.25rem}details th.number,details td.number{padding:.25rem 0 .25rem .25rem}.scrolled tbody th{min-width:6em}
p,li{orphans:3;widows:3}
}
`;

/** The style sheet of every page, a constant. */
export const STYLE = [FRAME, PARTS, CHARTS, NARROW, PRINT].join("");
