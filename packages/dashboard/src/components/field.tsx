import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly problem?: string | undefined;
  readonly children: (attributes: { readonly id: string; readonly 'aria-describedby'?: string }) => ComponentChildren;
}

export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId();
  const about = hint || problem ? { 'aria-describedby': `${id}-about` } : {};
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, ...about })}
      {(problem || hint) && (
        <p id={`${id}-about`} class={`small ${problem ? 'down' : 'quiet'}`}>
          {problem ?? hint}
        </p>
      )}
    </div>
  );
}

/** For password managers, which file a passphrase under a name. */
export function OwnerName() {
  return <input type="text" name="username" autocomplete="username" value="owner" readOnly hidden />;
}

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly choices: readonly T[];
  readonly chosen: T;
  readonly name?: (choice: T) => string;
  readonly onChoose: (choice: T) => void;
}

/** A few choices side by side, of which one holds. */
export function Segments<T extends string>({ label, choices, chosen, name, onChoose }: SegmentsProps<T>) {
  const group = useId();
  return (
    <fieldset class="segments">
      <legend class="hidden-text">{label}</legend>
      {choices.map((choice) => (
        <label key={choice} class={`segment ${choice === chosen ? 'is-chosen' : ''}`}>
          <input type="radio" name={group} checked={choice === chosen} onChange={() => onChoose(choice)} />
          {name?.(choice) ?? choice}
        </label>
      ))}
    </fieldset>
  );
}
