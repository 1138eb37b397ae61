// The one Trusted Types policy. It lets pass what the SafeHtml component announced
// and script URLs (workers) of our own origin, and refuses everything else.

let announced: string | null = null;

interface Policies {
  createPolicy(name: string, rules: { createHTML(text: string): string; createScriptURL(url: string): string }): unknown;
}

/** Runs `write` while `html` may be assigned to an HTML sink. */
export function withTrustedHtml(html: string, write: () => void): void {
  announced = html;
  try {
    write();
  } finally {
    announced = null;
  }
}

/** Installs the policy; a browser without Trusted Types needs none. */
export function installTrustedTypes(): void {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  policies?.createPolicy('default', {
    createHTML(text) {
      if (text !== announced) throw new TypeError('HTML may only be written by SafeHtml');
      return text;
    },
    createScriptURL(url) {
      if (new URL(url, location.href).origin !== location.origin) throw new TypeError(`script of another origin: ${url}`);
      return url;
    },
  });
}
