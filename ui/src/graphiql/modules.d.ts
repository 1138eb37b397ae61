// The editor's own copy of DOMPurify, which has no types.
declare module 'monaco-editor/esm/vs/base/browser/dompurify/dompurify.js' {
  export function sanitize(html: string): string;
}
