/** How the report looks: one column on paper and on a telephone, light and dark, no font or picture from elsewhere. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f6f4, #111317);
  --panel: light-dark(#ffffff, #191c22);
  --ink: light-dark(#1b1d21, #e7e9ec);
  --muted: light-dark(#61666f, #99a1ad);
  --line: light-dark(#e3e3df, #2b3038);
  --sunken: light-dark(#f2f2ef, #13161b);
  --ran: light-dark(#3f7f93, #5aa9c0);
  --blocked: light-dark(#c5342b, #ff7a6b);
  --asked: light-dark(#a86600, #f2b84b);
  --focus: light-dark(#1d5bd6, #7fb0ff);
}
:root[data-theme='light'] { color-scheme: light; }
:root[data-theme='dark'] { color-scheme: dark; }
* { box-sizing: border-box; }
html { scroll-padding-top: 16px; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 64px; }
code, pre, .id { font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 0.88em; }
header { display: flex; gap: 16px; align-items: flex-start; justify-content: space-between; margin-bottom: 28px; }
.brand { color: var(--muted); font-size: 13px; letter-spacing: 0.04em; margin: 0 0 6px; }
h1 { font-size: 30px; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; margin: 0; text-wrap: balance; }
h1 b { color: var(--blocked); font-weight: inherit; }
header p.about { color: var(--muted); margin: 10px 0 0; overflow-wrap: anywhere; }
h2 { font-size: 16px; font-weight: 620; margin: 0 0 4px; }
h2 + p.hint { color: var(--muted); font-size: 13px; margin: 0 0 14px; }
section { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; padding: 20px 22px; margin: 0 0 18px; }
.tiles { display: flex; flex-wrap: wrap; gap: 1px; padding: 0; overflow: hidden; background: var(--line); }
.tile { flex: 1 1 150px; background: var(--panel); padding: 16px 20px; }
.tile strong { display: block; font-size: 24px; font-weight: 640; line-height: 1.2; letter-spacing: -0.01em; }
.tile span { color: var(--muted); font-size: 13px; }
.tile.blocked strong { color: var(--blocked); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 18px; margin-bottom: 18px; }
.columns section { margin: 0; }
button, input {
  font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 6px 12px;
}
button { cursor: pointer; white-space: nowrap; font-size: 13px; }
button:hover { border-color: var(--muted); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
svg { display: block; }
.ran { fill: var(--ran); } .blocked-fill { fill: var(--blocked); } .track { fill: var(--line); } .asked-fill { fill: var(--asked); }
.lanes { display: grid; grid-template-columns: max-content 1fr; gap: 8px 16px; align-items: center; }
.lane-name { font-size: 13px; line-height: 1.3; }
.lane-name small { color: var(--muted); display: block; font-size: 12px; }
.lane svg { width: 100%; height: 38px; background: var(--sunken); border-radius: 6px; }
.lane a:hover rect, .lane a:focus rect { fill: var(--ink); }
.axis { display: flex; justify-content: space-between; color: var(--muted); font-size: 12px; grid-column: 2; }
.legend { display: flex; gap: 18px; color: var(--muted); font-size: 12px; margin-top: 12px; }
.legend i { display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: 6px; background: var(--ran); }
.legend i.b { background: var(--blocked); }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-weight: 500; color: var(--muted); font-size: 12px; padding: 0 12px 6px 0; }
td { padding: 6px 12px 6px 0; border-top: 1px solid var(--line); vertical-align: middle; overflow-wrap: anywhere; }
th.n, td.n { text-align: right; white-space: nowrap; padding-right: 0; padding-left: 12px; }
td.bar { width: 38%; } td.name { white-space: nowrap; } td.bar svg { width: 100%; height: 9px; border-radius: 3px; }
td .red { color: var(--blocked); } td .amber { color: var(--asked); }
.histogram svg { width: 100%; height: auto; } .histogram text { fill: var(--muted); font-size: 11px; }
.histogram .mark { stroke: var(--ink); stroke-dasharray: 2 3; }
.words { margin: 0; padding: 0; list-style: none; }
.words li { border-left: 3px solid var(--line); padding: 2px 0 2px 14px; margin: 8px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.tools { display: flex; gap: 8px; margin: 0 0 12px; flex-wrap: wrap; }
.tools input { flex: 1; min-width: 200px; }
details.entry { border-top: 1px solid var(--line); scroll-margin-top: 16px; }
details.entry > summary {
  list-style: none; cursor: pointer; display: grid; grid-template-columns: 74px minmax(0, 1fr) max-content; gap: 14px;
  align-items: baseline; padding: 9px 8px; border-radius: 8px;
}
details.entry > summary::-webkit-details-marker { display: none; }
details.entry > summary:hover { background: var(--sunken); }
details.entry:target > summary { box-shadow: inset 3px 0 0 var(--blocked); border-radius: 0 8px 8px 0; }
summary time { color: var(--muted); font-size: 13px; }
.what { min-width: 0; }
.what code, .what small { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.what small { color: var(--muted); font-size: 13px; }
details[open] > summary .what > * { white-space: pre-wrap; overflow-wrap: anywhere; }
.rule { font-size: 12px; color: var(--blocked); border: 1px solid currentColor; border-radius: 999px; padding: 1px 9px; }
.rule.ask { color: var(--asked); }
.story { padding: 6px 8px 18px 96px; }
.story dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 18px; margin: 0; font-size: 13px; }
.story dt { color: var(--muted); } .story dd { margin: 0; overflow-wrap: anywhere; }
.story q { quotes: '\\201c' '\\201d'; font-style: italic; }
.empty { color: var(--muted); margin: 0; }
.finding { border-top: 1px solid var(--line); padding: 10px 0; overflow-wrap: anywhere; }
.finding:first-of-type { border-top: 0; }
.finding small { color: var(--muted); display: block; }
pre.diff { background: var(--sunken); border-radius: 6px; padding: 10px 12px; margin: 8px 0 0; overflow: auto; white-space: pre-wrap; }
footer { color: var(--muted); font-size: 12px; margin-top: 28px; }
kbd { font: 11px ui-monospace, monospace; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px; padding: 0 5px; }
[hidden] { display: none !important; }
@media (max-width: 640px) {
  main { padding: 24px 14px 48px; } section { padding: 16px 14px; } h1 { font-size: 24px; }
  .lanes { grid-template-columns: 1fr; gap: 4px; } .axis { grid-column: 1; }
  details.entry > summary { grid-template-columns: 1fr max-content; } summary time { display: none; }
  .story { padding-left: 8px; } .story dl { grid-template-columns: 1fr; gap: 0; } .story dd { margin-bottom: 6px; }
}
@media print {
  :root { color-scheme: light; --page: #fff; }
  body { font-size: 11px; } main { max-width: none; padding: 0; }
  section { break-inside: avoid; border-color: #ccc; } section.long { break-inside: auto; }
  details.entry { break-inside: avoid; } .tools, button, .keys { display: none; }
  details.entry > summary .what > * { white-space: pre-wrap; overflow-wrap: anywhere; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`
