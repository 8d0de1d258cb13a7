/** The panel of sliders as HTML: labels and places, which the page's script brings to life. */

import type { Knob } from '../../page/knob.ts';
import { formatDecimals } from '../format-number.ts';
import { escapeHtml } from './html.ts';
import type { LiveContent } from './live-panel.ts';

export function liveSection(live: LiveContent | string): string {
  const title = '<h2 id="live-title">Try another world</h2>';
  if (typeof live === 'string') {
    return `<section class="live" aria-labelledby="live-title">\n${title}\n<p class="note">The simulator is not in this page: ${escapeHtml(live)}.</p>\n</section>`;
  }
  const { panel, charts, knobs, requests } = live;
  const points = panel.thresholds.length * 2;
  const counted = formatDecimals(requests, 0);
  return `<section class="live" aria-labelledby="live-title">
${title}
<p class="note">The simulator itself is in this page, with the recordings of this scenario. A slider moved runs it again: ${points} points of ${counted} requests, one replication.</p>
<noscript><p class="note">The sliders need JavaScript; all the rest of this page does not.</p></noscript>
<div class="card" id="live" hidden>
<div class="knobs">
${knobs.map(slider).join('\n')}
${thresholdSlider(panel.thresholds, panel.start)}
</div>
<div class="grid">
${charts.map(({ id, title: name, key }) => `<figure><h3>${name}</h3><figcaption>${key}</figcaption><div class="scroll chart" id="${id}" role="group" tabindex="0" aria-label="${name} against p_d, of both policies"></div></figure>`).join('\n')}
</div>
<div class="scroll" role="region" tabindex="0" aria-label="Figures at p_d"><table><caption id="live-caption"></caption><thead><tr><th scope="col">policy</th>${['mean ms', 'p95 ms', 'right %', 'offloaded %'].map((head) => `<th scope="col" class="number">${head}</th>`).join('')}</tr></thead><tbody>
${Object.entries(panel.colours).map(liveRow).join('\n')}
</tbody></table></div>
<p class="note"><span id="live-status" role="status"></span> <button type="button" id="live-reset">Back to the scenario</button></p>
<p class="note">The command line gives the same digest, <code id="live-digest"></code>, from:</p>
<pre><code id="live-command"></code></pre>
</div>
</section>`;
}

function slider({ label, values, start }: Knob, index: number): string {
  return range(`knob-${index}`, label, values.length, start, values[start] as string);
}

function thresholdSlider(thresholds: readonly number[], start: number): string {
  return range('knob-p_d', 'p_d, the figures shown', thresholds.length, start, String(thresholds[start]));
}

function range(id: string, label: string, count: number, start: number, text: string): string {
  const shown = escapeHtml(text);
  return `<div class="knob"><label for="${id}">${escapeHtml(label)}</label><output id="${id}-value" for="${id}">${shown}</output><input type="range" id="${id}" min="0" max="${count - 1}" step="1" value="${start}" aria-valuetext="${shown}"></div>`;
}

function liveRow([policy, colour]: readonly [string, string]): string {
  const cells = ['mean', 'p95', 'accuracy', 'offloaded'].map((figure) => `<td class="number" data-figure="${figure}"></td>`).join('');
  return `<tr data-policy="${policy}"><th scope="row"><span class="chip" data-colour="${colour}"></span> ${policy}</th>${cells}</tr>`;
}
