// What lets GraphiQL's editor live under the page's policy: style elements carry
// the number used once, HTML is cleaned, and of the editor's own policies for
// Trusted Types only those it works with are made.
import { sanitize } from 'monaco-editor/esm/vs/base/browser/dompurify/dompurify.js';

interface Rules {
  createHTML(text: string): string;
  createScriptURL?(url: string): string;
}

interface Policies {
  createPolicy(name: string, rules: Partial<Rules>): unknown;
}

/** The server allows these by name: the lines of a text, its wraps, and the colours of code in a message. */
export const EDITOR_POLICIES: readonly string[] = ['editorViewLayer', 'domLineBreaksComputer', 'tokenizeToString', 'standaloneColorizer'];

function policies(): Policies | undefined {
  return (globalThis as { trustedTypes?: Policies }).trustedTypes;
}

/** Installs the policy for everything that has none of its own; a browser without Trusted Types needs none. */
export function installTrustedTypes(): void {
  policies()?.createPolicy('default', {
    createHTML: (text) => sanitize(text),
    createScriptURL(url) {
      if (new URL(url, location.href).origin !== location.origin) throw new TypeError(`script of another origin: ${url}`);
      return url;
    },
  });
}

/**
 * Makes a policy of the editor, or none where it can do without: what it then
 * writes is cleaned by the default one.
 */
export function makeEditorPolicy(name: string, rules: Partial<Rules> | undefined): unknown {
  return EDITOR_POLICIES.includes(name) ? policies()?.createPolicy(name, rules ?? {}) : undefined;
}

/** Gives the page's number used once to every style element that a script makes. */
export function giveNonceToStyles(): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.nonce;
  if (!nonce) return;
  const create = document.createElement.bind(document);
  const withNonce = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const made = create(name, options);
    if (made instanceof HTMLStyleElement) made.nonce = nonce;
    return made;
  };
  document.createElement = withNonce;
}
