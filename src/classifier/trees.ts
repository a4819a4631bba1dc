/** Boosted decision trees as data: small enough to read through, walked without any library. */

/** A tree in arrays; node 0 is the root. `feature` -1: a leaf. A value above the threshold goes right. */
export interface Tree {
  readonly feature: readonly number[]
  readonly threshold: readonly number[]
  readonly left: readonly number[]
  readonly right: readonly number[]
  /** What a leaf adds to the score. */
  readonly value: readonly number[]
}

export interface Forest {
  /** Names of the numbers that it was learnt from, in order; it speaks for no others. */
  readonly names: readonly string[]
  readonly base: number
  readonly trees: readonly Tree[]
}

/** Probability of what the forest was taught to tell, between 0 and 1. Cost: one path through each tree. */
export function probability({ base, trees }: Forest, numbers: readonly number[]): number {
  let score = base
  for (const tree of trees) {
    let node = 0
    while (tree.feature[node]! >= 0)
      node = numbers[tree.feature[node]!]! > tree.threshold[node]! ? tree.right[node]! : tree.left[node]!
    score += tree.value[node]!
  }
  return 1 / (1 + Math.exp(-score))
}
