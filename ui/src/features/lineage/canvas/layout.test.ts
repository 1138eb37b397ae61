import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EDGE_FORWARD, EDGE_LOOP, EDGE_REVERSED, type LayoutInput, type LayoutOutput, layoutGraph } from './layout';
import { laneLimit } from './layout/lanes';

const WIDTH = 200;

function graph(nodes: number, pairs: readonly (readonly [number, number])[], heights: readonly number[] = []): LayoutInput {
  const height = (node: number): number => heights[node % Math.max(1, heights.length)] ?? 56;
  return {
    widths: new Float64Array(nodes).fill(WIDTH),
    heights: Float64Array.from({ length: nodes }, (_, node) => height(node)),
    ports: new Float64Array(nodes).fill(28),
    from: Int32Array.from(pairs, ([from]) => from),
    to: Int32Array.from(pairs, ([, to]) => to),
  };
}

const anyGraph = fc.integer({ min: 1, max: 40 }).chain((nodes) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { maxLength: 90 }),
      fc.array(fc.integer({ min: 56, max: 420 }), { minLength: 1, maxLength: 7 }),
    )
    .map(([pairs, heights]) => graph(nodes, pairs, heights)),
);

/** Answers the first pair of nodes whose boxes touch. */
function overlap(input: LayoutInput, output: LayoutOutput): readonly [number, number] | null {
  const order = Array.from(output.x.keys()).sort((one, two) => output.rank[one]! - output.rank[two]! || output.y[one]! - output.y[two]!);
  for (let at = 1; at < order.length; at += 1) {
    const [upper, lower] = [order[at - 1]!, order[at]!];
    if (output.rank[upper] === output.rank[lower] && output.y[upper]! + input.heights[upper]! > output.y[lower]!) return [upper, lower];
  }
  return null;
}

/** A seeded graph of about `log2(nodes)` layers with long edges and some cycles. */
function warehouse(nodes: number): LayoutInput {
  let state = 7;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  const layers = Math.max(4, Math.round(Math.log2(nodes)));
  const pairs: [number, number][] = [];
  for (let node = 0; node < nodes; node += 1) {
    const layer = node % layers;
    const count = layer === 0 ? 0 : 1 + Math.floor(random() * 2.2);
    for (let edge = 0; edge < count; edge += 1) {
      const from = random() < 0.85 ? layer - 1 : Math.floor(random() * layer);
      const near = node - layer + from + layers * Math.floor((random() - 0.5) * 20);
      pairs.push([Math.min(nodes - 1, Math.max(0, near)), node]);
    }
    if (random() < 0.01) pairs.push([node, Math.floor(random() * nodes)]);
  }
  return graph(nodes, pairs);
}

describe('any graph', () => {
  test('has no two nodes that overlap', () => {
    fc.assert(fc.property(anyGraph, (input) => overlap(input, layoutGraph(input)) === null));
  });

  test('has edges that point right, but for those turned to break a cycle', () => {
    fc.assert(
      fc.property(anyGraph, (input) => {
        const output = layoutGraph(input);
        input.from.forEach((from, edge) => {
          const to = input.to[edge]!;
          const gap = output.x[to]! - output.x[from]!;
          if (output.direction[edge] === EDGE_FORWARD) expect(gap).toBeGreaterThan(WIDTH);
          else if (output.direction[edge] === EDGE_REVERSED) expect(gap).toBeLessThan(-WIDTH);
          else expect(to).toBe(from);
        });
      }),
    );
  });

  test('is laid out the same way twice, to the byte', () => {
    fc.assert(
      fc.property(anyGraph, (input) => {
        expect(layoutGraph(input)).toEqual(layoutGraph(input));
      }),
    );
  });

  test('keeps all nodes inside the stated size', () => {
    fc.assert(
      fc.property(anyGraph, (input) => {
        const output = layoutGraph(input);
        output.x.forEach((x, node) => {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(output.y[node]).toBeGreaterThanOrEqual(0);
          expect(x + WIDTH).toBeLessThanOrEqual(output.width);
          expect(output.y[node]! + input.heights[node]!).toBeLessThanOrEqual(output.height);
        });
      }),
    );
  });

  test('bends long edges inside the columns between its ends, from left to right', () => {
    fc.assert(
      fc.property(anyGraph, (input) => {
        const output = layoutGraph(input);
        input.from.forEach((from, edge) => {
          const to = input.to[edge]!;
          let last = Math.min(output.x[from]!, output.x[to]!);
          for (let bend = output.bendStart[edge]!; bend < output.bendStart[edge + 1]!; bend += 1) {
            expect(output.bends[bend * 2]).toBeGreaterThan(last);
            last = output.bends[bend * 2]!;
          }
          if (from !== to) expect(Math.max(output.x[from]!, output.x[to]!)).toBeGreaterThan(last);
        });
      }),
    );
  });
});

