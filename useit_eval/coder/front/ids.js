// Ids and digests made in the browser. crypto.randomUUID and crypto.subtle are missing on plain http, so neither is used.

/** Return a new UUID (version 4). */
export function mintId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Return the SHA-256 of a text as UTF-8, in hexadecimal (FIPS 180-4). */
export function digestText(text) {
  const bytes = padBytes(new TextEncoder().encode(text));
  const state = Uint32Array.from(sha256Start);
  const words = new Uint32Array(64);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; at += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getUint32(at + 4 * i);
    mixBlock(state, words);
  }
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function padBytes(bytes) {
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
  return padded;
}

function mixBlock(state, words) {
  for (let i = 16; i < 64; i++) {
    const a = words[i - 15];
    const b = words[i - 2];
    const low = turnRight(a, 7) ^ turnRight(a, 18) ^ (a >>> 3);
    const high = turnRight(b, 17) ^ turnRight(b, 19) ^ (b >>> 10);
    words[i] = words[i - 16] + low + words[i - 7] + high;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const high = turnRight(e, 6) ^ turnRight(e, 11) ^ turnRight(e, 25);
    const first = (h + high + ((e & f) ^ (~e & g)) + sha256Rounds[i] + words[i]) | 0;
    const low = turnRight(a, 2) ^ turnRight(a, 13) ^ turnRight(a, 22);
    const second = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] += word; });
}

function turnRight(word, by) {
  return (word >>> by) | (word << (32 - by));
}

// The constants of the standard: fractional parts of the roots of the first primes.
const sha256Primes = firstPrimes(64);
const sha256Start = sha256Primes.slice(0, 8).map((prime) => rootBits(prime, 2));
const sha256Rounds = sha256Primes.map((prime) => rootBits(prime, 3));

function firstPrimes(count) {
  const primes = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime)) primes.push(n);
  return primes;
}

/** Return the first 32 bits of the fraction of a root, exactly: whole-number arithmetic, no rounding of doubles. */
function rootBits(prime, power) {
  const target = BigInt(prime) << BigInt(32 * power);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(power) <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}
