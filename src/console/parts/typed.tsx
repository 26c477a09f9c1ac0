// The words to type before a large or final action.

export interface TypedParts {
  readonly before: string;
  readonly text: string;
  readonly after: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

export function Typed({ before, text, after, value, onInput }: TypedParts) {
  return (
    <label class="typed">
      <span>
        {before} <strong>{text}</strong> {after}
      </span>
      <input
        data-first
        value={value}
        autocomplete="off"
        spellcheck={false}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </label>
  );
}
