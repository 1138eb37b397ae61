// One number with its name and a note; and links to files.
import { buttonClass, Icon } from '../../../kit';

export function Figure({ label, note, children }: { readonly label: string; readonly note?: React.ReactNode; readonly children: React.ReactNode }) {
  return (
    <div className="min-w-0 rounded-card border border-line bg-surface px-4 py-3">
      <p className="text-12 text-muted">{label}</p>
      <p className="text-28 font-semibold wrap-anywhere tabular-nums">{children}</p>
      {note ? <p className="text-12 text-muted">{note}</p> : null}
    </div>
  );
}

export function Download({ href, name, text }: { readonly href: string; readonly name: string; readonly text: string }) {
  return (
    <a href={href} download={name} className={`${buttonClass()} print:hidden`}>
      <Icon name="download" size={14} />
      {text}
    </a>
  );
}
