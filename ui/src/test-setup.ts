// What jsdom lacks and every page test needs. Pages come lazily, which takes time
// on a busy machine, so waiting is generous; a wait ends as soon as it can.
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

configure({
  asyncUtilTimeout: 10_000,
  // The whole document in a failure hides the one line that says what is missing.
  getElementError: (message) => new Error(message ?? 'not found'),
});

// jsdom lays nothing out, so there is nowhere to scroll to.
Element.prototype.scrollIntoView = () => undefined;

afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.unstubAllGlobals();
});
