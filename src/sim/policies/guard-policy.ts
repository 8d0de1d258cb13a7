/**
 * A policy of the user's own behind a guard: whatever it returns is checked, whatever it throws is told by its name, and what it is shown is
 * a frozen copy, so that it can neither change the run nor keep what the engine goes on to use.
 */

import type { OwnPolicy } from './own-policy.ts';
import type { Approach, Choice, Chooser, Decision, Measure, Policy, Rule } from './policy.ts';
import { PolicyFailure } from './policy-failure.ts';

const APPROACHES: ReadonlySet<unknown> = new Set<Approach>(['test', 'pass', 'offload', 'picture', 'skip', 'drop']);
const DECISIONS: ReadonlySet<unknown> = new Set<Decision>(['answer', 'continue', 'offload']);
const MEASURES: ReadonlySet<unknown> = new Set<Measure['kind']>(['entropy', 'normalised-entropy', 'margin', 'calibrated']);

type OwnChoice = Extract<Choice, { readonly kind: OwnPolicy['choice']['kind'] }>;

export class Guard {
  readonly #policy: string;
  readonly #exits: number;

  /** @param policy what results call it @param exits number of exits N */
  constructor(policy: string, exits: number) {
    this.#policy = policy;
    this.#exits = exits;
  }

  /** The outcome of the user's code. @throws PolicyFailure where it throws */
  call<T>(method: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof PolicyFailure) throw error;
      const isError = error instanceof Error;
      const reason = `threw ${isError ? `${error.name}: ${error.message.split('\n')[0]}` : show(error)}${isError ? lineOf(error) : ''}`;
      throw new PolicyFailure({ policy: this.#policy, method, reason, rule: null, trace: isError ? (error.stack ?? null) : null });
    }
  }

  /** What the user's `policy` function returned, checked. @throws PolicyFailure */
  policy(made: unknown): Policy {
    if (!isMap(made) || made instanceof Promise) this.#fail('policy', `returned ${show(made)}`, 'return { rules, choice }');
    const choice = this.#choice(made['choice'], made['rules']);
    const rules = this.rules(made['rules'], choice.kind === 'adaptive');
    if (choice.kind === 'adaptive' && choice.reconsiders) this.#checkAgreement(rules);
    return { rules, choice };
  }

  /** @param mayDrop whether a rule may give requests up */
  rules(rules: unknown, mayDrop: boolean): Rule[] {
    if (!Array.isArray(rules) || rules.length === 0)
      this.#fail('policy', `returned ${show(rules)} as rules`, 'return a list of one rule or more');
    return rules.map((rule: unknown, i) => this.#rule(rule, `rules[${i}]`, mayDrop));
  }

  #rule(rule: unknown, at: string, mayDrop: boolean): Rule {
    if (!isMap(rule)) this.#fail('policy', `returned ${show(rule)} as ${at}`, 'a rule has the functions approach and decide');
    for (const method of ['approach', 'decide']) {
      if (typeof rule[method] !== 'function')
        this.#fail('policy', `returned ${at} without ${method}`, 'a rule has the functions approach and decide');
    }
    const own = rule as unknown as Rule;
    const best: unknown = own.bestOfAllBelow;
    if (best !== undefined && !(typeof best === 'number' && best >= 0)) {
      this.#fail('policy', `returned ${at}.bestOfAllBelow ${show(best)}`, 'a number from 0 up');
    }
    const measure = this.#measure(own.measure, `${at}.measure`);
    return {
      approach: (exit, exits) => {
        const approach: unknown = this.call('approach', () => own.approach(exit, exits));
        const fact = `gave ${show(approach)} at exit ${exit}`;
        if (!APPROACHES.has(approach)) this.#fail('approach', fact, 'give test, pass, offload, picture, skip or drop');
        if ((approach === 'picture' || approach === 'drop') && exit > 1) this.#fail('approach', fact, `${approach} is said at exit 1`);
        if (approach === 'drop' && !mayDrop) this.#fail('approach', fact, 'drop is for a policy whose choice is adaptive');
        return approach as Approach;
      },
      decide: (observation) => {
        const decision: unknown = this.call('decide', () => own.decide(Object.freeze({ ...observation })));
        if (!DECISIONS.has(decision)) {
          this.#fail('decide', `gave ${show(decision)} at exit ${observation.exit}`, 'give answer, continue or offload');
        }
        return decision as Decision;
      },
      ...(measure === undefined ? {} : { measure }),
      ...(best === undefined ? {} : { bestOfAllBelow: best as number }),
    };
  }

