/** The sign of the product: three orbits around a core. */
export function AtomMark({ size = 22 }: { size?: number }) {
  return (
    <svg
      className="atom-mark"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      aria-hidden
    >
      {[0, 60, 120].map((angle) => (
        <ellipse key={angle} cx="8" cy="8" rx="7" ry="2.8" transform={`rotate(${String(angle)} 8 8)`} />
      ))}
      <circle cx="8" cy="8" r="1.1" fill="currentColor" />
    </svg>
  );
}
