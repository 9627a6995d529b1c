import type { SymbolChoice } from '@mt5-bridge/mcp-server/dashboard';
import { useEffect, useId, useState } from 'preact/hooks';
import { findSymbols } from '../../api/reads.ts';
import { Icon } from '../../components/icon.tsx';

interface SymbolPickerProps {
  readonly symbol: string | undefined;
  readonly onChoose: (symbol: string) => void;
}

/** A field with the broker's symbols below it, by arrows, finger or name. */
export function SymbolPicker({ symbol, onChoose }: SymbolPickerProps) {
  const id = useId();
  const [search, setSearch] = useState<string>();
  const [found, setFound] = useState<readonly SymbolChoice[]>([]);
  const [at, setAt] = useState(0);
  const isOpen = search !== undefined;
  useEffect(() => {
    if (search === undefined) return;
    let isCurrent = true;
    const later = setTimeout(() => {
      findSymbols(search).then(
        (list) => {
          if (!isCurrent) return;
          setFound(list.slice(0, 30));
          setAt(0);
        },
        // The field stays usable: a name that is typed in full can be chosen without the list.
        () => isCurrent && setFound([]),
      );
    }, 120);
    return () => {
      isCurrent = false;
      clearTimeout(later);
    };
  }, [search]);

  const choose = (name: string | undefined) => {
    if (name) onChoose(name);
    setSearch(undefined);
  };
  return (
    <div class="picker">
      <label class="hidden-text" for={id}>
        Symbol
      </label>
      <Icon name="search" size={16} />
      <input
        id={id}
        data-search
        type="text"
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(isOpen && found[at] ? { 'aria-activedescendant': `${id}-${at}` } : {})}
        autocomplete="off"
        spellcheck={false}
        placeholder="Symbol"
        value={search ?? symbol ?? ''}
        onFocus={({ currentTarget }) => {
          setSearch('');
          currentTarget.select();
        }}
        onBlur={() => setSearch(undefined)}
        onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
          else if (event.key === 'Enter') choose(found[at]?.symbol ?? search?.trim());
          else if (event.key === 'Escape') setSearch(undefined);
          else return;
          event.preventDefault();
          if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <div
        id={`${id}-list`}
        class="picker-list"
        role="listbox"
        aria-label="Symbols"
        hidden={!isOpen || found.length === 0}
      >
        {found.map((choice, index) => (
          <div
            key={choice.symbol}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            class={`picker-choice ${index === at ? 'is-chosen' : ''}`}
            onPointerDown={(event) => {
              event.preventDefault();
              choose(choice.symbol);
              if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
            }}
          >
            <b>{choice.symbol}</b>
            <span class="quiet small">{choice.description}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
