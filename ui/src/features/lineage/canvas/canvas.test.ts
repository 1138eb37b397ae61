import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIRST_WINDOW, matching, portHeight, revealColumn, scroll, shown } from './column-window';
import { edgePoints, isNear } from './edges';
import { commandOf, KEY_HELP } from './keyboard';
import { layoutGraph } from './layout';
import { HEAD_HEIGHT, type IndexedScene, indexScene, layoutInput, MAX_ROWS, NODE_WIDTH, nodeHeight, type Scene, type SceneNode } from './scene';
import { SpatialIndex } from './spatial';
import { traceColumn, traceNode } from './trace';
import { bandOf, centre, centreWithin, fit, reveal, visible, zoomAt } from './viewport';
import { step } from './walk';

function node(id: string, extra: Partial<SceneNode> = {}): SceneNode {
  return {
    id, name: id, place: 'shop.public', colour: 'table', kindLabel: 'Table', state: 'good', stateLabel: 'Healthy',
    hiddenUp: 0, hiddenDown: 0, isFocus: false, isPlaceholder: false, canOpen: true, ...extra,
  };
}

function columns(table: string, count: number): { id: string; name: string; dataType: string }[] {
  return Array.from({ length: count }, (_, at) => ({ id: `${table}.${at}`, name: `column_${at}`, dataType: 'text' }));
}

/** orders and users feed sales, sales feeds report; report feeds back into orders. */
const SHOP: Scene = {
  nodes: [node('sales'), node('orders'), node('users'), node('report')],
  edges: [
    { id: 'e1', from: 'orders', to: 'sales' },
    { id: 'e2', from: 'users', to: 'sales' },
    { id: 'e3', from: 'sales', to: 'report' },
    { id: 'e4', from: 'report', to: 'orders' },
    { id: 'e5', from: 'sales', to: 'elsewhere' },
  ],
  columnEdges: [
    { id: 'c1', fromNode: 'orders', fromColumn: 'orders.0', toNode: 'sales', toColumn: 'sales.0' },
    { id: 'c2', fromNode: 'sales', fromColumn: 'sales.0', toNode: 'report', toColumn: 'report.0' },
    { id: 'c3', fromNode: 'users', fromColumn: 'users.0', toNode: 'sales', toColumn: 'sales.1' },
  ],
};

function names(scene: IndexedScene, nodes: Iterable<number>): string[] {
  return Array.from(nodes, (index) => scene.nodes[index]!.id).sort();
}

describe('scene', () => {
  test('has the same order whatever the order of the answer', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...SHOP.nodes], { minLength: 4 }), fc.shuffledSubarray([...SHOP.edges], { minLength: 5 }), (nodes, edges) => {
        const scene = indexScene({ ...SHOP, nodes, edges });
        expect(scene.nodes).toEqual(indexScene(SHOP).nodes);
        expect(scene.edges).toEqual(indexScene(SHOP).edges);
      }),
    );
  });

  test('leaves out an edge to a node it does not hold', () => {
    expect(indexScene(SHOP).edges.map((edge) => edge.id)).not.toContain('e5');
  });

  test('opened node is as tall as its rows, and no taller than its window', () => {
    const closed = nodeHeight(node('a'));
    const small = nodeHeight(node('a', { columns: columns('a', 3) }));
    const large = nodeHeight(node('a', { columns: columns('a', 5_000) }));
    expect(closed).toBe(HEAD_HEIGHT);
    expect(small).toBeGreaterThan(closed);
    expect(large).toBe(nodeHeight(node('a', { columns: columns('a', 13) })));
  });
});

describe('trace', () => {
  const scene = indexScene(SHOP);

  test('node path runs both ways and survives a cycle', () => {
    const trace = traceNode(scene, scene.indexOf.get('users')!);
    expect(names(scene, trace.nodes)).toEqual(['orders', 'report', 'sales', 'users']);
  });

  test('column path lights only its own columns and the tables they run along', () => {
    const trace = traceColumn(scene, scene.indexOf.get('sales')!, 'sales.0');
    expect([...trace.columns].sort()).toEqual(['orders.0', 'report.0', 'sales.0']);
    expect(names(scene, trace.nodes)).toEqual(['orders', 'report', 'sales']);
    expect(Array.from(trace.edges, (edge) => scene.edges[edge]!.id).sort()).toEqual(['e1', 'e3']);
  });
});

