// A key cap. `mod` is written as the reader's own modifier key.
const IS_MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
const NAMES: Record<string, string> = { mod: IS_MAC ? '⌘' : 'Ctrl', Enter: '↵', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' };

export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      {keys.split(' ').map((stroke) => (
        <kbd key={stroke} className="rounded-chip border border-line bg-sunken px-1.5 font-mono text-12 leading-4.5 text-muted">
          {stroke
            .split('+')
            .map((part) => NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part))
            .join(' ')}
        </kbd>
      ))}
    </span>
  );
}
