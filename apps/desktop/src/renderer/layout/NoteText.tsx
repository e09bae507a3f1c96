import { memo } from 'react';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { shownText } from '../document/shown-text';
import { canvasMessages } from '../messages-canvas';
import { beginningOf, isQuickMarkdown } from './quick-markdown';

const PLUGINS = [remarkGfm];
/** Anything else would be an address within the editor itself, or code. */
const LEADS_ELSEWHERE = /^(https?|mailto):/i;

/**
 * Markdown as elements, never as HTML: tags in the text are left out, links to anything but the web and mail are
 * plain text, and pictures are named instead of fetched.
 */
export const NoteText = memo(function NoteText({ text }: { text: string }) {
  if (!isQuickMarkdown(text)) return <p className="note-plain">{shownText(beginningOf(text))}</p>;
  return (
    <Markdown
      remarkPlugins={PLUGINS}
      skipHtml
      components={{
        img: ({ alt }) => <span className="note-image">{canvasMessages.notes.image(alt ?? '')}</span>,
        a: ({ href = '', children }) =>
          LEADS_ELSEWHERE.test(href) ? (
            <a className="nodrag" href={href} title={href} target="_blank" rel="noreferrer noopener">
              {children}
            </a>
          ) : (
            children
          ),
      }}
    >
      {shownText(text)}
    </Markdown>
  );
});
