// A screen on a wall that nobody touches: it looks again every minute, unless somebody is reading with the keyboard.
setInterval(() => {
  if (document.activeElement === document.body || document.activeElement?.id === "main") location.reload();
}, 60_000);
