// The only door for HTML. What goes in was rendered from Markdown and cleaned by
// the server; Trusted Types refuse every other way of writing HTML.
import { useLayoutEffect, useRef } from 'react';
import { withTrustedHtml } from '../../app/trusted';

export function SafeHtml({ html, className = '' }: { readonly html: string; readonly className?: string }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element) withTrustedHtml(html, () => {
      element.innerHTML = html;
    });
  }, [html]);
  return <div ref={box} className={`prose ${className}`} />;
}
