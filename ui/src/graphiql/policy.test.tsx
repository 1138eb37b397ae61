// What GraphiQL's page may do under its policy.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EDITOR_POLICIES, giveNonceToStyles, installTrustedTypes, makeEditorPolicy } from './policy';

afterEach(() => {
  vi.unstubAllGlobals();
  document.head.replaceChildren();
});

interface Made {
  createHTML(text: string): string;
  createScriptURL(url: string): string;
}

/** Trusted Types as a browser has them, remembering which policies were made. */
function withTrustedTypes() {
  const made = new Map<string, Made>();
  vi.stubGlobal('trustedTypes', {
    createPolicy(name: string, rules: Made) {
      made.set(name, rules);
      return { name, ...rules };
    },
  });
  return made;
}

describe('policy of the page', () => {
  it('takes scripts out of HTML that a library writes', () => {
    const made = withTrustedTypes();
    installTrustedTypes();
    const cleaned = made.get('default')!.createHTML('<p onclick="x()">A <b>word</b><script>x()</script><img src=x onerror=x()></p>');
    expect(cleaned).toBe('<p>A <b>word</b><img src="x"></p>');
  });

  it('starts workers of our own origin only', () => {
    const made = withTrustedTypes();
    installTrustedTypes();
    const { createScriptURL } = made.get('default')!;
    expect(createScriptURL('/assets/editor.worker.js')).toBe('/assets/editor.worker.js');
    expect(() => createScriptURL('https://example.com/worker.js')).toThrow(/another origin/);
  });

  it('makes only those policies of the editor that the server allows', () => {
    const made = withTrustedTypes();
    for (const name of [...EDITOR_POLICIES, 'defaultWorkerFactory', 'diffReview']) makeEditorPolicy(name, {});
    expect([...made.keys()]).toEqual(EDITOR_POLICIES);
    expect(makeEditorPolicy('diffReview', {})).toBeUndefined();
  });

  it('gives its number used once to style elements and to nothing else', () => {
    const original = document.createElement;
    const meta = document.createElement('meta');
    meta.name = 'csp-nonce';
    meta.nonce = 'abc123';
    document.head.append(meta);
    giveNonceToStyles();
    expect(document.createElement('style').nonce).toBe('abc123');
    expect(document.createElement('script').nonce).not.toBe('abc123');
    document.createElement = original;
  });
});
