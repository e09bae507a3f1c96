/** What is selected, and a sentence about it. */
export function ItemHeader({ title, help }: { title: string; help?: string }) {
  return (
    <header className="inspector-header">
      <h1>{title}</h1>
      {help === undefined ? null : <p>{help}</p>}
    </header>
  );
}
