// What of a scene has a text in its name: assets first, then columns that are open.
import type { Scene } from './canvas/scene';

export interface Hit {
  readonly node: string;
  readonly column: string | null;
}

export function findIn(scene: Scene, text: string): Hit[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const has = (name: string): boolean => name.toLowerCase().includes(wanted);
  const nodes = scene.nodes.filter((node) => has(node.name) || has(`${node.place}.${node.name}`)).map((node) => ({ node: node.id, column: null }));
  const columns = scene.nodes.flatMap((node) => (node.columns ?? []).filter((column) => has(column.name)).map((column) => ({ node: node.id, column: column.id })));
  return [...nodes, ...columns];
}