test('graph without cycles has no edge turned', () => {
  const acyclic = fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { maxLength: 80 }).map((pairs) => graph(30, pairs.map(([one, two]) => (one < two ? [one, two] : [two, one]))));
  fc.assert(
    fc.property(acyclic, (input) => {
      const turned = layoutGraph(input).direction.filter((direction) => direction === EDGE_REVERSED);
      expect(turned).toHaveLength(0);
    }),
  );
});

test.each([2, 3, 50])('cycle of %i nodes keeps all its nodes in a row and turns one edge', (length) => {
  const output = layoutGraph(graph(length, Array.from({ length }, (_, node) => [node, (node + 1) % length] as const)));
  expect(new Set(output.rank).size).toBe(length);
  expect(output.direction.filter((direction) => direction === EDGE_REVERSED)).toHaveLength(1);
});

test('edge from a node to itself is kept as a loop', () => {
  const output = layoutGraph(graph(2, [[0, 0], [0, 1]]));
  expect([...output.direction]).toEqual([EDGE_LOOP, EDGE_FORWARD]);
});

test('empty graph has no size', () => {
  const output = layoutGraph(graph(0, []));
  expect([output.width, output.height, output.x.length]).toEqual([0, 0, 0]);
});

test('chain stands in one straight line', () => {
  const output = layoutGraph(graph(6, Array.from({ length: 5 }, (_, node) => [node, node + 1] as const)));
  expect(new Set(output.y)).toEqual(new Set([0]));
});

test('crossed pair is uncrossed', () => {
  expect(layoutGraph(graph(4, [[0, 3], [1, 2]])).crossings).toBe(0);
});

test('opened node pushes its neighbours away and no further than needed', () => {
  const pairs = [[0, 1], [0, 2], [0, 3]] as const;
  const output = layoutGraph(graph(4, pairs, [56, 56, 400, 56]));
  const tops = [1, 2, 3].map((node) => output.y[node]!).sort((one, two) => one - two);
  expect(tops[2]! - tops[0]!).toBeLessThanOrEqual(400 + 56 + 2 * 20 + 2);
});

test('long edges of one node share their lanes', () => {
  const pairs: [number, number][] = [[0, 1], [1, 2], [2, 3], [3, 4], [0, 4], [3, 5], [0, 5]];
  const output = layoutGraph(graph(6, pairs));
  const lanes = (edge: number): number[] => Array.from(output.bends.subarray(output.bendStart[edge]! * 2, output.bendStart[edge + 1]! * 2));
  expect(lanes(4).length).toBeGreaterThan(0);
  expect(lanes(6)).toEqual(lanes(4));
});

test('lanes stay bounded where a chain has an edge from everywhere to its end', () => {
  const nodes = 2_000;
  const pairs = Array.from({ length: nodes - 1 }, (_, node) => [node, node + 1] as const);
  const input = graph(nodes, [...pairs, ...pairs.map(([from]) => [from, nodes - 1] as const)]);
  const output = layoutGraph(input);
  expect(output.bends.length / 4).toBeLessThan(4 * laneLimit(nodes));
  expect(output.steps).toBeLessThan(6_000_000);
});

test.each([
  [500, 150_000],
  [2_000, 600_000],
  [10_000, 2_500_000],
])('%i nodes take at most %i steps, cycles included', (nodes, limit) => {
  const input = warehouse(nodes);
  const output = layoutGraph(input);
  expect(overlap(input, output)).toBeNull();
  expect(output.steps).toBeLessThan(limit);
});

test('hub with 5,000 edges and a chain of 10,000 end', () => {
  const hub = layoutGraph(graph(5_001, Array.from({ length: 5_000 }, (_, node) => [0, node + 1] as const)));
  expect(new Set(hub.rank).size).toBe(2);
  const chain = layoutGraph(graph(10_000, Array.from({ length: 9_999 }, (_, node) => [node, node + 1] as const)));
  expect(chain.rank[9_999]).toBe(9_999);
});
