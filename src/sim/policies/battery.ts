/** What a policy reckons is left in a battery: it is drawn from and never charged, and the world does not stop when it is empty. */

export interface BatteryPlan {
  /** When full [J], above 0. */
  readonly capacityJ: number;
  /** Charge at the start of each replication, as a share of it, 0..1. */
  readonly charge: number;
}

/** An empty battery counts as this full, so that a joule has a price there too; ours. */
const LEAST_SHARE = 0.01;

export class Battery {
  readonly #capacityJ: number;
  #leftJ: number;

  /** @param plan null: the mains, always full */
  constructor(plan: BatteryPlan | null) {
    this.#capacityJ = plan?.capacityJ ?? Number.POSITIVE_INFINITY;
    this.#leftJ = plan === null ? Number.POSITIVE_INFINITY : plan.capacityJ * plan.charge;
  }

  /** Charge as a share of the capacity, 0.01..1. */
  get share(): number {
    return this.#capacityJ === Number.POSITIVE_INFINITY ? 1 : Math.max(LEAST_SHARE, this.#leftJ / this.#capacityJ);
  }

  spend(energyJ: number): void {
    this.#leftJ = Math.max(0, this.#leftJ - energyJ);
  }
}
