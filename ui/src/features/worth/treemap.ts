// Rectangles whose areas are as their values: rows of boxes that are as square as may be (Bruls, Huizing, van Wijk).

export interface Box<Item> {
  readonly item: Item;
  /** Parts of the whole, 0 to 1. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Sized<Item> {
  readonly item: Item;
  readonly area: number;
}
interface Space {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The worst ratio of sides in a row of `areas` along a side of length `side`. */
function worst(areas: readonly number[], side: number): number {
  const sum = areas.reduce((total, area) => total + area, 0);
  return Math.max((side * side * Math.max(...areas)) / (sum * sum), (sum * sum) / (side * side * Math.min(...areas)));
}

/** Lays `items` out in a space `aspect` times as wide as high; those without a positive value are left out. */
export function treemap<Item>(items: readonly Item[], valueOf: (item: Item) => number, aspect: number): Box<Item>[] {
  const found = items.map((item) => ({ item, value: valueOf(item) })).filter(({ value }) => value > 0 && Number.isFinite(value));
  const total = found.reduce((sum, { value }) => sum + value, 0);
  const sized: Sized<Item>[] = found.map(({ item, value }) => ({ item, area: (value / total) * aspect })).toSorted((one, other) => other.area - one.area);
  const boxes: Box<Item>[] = [];
  let space: Space = { left: 0, top: 0, width: aspect, height: 1 };
  let at = 0;
  while (at < sized.length) {
    const side = Math.min(space.width, space.height);
    let end = at + 1;
    const areas = (to: number) => sized.slice(at, to).map(({ area }) => area);
    while (end < sized.length && worst(areas(end + 1), side) <= worst(areas(end), side)) end += 1;
    space = placed(sized.slice(at, end), space, boxes);
    at = end;
  }
  return boxes.map(({ item, left, top, width, height }) => ({ item, left: left / aspect, top, width: width / aspect, height }));
}

/** Puts a row along the shorter side of `space`; answers what is left of it. */
function placed<Item>(row: readonly Sized<Item>[], space: Space, boxes: Box<Item>[]): Space {
  const sum = row.reduce((total, { area }) => total + area, 0);
  const isColumn = space.width >= space.height;
  const depth = sum / (isColumn ? space.height : space.width);
  let offset = 0;
  for (const { item, area } of row) {
    const length = area / depth;
    boxes.push(isColumn ? { item, left: space.left, top: space.top + offset, width: depth, height: length } : { item, left: space.left + offset, top: space.top, width: length, height: depth });
    offset += length;
  }
  return isColumn ? { ...space, left: space.left + depth, width: Math.max(0, space.width - depth) } : { ...space, top: space.top + depth, height: Math.max(0, space.height - depth) };
}
