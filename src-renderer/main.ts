/**
 * The window's first few lines: nothing here but getting a first frame on the screen. The program itself is a megabyte
 * that is read after that frame is painted.
 */
let isStarted = false;
function start(): void {
  if (isStarted) return;
  isStarted = true;
  void import('./start.js');
}

// A frame is painted after its callbacks have run: the task behind them comes after the paint.
requestAnimationFrame(() => setTimeout(start));
// A window that is covered or minimised paints no frame, and must start all the same.
setTimeout(start, 250);