describe('spatial index', () => {
  const boxes = fc.array(fc.record({ rank: fc.nat(5), gap: fc.nat(60), height: fc.integer({ min: 20, max: 300 }) }), { minLength: 1, maxLength: 60 }).map((items) => {
    const bottoms = [0, 0, 0, 0, 0, 0];
    const y = items.map(({ rank, gap, height }) => {
      const top = bottoms[rank]! + gap;
      bottoms[rank] = top + height + 1;
      return top;
    });
    return {
      x: Float64Array.from(items, ({ rank }) => rank * 400),
      y: Float64Array.from(y),
      widths: new Float64Array(items.length).fill(NODE_WIDTH),
      heights: Float64Array.from(items, ({ height }) => height),
      rank: Int32Array.from(items, ({ rank }) => rank),
    };
  });

  test('finds exactly the boxes that a look at every box finds', () => {
    fc.assert(
      fc.property(boxes, fc.tuple(fc.integer({ min: -100, max: 2_500 }), fc.integer({ min: -100, max: 3_000 }), fc.nat(900), fc.nat(900)), (all, [left, top, width, height]) => {
        const rect = { left, top, right: left + width, bottom: top + height };
        const wanted = Array.from(all.x.keys()).filter((at) => all.x[at]! + NODE_WIDTH >= rect.left && all.x[at]! <= rect.right && all.y[at]! + all.heights[at]! >= rect.top && all.y[at]! <= rect.bottom);
        expect(new SpatialIndex(all).within(rect).sort((one, two) => one - two)).toEqual(wanted);
      }),
    );
  });

  test('stops at the limit', () => {
    const all = layoutGraph({ widths: new Float64Array(50).fill(NODE_WIDTH), heights: new Float64Array(50).fill(56), ports: new Float64Array(50).fill(28), from: new Int32Array(0), to: new Int32Array(0) });
    const index = new SpatialIndex({ ...all, widths: new Float64Array(50).fill(NODE_WIDTH), heights: new Float64Array(50).fill(56) });
    expect(index.within({ left: -1, top: -1, right: 1e6, bottom: 1e6 }, 7)).toHaveLength(7);
  });
});

describe('viewport', () => {
  const screen = { width: 800, height: 600 };

  test('zoom keeps the world under the pointer', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 10, noNaN: true }), fc.nat(800), fc.nat(600), (factor, x, y) => {
        const before = { x: 40, y: -70, zoom: 0.8 };
        const after = zoomAt(before, { x, y }, factor);
        expect((x - after.x) / after.zoom).toBeCloseTo((x - before.x) / before.zoom, 6);
        expect((y - after.y) / after.zoom).toBeCloseTo((y - before.y) / before.zoom, 6);
      }),
    );
  });

  test('fit shows the whole world and never enlarges', () => {
    const view = fit({ left: 0, top: 0, right: 4_000, bottom: 900 }, screen);
    const seen = visible(view, screen);
    expect(seen.left).toBeLessThanOrEqual(0);
    expect(seen.right).toBeGreaterThanOrEqual(4_000);
    expect(fit({ left: 0, top: 0, right: 10, bottom: 10 }, screen).zoom).toBe(1);
  });

  test('focus at the edge of a wide world stands at that edge of the screen', () => {
    const world = { left: 0, top: 0, right: 5_000, bottom: 400 };
    const right = visible(centreWithin({ x: 4_900, y: 200 }, world, screen, 1), screen);
    expect(right.right).toBeCloseTo(5_032);
    const middle = visible(centreWithin({ x: 2_500, y: 200 }, world, screen, 1), screen);
    expect((middle.left + middle.right) / 2).toBeCloseTo(2_500);
    expect((middle.top + middle.bottom) / 2).toBeCloseTo(200);
  });

  test('reveal leaves alone what is on the screen and moves what is not', () => {
    const view = centre({ x: 0, y: 0 }, screen, 1);
    expect(reveal(view, { left: 0, top: 0, right: 50, bottom: 50 }, screen)).toBe(view);
    const moved = reveal(view, { left: 900, top: 0, right: 1_000, bottom: 50 }, screen);
    expect(visible(moved, screen).right).toBeGreaterThanOrEqual(1_000);
  });

  test('bands change at a quarter and at 45 percent', () => {
    expect([0.24, 0.25, 0.44, 0.45].map(bandOf)).toEqual(['block', 'name', 'name', 'card']);
  });
});

