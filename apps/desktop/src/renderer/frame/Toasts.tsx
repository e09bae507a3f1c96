import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useEditor, useUi } from '../editor/EditorContext';
import { messages } from '../messages';
import { dismissToast, type Toast } from '../stores/ui-store';

const INFO_MS = 4000;
const ERROR_MS = 12_000;

function ToastView({ toast }: { toast: Toast }) {
  const { ui } = useEditor();
  useEffect(() => {
    const timer = setTimeout(() => dismissToast(ui, toast.id), toast.tone === 'info' ? INFO_MS : ERROR_MS);
    return () => clearTimeout(timer);
  }, [toast, ui]);
  return (
    <div className="toast" data-tone={toast.tone} role={toast.tone === 'error' ? 'alert' : 'status'}>
      <div>
        <p>{toast.text}</p>
        {toast.hint === undefined ? null : <p className="toast-hint">{toast.hint}</p>}
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={messages.toasts.dismiss}
        onClick={() => dismissToast(ui, toast.id)}
      >
        <X aria-hidden size={14} />
      </button>
    </div>
  );
}

/** Short messages in the corner. */
export function Toasts() {
  const toasts = useUi((state) => state.toasts);
  return (
    <section className="toasts" aria-label={messages.toasts.label}>
      {toasts.map((toast) => (
        <ToastView key={toast.id} toast={toast} />
      ))}
    </section>
  );
}
