// Shows a document as soon as it is made.  Without scripts the page reloads itself.
// What may take minutes says how many milliseconds to wait: whoever reads is not to be disturbed.
const told = document.querySelector("script[data-pause]");
const pause = Number(told?.dataset.pause ?? 700);
setTimeout(() => location.reload(), pause);
