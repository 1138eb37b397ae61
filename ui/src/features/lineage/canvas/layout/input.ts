/*
 * What the layout is given and what it answers, as plain typed arrays: both cross
 * the border to a worker by transfer, so nothing here is an object per node.
 * Which asset a position belongs to is the caller's knowledge, by index.
 */

/** A graph to place. Nodes and edges are numbers, their index is their name. */
export interface LayoutInput {
  /** Width of each node in world pixels. */
  readonly widths: Float64Array;
  /** Height of each node in world pixels; opened nodes are taller. */
  readonly heights: Float64Array;
  /** Where edges touch a node, in pixels below its top edge. */
  readonly ports: Float64Array;
  /** Upstream node of each edge. */
  readonly from: Int32Array;
  /** Downstream node of each edge. */
  readonly to: Int32Array;
}

/** Positions of a graph: columns from left (upstream) to right (downstream). */
export interface LayoutOutput {
  /** Left edge of each node. */
  readonly x: Float64Array;
  /** Top edge of each node. */
  readonly y: Float64Array;
  /** Column of each node, counted from 0 at the left. */
  readonly rank: Int32Array;
  /** Per edge: `EDGE_FORWARD`, `EDGE_REVERSED` or `EDGE_LOOP`. */
  readonly direction: Uint8Array;
  /** Per edge the first of its bends; one entry more than there are edges. */
  readonly bendStart: Int32Array;
  /** Bends as pairs of x and y, from left to right also where the edge is reversed. */
  readonly bends: Float64Array;
  readonly width: number;
  readonly height: number;
  /** Edge crossings between neighbouring columns that were left. */
  readonly crossings: number;
  /** Elementary steps taken; what bounds the time, independent of the machine. */
  readonly steps: number;
}

/** The edge points from left to right. */
export const EDGE_FORWARD = 0;
/** The edge closed a cycle and was turned around; it points from right to left. */
export const EDGE_REVERSED = 1;
/** The edge leads from a node to itself. */
export const EDGE_LOOP = 2;

/** Space between two nodes of a column. */
export const NODE_GAP = 20;
/** Space beside an edge that passes through a column. */
export const LANE_GAP = 10;
/** Smallest space between two columns. */
export const RANK_GAP = 88;

/** Counts elementary steps, so that a test can bound work without a clock. */
export class Steps {
  count = 0;
}
