// Which codes to show for a few letters, and which share words with a passage. Pure; a person chooses.

const COMMON_WORDS = new Set(("about after again also because been before being could does doing down each from have having here "
  + "into just like more most much only other over really same should some such than that their them then there these they "
  + "thing things this those through under very want well were what when where which while will with would your people person").split(" "));

/** Return a list of codes with what looking them up needs: `search(letters, words)` and `suggest(words)` give codes in order. */
export function makeLookup(codes) {
  const live = codes.filter((code) => !code.retired);
  const entries = live.map((code) => ({ code, name: fold(code.name), id: fold(code.code_id), stems: weighStems(code) }));
  const rarity = countStems(entries);
  return {
    search: (letters, words = "") => searchCodes(entries, fold(letters), suggestCodes(entries, rarity, words, entries.length)),
    suggest: (words, most = 6) => suggestCodes(entries, rarity, words, most),
  };
}

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[_\s]+/g, " ").trim();
}

/** Best first: the name begins so, a word of it does, its words' first letters do, the id, anywhere, the definition. Among equals, those that share words with the passage. */
function searchCodes(entries, letters, sharing) {
  if (!letters) return [];
  const rank = ({ name, id, code }) => {
    if (name.startsWith(letters)) return 1;
    if (id.startsWith(letters)) return 2;
    if (` ${name}`.includes(` ${letters}`)) return 3;
    if (name.split(" ").map((word) => word[0]).join("").startsWith(letters.replace(/ /g, ""))) return 4;
    if (` ${id}`.includes(` ${letters}`)) return 5;
    if (name.includes(letters)) return 6;
    return letters.length > 2 && fold(code.definition ?? "").includes(letters) ? 7 : 0;
  };
  const share = ({ code }) => (sharing.includes(code) ? sharing.indexOf(code) : sharing.length);
  return entries.map((entry) => ({ code: entry.code, rank: rank(entry), name: entry.name })).filter(({ rank: found }) => found)
    .sort((a, b) => a.rank - b.rank || share(a) - share(b) || a.name.localeCompare(b.name)).map(({ code }) => code);
}

function stemsOf(text) {
  return fold(text ?? "").split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 3 && !COMMON_WORDS.has(word)).map((word) => word.slice(0, 6));
}

function weighStems(code) {
  const stems = new Map();
  const add = (text, weight) => stemsOf(text).forEach((stem) => stems.set(stem, Math.max(stems.get(stem) ?? 0, weight)));
  add(code.use_when, 1);
  add(code.definition, 1.5);
  add(code.name, 3);
  return stems;
}

function countStems(entries) {
  const rarity = new Map();
  entries.forEach(({ stems }) => stems.forEach((_, stem) => rarity.set(stem, (rarity.get(stem) ?? 0) + 1)));
  return rarity;
}

function suggestCodes(entries, rarity, words, most) {
  const said = new Set(stemsOf(words));
  const score = ({ stems }) => {
    let sum = 0;
    said.forEach((stem) => { sum += (stems.get(stem) ?? 0) * Math.log(1 + entries.length / (rarity.get(stem) ?? 1)); });
    return sum;
  };
  return entries.map((entry) => ({ code: entry.code, score: score(entry) })).filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score || a.code.name.localeCompare(b.code.name)).slice(0, most).map(({ code }) => code);
}
