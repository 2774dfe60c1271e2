// A small table on this phone that outlives the tab: name → value. Where the browser refuses, it lives in the page.

const memory = new Map();

/** False as soon as the browser has refused to store something: then the page says so. */
export let isLasting = true;

let opened = null;

function open() {
  opened ??= ask();
  return opened;
}

function ask() {
  const asked = new Promise((resolve, reject) => {
    const request = indexedDB.open("eventapp", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("rows");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    setTimeout(() => reject(new Error("no answer")), 3000); // seen in WebKit: it never answers
  });
  // A phone that was only busy is asked again; until then everything is kept in the page.
  asked.catch(() => setTimeout(() => (opened = null), 30_000));
  return asked;
}

/** Do `work` in one transaction and give what it answers, once that is on the disk. */
function transact(base, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = base.transaction("rows", mode, { durability: "strict" });
    let answer;
    work(transaction.objectStore("rows"), (value) => (answer = value));
    transaction.oncomplete = () => resolve(answer);
    transaction.onabort = () => reject(transaction.error);
  });
}

async function run(mode, work) {
  const base = await open();
  try {
    return await transact(base, mode, work);
  } catch {
    opened = null; // seen on iPhones: the connection is lost while the page sleeps
    return transact(await open(), mode, work);
  }
}

/** Replace a value by `change(value)`; undefined removes it. Two tabs cannot lose each other's changes. */
export async function update(name, change) {
  try {
    const value = await run("readwrite", (rows, answer) => {
      rows.get(name).onsuccess = ({ target }) => {
        const fresh = change(memory.get(name) ?? target.result);
        if (fresh === undefined) rows.delete(name);
        else rows.put(fresh, name);
        answer(fresh);
      };
    });
    memory.delete(name);
    return value;
  } catch {
    isLasting = false;
    const value = change(memory.get(name));
    if (value === undefined) memory.delete(name);
    else memory.set(name, value);
    return value;
  }
}

/** Write values, none of which depends on what is there, and commit at once: it happens even if the tab closes now. */
export async function put(values) {
  try {
    await run("readwrite", (rows) => {
      for (const [name, value] of Object.entries(values)) rows.put(value, name);
      rows.transaction.commit?.();
    });
    for (const name of Object.keys(values)) memory.delete(name);
  } catch {
    isLasting = false;
    for (const [name, value] of Object.entries(values)) memory.set(name, value);
  }
}

export const get = async (name) => memory.get(name) ?? (await stored(name))[0];

/** All values whose names begin so. */
export async function all(prefix) {
  const names = [...memory.keys()].filter((name) => name.startsWith(prefix));
  return [...(await stored(IDBKeyRange.bound(prefix, `${prefix}\uffff`))), ...names.map((name) => memory.get(name))];
}

async function stored(query) {
  try {
    return await run("readonly", (rows, answer) => {
      rows.getAll(query).onsuccess = ({ target }) => answer(target.result);
    });
  } catch {
    isLasting = false;
    return [];
  }
}
