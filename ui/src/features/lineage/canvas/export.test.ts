import { describe, expect, test } from 'vitest';
import { type Drawing, toSvg } from './export';
import { layoutGraph } from './layout';
import { frameOf, mapScale } from './minimap';
import { indexScene, layoutInput, nodeHeight, type Scene, type SceneNode } from './scene';
import { type Selection, traceSelection } from './trace';

const node = (id: string, extra: Partial<SceneNode> = {}): SceneNode => ({ id, name: id, place: 'shop.public', colour: 'table', kindLabel: 'Table', state: null, stateLabel: '', hiddenUp: 0, hiddenDown: 0, isFocus: false, isPlaceholder: false, canOpen: true, ...extra });
const PALETTE = { surface: 'white', ink: 'black', edge: 'grey', accent: 'blue', kinds: new Proxy({}, { get: () => 'navy' }), states: new Proxy({}, { get: () => 'red' }), font: 'sans' } as unknown as Drawing['palette'];

function draw(scene: Scene, selection: Selection = null): string {
  const indexed = indexScene(scene);
  return toSvg({ scene: indexed, layout: layoutGraph(layoutInput(indexed)), heights: Float64Array.from(indexed.nodes, nodeHeight), palette: PALETTE, portOf: (_, column) => (column === undefined ? 30 : 90), trace: traceSelection(indexed, selection, -1), rowsOf: (at) => indexed.nodes[at]!.columns ?? [] });
}

describe('picture of the graph', () => {
  const scene: Scene = { nodes: [node('orders', { isFocus: true, columns: [{ id: 'c', name: 'amount', dataType: 'numeric' }] }), node('sales')], edges: [{ id: 'e', from: 'orders', to: 'sales', mark: 'vanished' }], columnEdges: [] };

  test('holds every node, its columns and every edge', () => {
    const svg = draw(scene);
    expect(svg.match(/<title>/g)).toHaveLength(2);
    expect(svg).toContain('amount  numeric');
    expect(svg).toMatch(/<path d="M[\d. ]+C[^"]+" fill="none" stroke="red" stroke-width="2" stroke-dasharray/);
  });

  test('holds the edges between columns of opened nodes, and what is followed in its own colour', () => {
    const columns = { ...scene, edges: [{ id: 'e', from: 'orders', to: 'sales' }], columnEdges: [{ id: 'ce', fromNode: 'orders', fromColumn: 'c', toNode: 'sales', toColumn: 'd' }] };
    expect(draw(columns).match(/stroke="navy" stroke-width="1" opacity="\.6"/g)).toHaveLength(1);
    const followed = draw(columns, { kind: 'column', node: 'orders', column: 'c' });
    expect(followed.match(/fill="none" stroke="blue" stroke-width="2"/g)).toHaveLength(2);
    const closed = { ...columns, nodes: [node('orders'), node('sales')] };
    expect(draw(closed)).not.toContain('opacity=".6"');
  });

  test('takes names for text, whatever they hold', () => {
    const svg = draw({ ...scene, nodes: [node('orders', { name: '</text><script>x("&")</script>\u0000' }), node('sales')] });
    expect(svg).not.toContain('<script>');
    expect(svg).not.toContain('\u0000');
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;x(&quot;&amp;');
  });
});

describe('minimap', () => {
  test('fits the world and frames what is on the screen', () => {
    const map = mapScale({ width: 1640, height: 1000 });
    expect(map.scale).toBeCloseTo(0.1);
    const frame = frameOf({ x: 0, y: 0, zoom: 1 }, { width: 820, height: 500 }, map);
    expect(frame.width).toBeCloseTo(82);
    expect(frame.height).toBeCloseTo(50);
  });

  test('cuts the frame off at its borders', () => {
    const frame = frameOf({ x: 9_000, y: 9_000, zoom: 1 }, { width: 800, height: 500 }, mapScale({ width: 1000, height: 1000 }));
    expect(frame).toEqual({ left: 0, top: 0, width: 0, height: 0 });
  });
});
