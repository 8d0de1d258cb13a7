/**
 * The bench's workload on SIM.JS: node simjs-peer.mjs INPUTS REQUESTS REPEATS prints one line of JSON.
 *
 * One entity asks for all requests, which is faster than SIM.JS's own habit of an entity a customer; a Facility is a station. Times are
 * whole nanoseconds.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { crc32 } from 'node:zlib';

const require = createRequire(join(resolve(process.env['BENCH_PEERS'] ?? '.'), 'package.json'));
// The published bundle exports nothing and sets window.Sim.
globalThis.window = {};
try {
  require('simjs');
} catch {
  process.stderr.write('not installed: npm package simjs\n');
  process.exit(1);
}
const { Sim, Entity, Facility } = globalThis.window.Sim;

const TRANSMIT_NS = Math.round((8e9 * 3072) / 5.85e6);
const PROPAGATION_NS = 25e6;
const THRESHOLD = 0.7;

if (process.argv[2] === '--version') {
  process.stdout.write(`${require('simjs/package.json').version}\n`);
  process.exit(0);
}
const [inputs, requests, repeats] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const column = (name) => new Float64Array(new Uint8Array(readFileSync(join(inputs, `${name}.f64`))).buffer);
const [confidence, edge1, edge2, cloudNs] = ['confidence', 'edge1', 'edge2', 'cloud'].map(column);
const arrivals = column('arrivals').subarray(0, requests);
const samples = confidence.length;

function simulate() {
  const sim = new Sim();
  const [edge, uplink, cloud] = ['edge', 'uplink', 'cloud'].map((name) => new Facility(name));
  const latencies = new Float64Array(requests);
  // SIM.JS passes no falsy value on: requests are counted from 1.
  class Requests extends Entity {
    start() {
      this.setTimer(arrivals[0]).done(this.arrive, this, 1);
    }
    arrive(number) {
      if (number < requests) this.setTimer(arrivals[number] - this.time()).done(this.arrive, this, number + 1);
      const s = (number - 1) % samples;
      if (confidence[s] < THRESHOLD) this.useFacility(edge, edge1[s]).done(this.send, this, number);
      else this.useFacility(edge, edge1[s] + edge2[s]).done(this.answer, this, number);
    }
    send(number) {
      this.useFacility(uplink, TRANSMIT_NS).done(this.fly, this, number);
    }
    fly(number) {
      this.setTimer(PROPAGATION_NS).done(this.compute, this, number);
    }
    compute(number) {
      this.useFacility(cloud, cloudNs[(number - 1) % samples]).done(this.flyBack, this, number);
    }
    flyBack(number) {
      this.setTimer(PROPAGATION_NS).done(this.answer, this, number);
    }
    answer(number) {
      latencies[number - 1] = this.time() - arrivals[number - 1];
    }
  }
  sim.addEntity(Requests, 'requests');
  sim.simulate(Number.POSITIVE_INFINITY);
  return latencies;
}

const timesNs = [];
let latencies = new Float64Array(0);
for (let i = 0; i < repeats; i++) {
  const start = performance.now();
  latencies = simulate();
  timesNs.push((performance.now() - start) * 1e6);
}
const meanNs = latencies.reduce((sum, value) => sum + value, 0) / requests;
const checksum = crc32(new Uint8Array(latencies.buffer));
process.stdout.write(`${JSON.stringify({ timesNs, checksum, meanNs, peakBytes: process.resourceUsage().maxRSS * 1024 })}\n`);