  #measure(measure: unknown, at: string): Measure | undefined {
    if (measure === undefined) return undefined;
    if (!isMap(measure) || !MEASURES.has(measure['kind'])) {
      this.#fail(
        'policy',
        `returned ${at} ${isMap(measure) ? show(measure['kind']) : show(measure)}`,
        `its kind is ${[...MEASURES].join(', ')}`,
      );
    }
    const temperatures = measure['temperatures'];
    const isFit = (t: unknown) => typeof t === 'number' && t > 0 && Number.isFinite(t);
    const count = this.#exits - 1;
    if (measure['kind'] === 'calibrated' && !(Array.isArray(temperatures) && temperatures.length === count && temperatures.every(isFit))) {
      this.#fail('policy', `returned ${at} without a temperature for each exit`, `give temperatures, ${count} numbers above 0`);
    }
    return { ...measure } as unknown as Measure;
  }

  #choice(choice: unknown, rules: unknown): OwnChoice {
    const kind = isMap(choice) ? choice['kind'] : undefined;
    if (!isMap(choice) || (kind !== 'only' && kind !== 'drawn' && kind !== 'adaptive')) {
      const isBound = kind === 'known' || kind === 'foretold';
      const rule = isBound
        ? 'a policy of your own may not know the truth; give only, drawn or adaptive'
        : 'its kind is only, drawn or adaptive';
      this.#fail('policy', `returned a choice of ${isMap(choice) ? `kind ${show(kind)}` : show(choice)}`, rule);
    }
    const count = Array.isArray(rules) ? rules.length : 0;
    if (kind === 'only') return { kind };
    if (kind === 'drawn') return { kind, shares: this.#shares(choice['shares'], count) };
    const start = choice['start'];
    const reconsiders = choice['reconsiders'] ?? false;
    if (typeof start !== 'function')
      this.#fail('policy', 'returned an adaptive choice without start', 'start is a function that returns { choose }');
    if (typeof reconsiders !== 'boolean') this.#fail('policy', `returned reconsiders ${show(reconsiders)}`, 'give true or false');
    return {
      kind,
      reconsiders,
      start: (stream) => {
        const started: unknown = this.call('start', () => (choice as { start: (draw: () => number) => unknown }).start(stream));
        return this.#chooser(started, count, reconsiders);
      },
    };
  }

  #shares(shares: unknown, rules: number): readonly number[] {
    const isFit = (one: unknown) => typeof one === 'number' && one >= 0 && one <= 1;
    const sum = Array.isArray(shares) && shares.every(isFit) ? shares.reduce((total: number, one: number) => total + one, 0) : Number.NaN;
    if (!Array.isArray(shares) || shares.length !== rules || !(Math.abs(sum - 1) <= 1e-9)) {
      this.#fail('policy', 'returned shares that do not fit', `give ${rules}, one for each rule, from 0 to 1 and summing to 1`);
    }
    return [...shares];
  }

  #chooser(chooser: unknown, rules: number, reconsiders: boolean): Chooser {
    for (const method of reconsiders ? ['choose', 'reconsider'] : ['choose']) {
      if (!isMap(chooser) || typeof chooser[method] !== 'function') {
        this.#fail('start', `returned ${isMap(chooser) ? `no ${method}` : show(chooser)}`, `return { ${method} }`);
      }
    }
    const own = chooser as unknown as Chooser;
    const ruleOf = (method: string, rule: unknown): number => {
      if (!(Number.isInteger(rule) && (rule as number) >= 0 && (rule as number) < rules)) {
        this.#fail(method, `gave ${show(rule)}`, `give the index of a rule, a whole number from 0 to ${rules - 1}`);
      }
      return rule as number;
    };
    return {
      choose: (situation) =>
        ruleOf(
          'choose',
          this.call('choose', () => own.choose(Object.freeze({ ...situation }))),
        ),
      ...(reconsiders
        ? {
            reconsider: (situation, observation) => {
              const seen = [Object.freeze({ ...situation }), Object.freeze({ ...observation })] as const;
              return ruleOf(
                'reconsider',
                this.call('reconsider', () => own.reconsider?.(...seen)),
              );
            },
          }
        : {}),
      learn: (outcome) => {
        if (own.learn !== undefined) this.call('learn', () => own.learn?.(Object.freeze({ ...outcome })));
      },
    };
  }

  /** What is chosen anew when the first branch has run may not have gone another way by then. */
  #checkAgreement(rules: readonly Rule[]): void {
    const start = (rule: Rule): string => {
      const way: Approach[] = [];
      for (let exit = 1; exit < this.#exits && way.at(-1) !== 'test'; exit++) way.push(rule.approach(exit, this.#exits));
      return way.join(' ');
    };
    const [first, ...others] = rules.map(start);
    const other = others.find((way) => way !== first);
    if (other === undefined && first?.endsWith('test') === true) return;
    const fact =
      other === undefined
        ? `reconsiders, and its rules test no exit (${first})`
        : `reconsiders, and its rules begin "${first}" and "${other}"`;
    this.#fail('policy', fact, 'let all rules approach the exits alike up to the first that they test');
  }

  #fail(method: string, reason: string, rule: string): never {
    throw new PolicyFailure({ policy: this.#policy, method, reason, rule, trace: null });
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as its author would recognise it. */
function show(value: unknown): string {
  if (value instanceof Promise) return 'a promise';
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return value === undefined ? 'nothing' : String(value);
}

/** Where in the module it was thrown, as far as its trace tells; modules are imported by their hash. */
function lineOf({ stack }: Error): string {
  const line = /\?sha256=[0-9a-f]+:(\d+):\d+/.exec(stack ?? '')?.[1];
  return line === undefined ? '' : ` (line ${line})`;
}
