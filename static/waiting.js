// Shows a document as soon as it is made.  Without scripts the page reloads itself.
const pause = 700;
setTimeout(() => location.reload(), pause);
