import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The look of code in a field: the tokens of the page reach into it, its own sheet does not reach out. */
export const editorTheme: Extension = [
  EditorView.theme({
    '&': { color: 'var(--text)', fontSize: 'var(--text-sm)', backgroundColor: 'transparent' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': {
      fontFamily: 'var(--font-mono)',
      fontVariantLigatures: 'none',
      lineHeight: '18px',
      overflow: 'auto',
      maxHeight: '280px',
    },
    '.cm-content': { padding: '4px 0', caretColor: 'var(--text)' },
    '.cm-line': { padding: '0 9px' },
    '.cm-placeholder': { color: 'var(--text-3)' },
    '&.cm-focused .cm-cursor': { borderLeftColor: 'var(--text)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      background: 'var(--accent-quiet)',
    },
    '&.cm-focused .cm-matchingBracket': {
      backgroundColor: 'var(--accent-quiet)',
      outline: '1px solid var(--accent)',
    },
    '&.cm-focused .cm-nonmatchingBracket': {
      backgroundColor: 'var(--error-quiet)',
      outline: '1px solid var(--error)',
    },
    '.cm-lintRange': { backgroundImage: 'none', paddingBottom: '0' },
    '.cm-lintRange-error': { textDecoration: 'underline wavy var(--error) 1px', textUnderlineOffset: '3px' },
    '.cm-lintRange-warning': { textDecoration: 'underline wavy var(--warn) 1px', textUnderlineOffset: '3px' },
    '.cm-lintPoint::after': { borderBottomColor: 'var(--error)' },
    '.cm-tooltip': {
      zIndex: '60',
      maxWidth: '340px',
      color: 'var(--text)',
      backgroundColor: 'var(--bg-panel)',
      border: '1px solid var(--line-strong)',
      borderRadius: 'var(--radius-m)',
      boxShadow: 'var(--shadow-overlay)',
      fontFamily: 'var(--font-ui)',
      fontSize: 'var(--text-sm)',
    },
    '.cm-diagnostic': { border: 'none', padding: '5px 9px' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': {
      fontFamily: 'var(--font-mono)',
      fontSize: 'var(--text-sm)',
      maxHeight: '220px',
      padding: '4px',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
      display: 'flex',
      gap: '12px',
      padding: '3px 7px',
      borderRadius: 'var(--radius-s)',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      background: 'var(--accent-quiet)',
      color: 'var(--text)',
    },
    '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent)', fontWeight: '600' },
    '.cm-completionDetail': {
      marginLeft: 'auto',
      color: 'var(--text-3)',
      fontStyle: 'normal',
      fontSize: 'var(--text-xs)',
    },
    '.cm-tooltip.cm-completionInfo': { padding: '5px 9px', color: 'var(--text-2)' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.string, color: 'var(--code-string)' },
      { tag: [tags.number, tags.bool], color: 'var(--code-number)' },
      { tag: [tags.keyword, tags.null], color: 'var(--cached)' },
      { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--accent)' },
      { tag: [tags.operator, tags.punctuation], color: 'var(--text-2)' },
      { tag: tags.propertyName, color: 'var(--code-name)' },
      { tag: tags.comment, color: 'var(--text-3)', fontStyle: 'italic' },
    ]),
  ),
];
