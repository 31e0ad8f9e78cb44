interface ChoiceProps {
  id: string;
  name: string;
  chosen: string | undefined;
  options: readonly { value: string; label: string }[];
}

/** One of several, in a `Field`. */
export const Choice = ({ chosen = '', options, ...select }: ChoiceProps) => (
  <select {...select}>
    {options.map(({ value, label }) => (
      <option key={value} value={value} selected={value === chosen}>
        {label}
      </option>
    ))}
  </select>
);
