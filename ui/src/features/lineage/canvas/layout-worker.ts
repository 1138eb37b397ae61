/*
 * The worker in which layouts are computed: one message in, one message out, arrays
 * handed over rather than copied.
 */

import { type LayoutInput, layoutGraph } from './layout';

/** What the page sends. */
export interface LayoutRequest {
  readonly ticket: number;
  readonly input: LayoutInput;
}

self.addEventListener('message', (event: MessageEvent<LayoutRequest>) => {
  const { ticket, input } = event.data;
  const output = layoutGraph(input);
  const { x, y, rank, direction, bendStart, bends } = output;
  self.postMessage({ ticket, output }, { transfer: [x.buffer, y.buffer, rank.buffer, direction.buffer, bendStart.buffer, bends.buffer] });
});
