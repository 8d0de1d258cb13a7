import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { meanBps } from '../../src/sim/world/mean-capacity.ts';
import { LINK_CHOICES, type LinkChoice } from '../../src/weather/link-choices.ts';
import { LINK_PRESETS } from '../../src/weather/presets.ts';

const SCENARIOS = { '3g': '3g', '4g': '4g', '5g': '5g', wifi: 'wifi', '4g-driving': 'driving' } as const;

describe('links to begin with', () => {
  for (const [name, choice] of Object.entries(LINK_CHOICES) as [keyof typeof SCENARIOS, LinkChoice][]) {
    it(`${name} is the link of scenarios/${SCENARIOS[name]}.yaml`, async () => {
      const { scenario, plan } = await loadScenario(`scenarios/${SCENARIOS[name]}.yaml`);
      const link = scenario.links['edge-cloud'];
      assert.equal(choice.rtt.value, link?.rtt);
      assert.equal(choice.up.value, link?.up[choice.up.key]);
      assert.equal(choice.down.value, link?.down?.bandwidth);
      const lane = plan.points[0]?.world.links[0]?.up;
      assert.ok(lane);
      assert.equal(choice.upBps, meanBps(lane.capacity));
      assert.ok(choice.varying === null || choice.varying in LINK_PRESETS);
    });
  }
});
