import { Search, X } from 'lucide-react';
import { messages } from '../messages';

interface SearchFieldProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
}

/** A field that filters the list below it; Escape clears it. */
export function SearchField({ label, placeholder, value, onChange }: SearchFieldProps) {
  return (
    <div className="search-field">
      <Search aria-hidden size={14} />
      <input
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('');
        }}
      />
      {value === '' ? null : (
        <button
          type="button"
          className="icon-button"
          aria-label={messages.library.clear}
          onClick={() => onChange('')}
        >
          <X aria-hidden size={13} />
        </button>
      )}
    </div>
  );
}
