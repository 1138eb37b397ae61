import { afterEach, expect, test, vi } from 'vitest';
import { installTrustedTypes, withTrustedHtml } from './trusted';

interface Rules {
  createHTML(text: string): string;
  createScriptURL(url: string): string;
}

function rules(): Rules {
  const createPolicy = vi.fn();
  vi.stubGlobal('trustedTypes', { createPolicy });
  installTrustedTypes();
  expect(createPolicy.mock.calls[0]?.[0]).toBe('default');
  return createPolicy.mock.calls[0]?.[1] as Rules;
}

afterEach(() => vi.unstubAllGlobals());

test('only announced HTML passes, and only while it is announced', () => {
  const { createHTML } = rules();
  withTrustedHtml('<p>a</p>', () => {
    expect(createHTML('<p>a</p>')).toBe('<p>a</p>');
    expect(() => createHTML('<img onerror=x>')).toThrow(TypeError);
  });
  expect(() => createHTML('<p>a</p>')).toThrow(TypeError);
});

test('a worker of our own passes, a script of another origin does not', () => {
  const { createScriptURL } = rules();
  expect(createScriptURL('/assets/worker.js')).toBe('/assets/worker.js');
  expect(() => createScriptURL('https://evil.example/x.js')).toThrow(TypeError);
});
