// Reads the codes of cards and of the sheet behind the last seat with the camera. The pictures go nowhere.
const often = 250;
const again = 3000;

export const canRead = 'BarcodeDetector' in window && Boolean(navigator.mediaDevices?.getUserMedia);

// Calls with each code once, and again only after it was away for some seconds: one card is one child.
export async function watch(view, heard) {
  const detector = new BarcodeDetector({ formats: ['qr_code'] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  view.srcObject = stream;
  view.hidden = false;
  await view.play();
  const seen = new Map();
  const timer = setInterval(async () => {
    try {
      const [first] = await detector.detect(view);
      if (!first) return;
      const last = seen.get(first.rawValue) ?? 0;
      seen.set(first.rawValue, Date.now());
      if (Date.now() - last > again) await heard(first.rawValue);
    } catch {
      // A picture that was not ready; the next one comes soon.
    }
  }, often);
  return () => {
    clearInterval(timer);
    stream.getTracks().forEach((track) => track.stop());
    view.hidden = true;
    view.srcObject = null;
  };
}

// What a code says: a child, or the last seat of a bus.
export function meaning(text) {
  const child = /^LB1:C:([0-9a-f]{32})$/.exec(text);
  if (child) return { child: child[1] };
  const seat = /^LB1:S:([1-9]):([0-9]{6})$/.exec(text);
  return seat ? { bus: Number(seat[1]), code: seat[2] } : null;
}
