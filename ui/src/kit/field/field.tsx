// Labelled inputs with hint and error. The error is tied to the input, so that a
// screen reader says both.
import { useId } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from '../cx';
import { Icon } from '../icon/icon';

export const INPUT =
  'w-full rounded-control border border-field bg-surface px-2.5 text-14 text-ink disabled:bg-sunken disabled:text-muted aria-invalid:border-bad';

interface FrameProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly isRequired?: boolean;
  readonly className?: string;
  readonly children: (ids: { id: string; describedBy: string | undefined; isInvalid: true | undefined }) => ReactNode;
}

/** Frames any control with its label, hint and error; `children` gets the ids to set. */
export function Field({ label, hint, error, isRequired = false, className, children }: FrameProps) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-13 font-medium text-ink">
        {label}
        {isRequired ? <span aria-hidden className="text-bad">{' *'}</span> : null}
      </label>
      {children({ id, describedBy, isInvalid: error ? true : undefined })}
      {hint ? <p id={`${id}-hint`} className="text-12 text-muted">{hint}</p> : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="flex items-center gap-1 text-12 text-bad">
          <Icon name="error" size={13} />
          {error}
        </p>
      ) : null}
    </div>
  );
}

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'size'> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly isMono?: boolean;
  readonly onChange?: (value: string) => void;
}

export function TextField({ label, hint, error, isMono = false, onChange, className, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} isRequired={rest.required ?? false} {...(className ? { className } : {})}>
      {({ id, describedBy, isInvalid }) => (
        <input
          {...rest}
          id={id}
          aria-describedby={describedBy}
          aria-invalid={isInvalid}
          onChange={(event) => onChange?.(event.target.value)}
          className={cx(INPUT, 'h-8', isMono && 'font-mono text-13')}
        />
      )}
    </Field>
  );
}

interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'onChange'> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly onChange?: (value: string) => void;
}

export function TextArea({ label, hint, error, onChange, className, ...rest }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} isRequired={rest.required ?? false}>
      {({ id, describedBy, isInvalid }) => (
        <textarea
          rows={5}
          {...rest}
          id={id}
          aria-describedby={describedBy}
          aria-invalid={isInvalid}
          onChange={(event) => onChange?.(event.target.value)}
          className={cx(INPUT, 'py-1.5', className)}
        />
      )}
    </Field>
  );
}

interface FilterInputProps extends Omit<ComponentProps<'input'>, 'onChange' | 'size'> {
  /** Its accessible name, shown as the placeholder. */
  readonly label: string;
  readonly onChange: (value: string) => void;
}

/** A small search box above a list. */
export function FilterInput({ label, onChange, className, ...rest }: FilterInputProps) {
  return (
    <span className={cx('relative inline-flex', className)}>
      <Icon name="search" size={14} className="pointer-events-none absolute top-2.25 left-2.5 text-muted" />
      <input
        {...rest}
        type="search"
        aria-label={label}
        placeholder={label}
        onChange={(event) => onChange(event.target.value)}
        className={cx(INPUT, 'h-8 pl-8 text-13')}
      />
    </span>
  );
}

interface CheckboxProps extends Omit<ComponentProps<'input'>, 'onChange' | 'type'> {
  readonly label: ReactNode;
  readonly onChange: (isChecked: boolean) => void;
}

export function Checkbox({ label, onChange, className, ...rest }: CheckboxProps) {
  return (
    <label className={cx('flex min-h-6 cursor-pointer items-center gap-2 text-13', className)}>
      <input {...rest} type="checkbox" onChange={(event) => onChange(event.target.checked)} className="size-4 shrink-0 accent-brand" />
      <span className="flex min-w-0 flex-1 items-center gap-1.5">{label}</span>
    </label>
  );
}
