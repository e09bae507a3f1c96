import { FileInput, GripVertical, Search } from 'lucide-react';
import { ExampleList } from '../frame/ExampleList';
import { RecentList } from '../frame/RecentList';
import { messages } from '../messages';

/** What an empty canvas teaches. Clicks fall through to the canvas, except on the examples. */
export function EmptyCanvas() {
  return (
    <div className="empty-canvas">
      <h1>{messages.canvas.emptyTitle}</h1>
      <ul className="empty-ways">
        <li>
          <Search aria-hidden size={15} />
          {messages.canvas.emptySearch}
        </li>
        <li>
          <GripVertical aria-hidden size={15} />
          {messages.canvas.emptyDrag}
        </li>
        <li>
          <FileInput aria-hidden size={15} />
          {messages.canvas.emptyDrop}
        </li>
      </ul>
      <ExampleList />
      <RecentList />
    </div>
  );
}
