import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { calmRate, type Draft, draftScenario } from '../../src/scenario/draft-scenario.ts';
import { ScenarioSchema } from '../../src/scenario/schema.ts';
import { parseRatePerS } from '../../src/scenario/units.ts';
import { parseYamlSource } from '../../src/scenario/yaml-source.ts';
import { LINK_CHOICES } from '../../src/weather/link-choices.ts';

const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/);
const word = fc.oneof(
  name,
  fc.constantFrom(
    'true',
    'null',
    '1e3',
    '007',
    '0x1f',
    '.inf',
    '2026-11-23',
    'a: b',
    'a #b',
    "'",
    '"',
    '- a',
    '../a b.parquet',
    '{a',
    '%',
    '@',
  ),
);
const tier = fc.record({
  timing: fc.oneof(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,8}$/), fc.constantFrom('1e3', 'null', '7')),
  meanNs: fc.double({ min: 0, max: 1e12, noNaN: true }),
});
const bytes = fc.integer({ min: 1, max: 1e9 });
const drafts: fc.Arbitrary<Draft> = fc
  .record({
    file: fc.constant('a.yaml'),
    name: fc.oneof(name, fc.constantFrom('1e3', 'null', 'true', '7')),
    schema: fc.constant('schema/scenario.schema.json'),
    model: name,
    trace: word,
    samples: fc.integer({ min: 1, max: 1e6 }),
    payloadBytes: fc.array(bytes, { minLength: 1, maxLength: 5 }),
    inputBytes: bytes,
    edge: tier,
    cloud: tier,
    link: fc.constantFrom(...Object.values(LINK_CHOICES)),
    on: fc.option(name),
  })
  .map((draft) => ({ ...draft, exits: draft.payloadBytes.length + 1 }));

describe('draftScenario', () => {
  it('writes what the schema takes, and says what it was told, however names look', () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        const { value } = parseYamlSource('a.yaml', draftScenario(draft));
        const scenario = ScenarioSchema.parse(value);
        assert.deepEqual([scenario.name, scenario.model, scenario.trace], [draft.name, draft.model, draft.trace]);
        const { edge, cloud } = scenario.tiers;
        assert.deepEqual([edge?.timing, cloud?.timing], [draft.edge.timing, draft.cloud.timing]);
        assert.deepEqual(
          [...(edge?.exits ?? []), ...(cloud?.exits ?? [])],
          [...draft.payloadBytes, 0].map((_, i) => i + 1),
        );
      }),
    );
  });

  it('counts every sample equally often, ten thousand requests or more', () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        const { workload } = ScenarioSchema.parse(parseYamlSource('a.yaml', draftScenario(draft)).value);
        const counted = workload.requests - (workload.warmup as number);
        assert.equal(counted % draft.samples, 0);
        assert.ok(counted >= 10_000 && counted < 10_000 + draft.samples);
      }),
    );
  });
});

describe('calmRate', () => {
  it('keeps every part at half load or less, and within a factor of 2.5 of it', () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        const rate = parseRatePerS(calmRate(draft));
        const sendS = (8 * (Math.max(...draft.payloadBytes) + 40)) / draft.link.upBps;
        const load = rate * Math.max(draft.edge.meanNs / 1e9, draft.cloud.meanNs / 1e9, sendS);
        assert.ok(load <= 0.5 * (1 + 1e-9), `${load}`);
        assert.ok(load >= 0.2 * (1 - 1e-9) || rate === 5000, `${load}`);
      }),
    );
  });
  it('is the 5/s of the 4g scenario for its network', () => {
    const tiers = { edge: { timing: 'a', meanNs: 8e5 }, cloud: { timing: 'a', meanNs: 8e5 } };
    assert.equal(calmRate({ ...tiers, link: LINK_CHOICES['4g'], payloadBytes: [65536, 40960] }), '5/s');
    assert.equal(calmRate({ ...tiers, link: LINK_CHOICES['4g-driving'], payloadBytes: [65536, 40960] }), '0.5/s');
  });
});
