/** The page's whole style: nothing is fetched. Contrast is AA in both themes. */
export const STYLE = `
:root { color-scheme: light dark; --bg:#fbfbfa; --paper:#fff; --ink:#1c1f23; --soft:#59616b; --line:#dfe2e6;
  --good:#17633a; --good-bg:#e3f3e9; --fair:#7a4d00; --fair-bg:#fdf0d5; --bad:#9b1c1c; --bad-bg:#fde5e5; --quiet-bg:#eceef1;
  --good-bar:#3f9d69; --fair-bar:#d39a2d; --bad-bar:#cf4a4a; --quiet-bar:#9aa3ae; --wait:#3b5bdb; }
@media (prefers-color-scheme: dark) { :root { --bg:#14171a; --paper:#1b1f23; --ink:#e8eaed; --soft:#a4acb6; --line:#333a42;
  --good:#8fdcae; --good-bg:#173524; --fair:#f3c877; --fair-bg:#3a2d10; --bad:#ffaaa5; --bad-bg:#451f20; --quiet-bg:#2a3037;
  --good-bar:#3f9d69; --fair-bar:#b98622; --bad-bar:#c24b4b; --quiet-bar:#6c7682; --wait:#8ea2ff; } }
* { box-sizing: border-box; }
body { margin:0; background:var(--bg); color:var(--ink); font:15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
code { font: .86em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
small, .quiet { color: var(--soft); }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
nav { font-size: .88rem; margin: 1rem 0 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
nav a { color: var(--soft); }
.verdict { background: var(--paper); border: 1px solid var(--line); border-left: .5rem solid var(--quiet-bar); border-radius: .4rem; padding: 1.25rem 1.5rem; }
.verdict.good { border-left-color: var(--good-bar); } .verdict.fair { border-left-color: var(--fair-bar); } .verdict.bad { border-left-color: var(--bad-bar); }
.verdict .kind { margin: 0; color: var(--soft); } .verdict h1 { margin: .35rem 0 .5rem; font-size: 1.8rem; }
.verdict h1 .badge { font-size: 1.6rem; padding: .1rem .7rem; }
.meaning { margin: 0 0 .5rem; max-width: 60ch; } .message { margin: .25rem 0; font-weight: 600; overflow-wrap: anywhere; }
.unfinished { background: var(--fair-bg); color: var(--fair); padding: .5rem .75rem; border-radius: .3rem; font-weight: 600; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .6rem 1.5rem; margin: 1rem 0 0; }
.facts dt { font-size: .8rem; color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.badge { display: inline-block; border-radius: .3rem; padding: 0 .45rem; font-weight: 600; background: var(--quiet-bg); color: var(--ink); white-space: nowrap; }
.badge.good { background: var(--good-bg); color: var(--good); } .badge.fair { background: var(--fair-bg); color: var(--fair); } .badge.bad { background: var(--bad-bg); color: var(--bad); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; background: var(--paper); margin: .5rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .7rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
td:nth-child(n+4) { min-width: 6rem; } td:last-child { min-width: 12rem; } tbody th { max-width: 22rem; }
tbody tr:last-child > * { border-bottom: 0; } thead th { color: var(--soft); font-weight: 600; white-space: nowrap; background: var(--bg); } tbody th { font-weight: 600; }
td time, th time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.timeline { list-style: none; margin: 0; padding: .75rem 1rem; background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; }
.timeline li { display: grid; grid-template-columns: minmax(7rem, 13rem) 1fr minmax(8rem, 11rem); gap: .75rem; align-items: center; min-height: 1.6rem; }
.timeline .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .timeline .machine .name { padding-left: 1rem; color: var(--soft); font-size: .88rem; }
.timeline .took { font-size: .82rem; color: var(--soft); text-align: right; font-variant-numeric: tabular-nums; }
.track { position: relative; height: 1.1rem; border-left: 1px solid var(--line); border-right: 1px solid var(--line); }
.track > .bar, .track > .wait { position: absolute; top: .15rem; height: .8rem; border-radius: .15rem; }
.bar { background: var(--quiet-bar); } .bar.good { background: var(--good-bar); } .bar.fair { background: var(--fair-bar); } .bar.bad { background: var(--bad-bar); }
.track > .bar.thin { top: .4rem; height: .35rem; }
.wait { background: repeating-linear-gradient(45deg, var(--wait) 0 3px, var(--paper) 3px 6px); outline: 1px solid var(--wait); }
.axis .track { border: 0; } .tick { position: absolute; transform: translateX(-50%); font-size: .75rem; color: var(--soft); white-space: nowrap; }
.tick:first-child { transform: none; } .tick:last-child { transform: translateX(-100%); }
.legend { font-size: .85rem; color: var(--soft); } .key { display: inline-block; width: 1.4rem; height: .7rem; border-radius: .15rem; margin: 0 .3rem 0 .9rem; } .key:first-child { margin-left: 0; } .key.thin { height: .3rem; margin-bottom: .2rem; background: var(--quiet-bar); }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: .5rem 1rem; padding: 0; margin: .25rem 0 .5rem; }
.grid { list-style: none; display: flex; flex-wrap: wrap; gap: 3px; padding: 0; margin: 0 0 .5rem; } .grid li { width: 14px; height: 14px; border-radius: 3px; background: var(--quiet-bar); }
.grid .good { background: var(--good-bar); } .grid .fair { background: var(--fair-bar); } .grid .bad { background: var(--bad-bar); }
summary { cursor: pointer; color: var(--soft); } footer { margin-top: 3rem; color: var(--soft); font-size: .85rem; }
@media (max-width: 40rem) { main { padding: 1rem .75rem 3rem; } .timeline li { grid-template-columns: 1fr auto; } .timeline .track { grid-column: 1 / -1; grid-row: 2; margin-bottom: .5rem; } .timeline .axis .track { grid-row: 1; } .verdict { padding: 1rem; } .facts { grid-template-columns: 1fr 1fr; }
  table { font-size: .82rem; } th, td { padding: .3rem .45rem; } td time, th time { white-space: normal; } td:nth-child(n+4) { min-width: 4rem; } td:last-child { min-width: 9rem; } }
@media print { :root { --bg:#fff; --paper:#fff; } body { font-size: 9.5pt; } main { max-width: none; padding: 0; } nav { display: none; } section { break-inside: auto; } h2, h3 { break-after: avoid; } tr, .timeline li { break-inside: avoid; } .scroll { overflow: visible; } * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } details > * { display: block; }
  table { font-size: 8pt; } th, td { padding: .2rem .4rem; } td:nth-child(n+4), td:last-child { min-width: 0; overflow-wrap: anywhere; } thead th, td time, th time { white-space: normal; overflow-wrap: normal; } .badge { padding: 0 .25rem; } }
`;
