// Where the phone is. Never holds up the driver: no answer in time is no position.

const PATIENCE = 6_000;
const FRESH = 30_000;
const APART = 180_000;
let last = null;
let lastTold = 0;

const shaped = ({ coords, timestamp }) => ({
  lat: coords.latitude,
  lon: coords.longitude,
  accuracy_m: Math.round(coords.accuracy),
  at: new Date(timestamp).toISOString(),
});

/** {lat, lon, accuracy_m, at} or null. */
export function position() {
  if (last && Date.now() - Date.parse(last.at) < FRESH) return Promise.resolve(last);
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    // Some phones never answer when the question for permission is left open.
    const end = setTimeout(() => resolve(null), PATIENCE);
    const finish = (value) => {
      clearTimeout(end);
      resolve(value);
    };
    navigator.geolocation.getCurrentPosition(
      (fix) => finish((last = shaped(fix))),
      () => finish(null),
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: FRESH },
    );
  });
}

/** Tells a position about every three minutes until the function that it gives is called. */
export function follow(tell) {
  if (!navigator.geolocation) return () => {};
  const watching = navigator.geolocation.watchPosition(
    (fix) => {
      last = shaped(fix);
      if (Date.now() - lastTold < APART) return;
      lastTold = Date.now();
      tell(last);
    },
    () => {},
    { enableHighAccuracy: false, maximumAge: 60_000 },
  );
  return () => navigator.geolocation.clearWatch(watching);
}