describe('walking', () => {
  const scene = indexScene(SHOP);
  const layout = layoutGraph(layoutInput(scene));
  const heights = layoutInput(scene).heights;
  const index = new SpatialIndex({ ...layout, widths: new Float64Array(4).fill(NODE_WIDTH), heights });
  const from = (id: string, direction: 'left' | 'right' | 'up' | 'down'): string | undefined => scene.nodes[step(scene.indexOf.get(id)!, direction, { scene, layout, index })]?.id;

  test('right and left follow edges', () => {
    expect(from('users', 'right')).toBe('sales');
    expect(from('sales', 'right')).toBe('report');
    expect(['orders', 'users']).toContain(from('sales', 'left'));
  });

  test('walk ends where the graph does', () => {
    expect(from('users', 'left')).toBeUndefined();
  });
});

describe('edge', () => {
  const scene = indexScene(SHOP);
  const layout = layoutGraph(layoutInput(scene));

  test('is near its own ends and far from elsewhere', () => {
    const points = edgePoints(scene, layout, scene.edges.findIndex((edge) => edge.id === 'e3'));
    expect(isNear(points, points[0]! + 1, points[1]!, 4)).toBe(true);
    expect(isNear(points, points.at(-2)! - 1, points.at(-1)!, 4)).toBe(true);
    expect(isNear(points, points[0]!, points[1]! + 200, 4)).toBe(false);
  });
});

describe('window of columns', () => {
  const wide = node('wide', { columns: columns('wide', 400) });

  test('shows the first rows, pages, and stops at both ends', () => {
    expect(shown(wide, FIRST_WINDOW)).toHaveLength(MAX_ROWS);
    expect(scroll(wide, FIRST_WINDOW, -5).offset).toBe(0);
    expect(scroll(wide, FIRST_WINDOW, 9_999).offset).toBe(400 - MAX_ROWS);
  });

  test('search finds any part of a name in any case', () => {
    expect(matching(wide, 'MN_39').map((column) => column.name)).toEqual(['column_39', ...Array.from({ length: 10 }, (_, at) => `column_39${at}`)]);
  });

  test('revealed column is in the window, and edges meet its row', () => {
    const state = revealColumn(wide, FIRST_WINDOW, 'wide.200');
    expect(shown(wide, state).map((column) => column.id)).toContain('wide.200');
    expect(portHeight(wide, state, 'wide.200')).toBeGreaterThan(HEAD_HEIGHT);
    expect(portHeight(wide, state, 'wide.0')).toBe(HEAD_HEIGHT / 2);
  });
});

describe('keys', () => {
  const key = (name: string, held: Partial<KeyboardEvent> = {}): { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean } => ({ key: name, ctrlKey: false, metaKey: false, altKey: false, ...held });

  test('each key of the help has a command', () => {
    for (const { keys } of KEY_HELP) {
      for (const part of keys.split(' ')) {
        const name = { '←': 'ArrowLeft', '→': 'ArrowRight', '↑': 'ArrowUp', '↓': 'ArrowDown', Space: ' ', Esc: 'Escape', '−': '-' }[part] ?? part;
        expect(commandOf(key(name)), part).not.toBeNull();
      }
    }
  });

  test('shortcuts of the browser and text being composed are left alone', () => {
    expect(commandOf(key('f', { ctrlKey: true }))).toBeNull();
    expect(commandOf({ ...key('c'), isComposing: true })).toBeNull();
  });
});
