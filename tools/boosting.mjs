/**
 * Gradient boosting for a yes-or-no label (Friedman 2001, "Greedy function approximation: a gradient boosting machine"),
 * with shallow trees and exact splits: the data is a few thousand rows of about a hundred numbers.
 */

const ROUNDS = 200
const DEPTH = 3
const RATE = 0.06
const SAMPLE = 0.6
const MIN_LEAF = 6
/** Keeps a leaf of few rows from saying much. */
const SHRINKAGE = 2

/** A forest (src/classifier/trees.ts) from rows {numbers, label}. */
export function learn(rows) {
  const random = generator(20261121)
  const positive = rows.filter(({ label }) => label === 1).length / rows.length
  const base = Math.log(positive / (1 - positive))
  const scores = new Float64Array(rows.length).fill(base)
  const trees = []
  for (let round = 0; round < ROUNDS; round++) {
    const gradients = rows.map(({ label }, at) => label - sigmoid(scores[at]))
    const curvatures = rows.map((_, at) => sigmoid(scores[at]) * (1 - sigmoid(scores[at])))
    const sample = rows.map((_, at) => at).filter(() => random() < SAMPLE)
    const tree = { feature: [], threshold: [], left: [], right: [], value: [] }
    grow(tree, sample, DEPTH, { rows, gradients, curvatures })
    for (const [at, row] of rows.entries()) scores[at] += leafValue(tree, row.numbers)
    trees.push(tree)
  }
  return { base, trees }
}

/** As in src/classifier/trees.ts. */
export function probability({ base, trees }, numbers) {
  return sigmoid(trees.reduce((score, tree) => score + leafValue(tree, numbers), base))
}

function leafValue(tree, numbers) {
  let node = 0
  while (tree.feature[node] >= 0)
    node = numbers[tree.feature[node]] > tree.threshold[node] ? tree.right[node] : tree.left[node]
  return tree.value[node]
}

/** Adds a node for the sample and what hangs below it; gives its index. */
function grow(tree, sample, depth, data) {
  const node = tree.feature.length
  const split = depth > 0 ? bestSplit(sample, data) : undefined
  const [gradient, curvature] = sums(sample, data)
  tree.feature.push(split ? split.feature : -1)
  tree.threshold.push(split ? split.threshold : 0)
  tree.left.push(0)
  tree.right.push(0)
  tree.value.push(split ? 0 : (RATE * gradient) / (curvature + SHRINKAGE))
  if (!split) return node
  const above = (at) => data.rows[at].numbers[split.feature] > split.threshold
  tree.left[node] = grow(
    tree,
    sample.filter((at) => !above(at)),
    depth - 1,
    data,
  )
  tree.right[node] = grow(tree, sample.filter(above), depth - 1, data)
  return node
}

function sums(sample, { gradients, curvatures }) {
  let gradient = 0
  let curvature = 0
  for (const at of sample) {
    gradient += gradients[at]
    curvature += curvatures[at]
  }
  return [gradient, curvature]
}

/** The split that lowers the loss most; of equals the first, so that the result is always the same. */
function bestSplit(sample, data) {
  const [gradient, curvature] = sums(sample, data)
  const gain = (g, h) => (g * g) / (h + SHRINKAGE)
  const whole = gain(gradient, curvature)
  let best
  const count = data.rows[0].numbers.length
  for (let feature = 0; feature < count; feature++) {
    const bins = new Map()
    for (const at of sample) {
      const value = data.rows[at].numbers[feature]
      const bin = bins.get(value) ?? { value, rows: 0, gradient: 0, curvature: 0 }
      bin.rows += 1
      bin.gradient += data.gradients[at]
      bin.curvature += data.curvatures[at]
      bins.set(value, bin)
    }
    if (bins.size < 2) continue
    const ordered = [...bins.values()].sort((a, b) => a.value - b.value)
    let rows = 0
    let left = 0
    let leftCurvature = 0
    for (let at = 0; at + 1 < ordered.length; at++) {
      rows += ordered[at].rows
      left += ordered[at].gradient
      leftCurvature += ordered[at].curvature
      if (rows < MIN_LEAF || sample.length - rows < MIN_LEAF) continue
      const won = gain(left, leftCurvature) + gain(gradient - left, curvature - leftCurvature) - whole
      if (won > 1e-9 && (!best || won > best.won + 1e-12))
        best = { won, feature, threshold: (ordered[at].value + ordered[at + 1].value) / 2 }
    }
  }
  return best
}

const sigmoid = (score) => 1 / (1 + Math.exp(-score))

/** Mulberry32: a small generator with a seed, so that a run can be had again. */
function generator(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
