# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How the report looks: one column on a phone, two on a desk, light and dark as the reader's system is, printable."""

from vla_r1_ros.evaluation.html_markup import Safe

STYLE = Safe("""
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1a1d23;--soft:#5b6472;--line:#dfe3ea;--rail:#d5dae2;
--good:#16794a;--goodbg:#e0f3e8;--bad:#b3261e;--badbg:#fbe4e2;--none:#5b6472;--nonebg:#e8ebf0;--accent:#2457c5;
--span:#9db8ee;--vla:#7a4fc9;--projection:#0d7f8c;--planner:#2457c5;--warnbg:#fff3d6;--warn:#7a5200}
@media (prefers-color-scheme:dark){:root{--bg:#14171c;--card:#1d2128;--ink:#e6e9ee;--soft:#9aa4b2;--line:#323843;
--rail:#3a414d;--good:#5fd39a;--goodbg:#173626;--bad:#ff8a80;--badbg:#43201e;--none:#a5afbd;--nonebg:#2b313b;
--accent:#8ab0ff;--span:#3f5e9e;--vla:#b79bf2;--projection:#4fc3cf;--planner:#8ab0ff;--warnbg:#3b2f12;--warn:#f0c96b}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,
"Noto Sans","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main{max-width:1080px;margin:0 auto;padding:16px 16px 64px}
h1{font-size:1.6rem;line-height:1.2;margin:16px 0 4px}
h2{font-size:1.2rem;margin:0 0 10px}
h3{font-size:1rem;margin:18px 0 6px}
p{margin:6px 0}
a{color:var(--accent)}
.soft,figcaption,.note{color:var(--soft)}
.note,figcaption,.small{font-size:.86rem}
nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin:10px 0 16px}
section,article{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px;margin:0 0 16px}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:12px}
.figure{border-left:3px solid var(--line);padding-left:10px}
.figure b{display:block;font-size:1.45rem;line-height:1.25;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto;margin:6px 0}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:5px 10px;border-bottom:1px solid var(--line);text-align:right;vertical-align:top;overflow-wrap:break-word}
thead th{color:var(--soft);font-weight:600;font-size:.8rem;vertical-align:bottom}
tbody th{font-weight:500;min-width:7em}
th:first-child,table.words td,table.words th{text-align:left}
table.words td:last-child{min-width:9em}
th:first-child,td:first-child{padding-left:0}
td:last-child,th:last-child{padding-right:0}
tr:last-child>*{border-bottom:0}
table:not(.words) td{white-space:nowrap}
section>:last-child,article>:last-child{margin-bottom:0}
.bar{width:100%;min-width:90px;height:12px;display:block}
td:has(>.bar){width:34%;padding-top:10px}
.rail{fill:var(--rail)}.span{fill:var(--span)}.mark{fill:var(--accent)}.zero{fill:var(--ink)}
.vla_node{fill:var(--vla)}.projection_node{fill:var(--projection)}.planner_node,.other{fill:var(--planner)}
.refused{fill:var(--bad)}
.key{width:.8em;height:.8em}
.chip{display:inline-block;border-radius:99px;padding:1px 10px;font-size:.82rem;font-weight:600;white-space:nowrap;
color:var(--none);background:var(--nonebg)}
.chip.good{color:var(--good);background:var(--goodbg)}
.chip.bad{color:var(--bad);background:var(--badbg)}
.say{font-size:1.08rem;font-weight:600;margin:6px 0 2px}
.words-of{font-size:1.05rem;border-left:3px solid var(--accent);padding-left:12px;margin:12px 0}
.warn{background:var(--warnbg);color:var(--warn);border-radius:8px;padding:8px 12px;margin:10px 0}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:20px}
.chart{width:100%;max-width:520px;height:auto;display:block}
.chart text{font-size:11px;fill:var(--soft)}
.grid{stroke:var(--line)}
.dot circle{fill:var(--accent)}.dot .reach{stroke:var(--accent);stroke-width:1.6;opacity:.55}
.good circle{fill:var(--good)}.good .reach{stroke:var(--good)}.bad circle{fill:var(--bad)}.bad .reach{stroke:var(--bad)}
.two{display:grid;grid-template-columns:minmax(0,1fr);gap:16px}
@media (min-width:820px){.two{grid-template-columns:minmax(0,1.1fr) minmax(0,1fr)}}
figure{margin:0 0 12px}
.look{position:relative;display:block;line-height:0}
.look img{width:100%;height:auto;border-radius:8px;display:block}
.over{position:absolute;inset:0;width:100%;height:100%}
.over .under{fill:none;stroke:#0a0a0a;stroke-linejoin:round;stroke-linecap:round;stroke-opacity:.75}
.over .box{fill:none;stroke:#50ff78}
.over .start{fill:#3cc8ff;stroke:#0a0a0a}.over .head{fill:#ff46a0;stroke:#0a0a0a;stroke-linejoin:round}
table.time td,table.time th{padding-top:2px;padding-bottom:2px;border:0}
table.time td:has(>.bar){width:50%;padding-top:6px}
details{margin:10px 0 0}summary{cursor:pointer;font-weight:600}
.clip figure{margin:8px 0}.clip img{max-width:100%;height:auto;border-radius:8px;display:block}
blockquote{margin:8px 0;padding-left:12px;border-left:3px solid var(--line);white-space:pre-wrap}
ul{margin:6px 0;padding-left:20px}
code{font-size:.86em}
.back{float:right;font-size:.82rem}
@media (max-width:560px){main{padding:8px 8px 48px}section,article{padding:12px}th,td{padding:5px 6px}
td:has(>.bar){min-width:52px}.bar{min-width:44px}tbody th{min-width:4em}
.chip{white-space:normal}}
@media print{:root{color-scheme:light;--bg:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#ccc;--rail:#ccc;
--good:#0b5d36;--goodbg:#fff;--bad:#9b1c15;--badbg:#fff;--none:#444;--nonebg:#fff;--accent:#1a47a8;--span:#9db8ee;
--vla:#5c35a8;--projection:#0a646e;--planner:#1a47a8;--warnbg:#fff;--warn:#5c3d00}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:10.5pt}main{max-width:none;padding:0}section,article{border:0;border-top:1px solid #ccc;border-radius:0;
padding:10px 0}nav,.back,.clip{display:none}.chip{border:1px solid currentColor}
figure,tr,.figure,.chart{break-inside:avoid}h2,h3,.say{break-after:avoid}
.two{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}details::details-content{content-visibility:visible;
block-size:auto;opacity:1}}
""")
