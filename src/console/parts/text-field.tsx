// A line of text with its label and a hint.

export interface TextFieldParts {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly maxLength?: number;
  readonly isNumber?: true;
  /** The first field of the dialog, which gets the focus. */
  readonly isFirst?: true;
}

export const TextField = ({ label, hint, value, onInput, maxLength, isNumber, isFirst }: TextFieldParts) => (
  <label class="typed">
    <span>
      {label} <span class="quiet">{hint}</span>
    </span>
    <input
      data-first={isFirst}
      inputMode={isNumber && 'numeric'}
      value={value}
      maxLength={maxLength}
      autocomplete="off"
      onInput={({ currentTarget }) => onInput(currentTarget.value)}
    />
  </label>
);
