/** Of the auditor's file: a plain document, on a screen and on A4 paper. */
export const STYLE = `
@page { size: A4; margin: 18mm 16mm 20mm; }
body { font: 11pt/1.45 Georgia, 'Times New Roman', serif; color: #111; background: #fff; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3, h4, th, dt, .tag { font-family: Arial, Helvetica, sans-serif; }
h1 { font-size: 1.6em; line-height: 1.2; } h2 { font-size: 1.25em; margin-top: 2em; border-bottom: 2px solid #111; }
h3 { font-size: 1.08em; margin-top: 1.6em; } h4 { font-size: 1em; margin: 0 0 .3em; }
h1, h2, h3, h4 { break-after: avoid; }
dl { margin: .4em 0; } dl > div { display: flex; gap: .8em; } dt { flex: 0 0 11rem; font-size: .88em; color: #444; } dd { margin: 0; min-width: 0; white-space: pre-line; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: .92em; } th, td { text-align: left; vertical-align: top; padding: .3em .5em; border: 1px solid #888; overflow-wrap: anywhere; } thead { display: table-header-group; } tr { break-inside: avoid; }
.files th:first-child { width: 27%; } .files th:last-child { width: 36%; }
.entry { border-left: 3px solid #888; padding: .1em 0 .1em .9em; margin: 1.1em 0; break-inside: avoid-page; } .gone { border-left-style: dotted; }
.tag { font-size: .78em; border: 1px solid #444; padding: 0 .4em; margin-left: .4em; white-space: nowrap; }
blockquote { margin: .4em 0 .4em 1em; font-style: italic; white-space: pre-line; overflow-wrap: anywhere; }
code, pre { font: .85em/1.4 'Courier New', monospace; overflow-wrap: anywhere; } pre { border: 1px solid #888; padding: .5em; white-space: pre-wrap; }
a { color: #0645ad; }
@media (max-width: 34rem) { dl > div { display: block; } }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 10pt; } a { color: inherit; text-decoration: none; } }
`.trim();
