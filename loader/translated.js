// Runs the program as JavaScript where the page's policy forbids WebAssembly or the browser has none. The function takes the
// program's imports and returns its exports, as instantiating a WebAssembly module does. The build translates the program
// (xtask/src/build/translate/), puts it in the place of PROGRAM and leaves out the functions here that it does not call.
nachklang.translated = (imports) => {
  const { clz32, fround, imul } = Math;
  const { asIntN, asUintN } = BigInt;

  // A table of functions, or of values of the page.
  const newTable = (length) => {
    const table = Array(length).fill(null);
    table.get = (index) => table[index];
    table.set = (index, value) => (table[index] = value);
    table.grow = (more, value = null) => {
      table.push(...Array(more).fill(value));
      return table.length - more;
    };
    return table;
  };

  // Memory that grows by pages. It moves when it grows: each watcher then takes the new buffer, and the old one is detached, as
  // WebAssembly does it.
  const PAGE_BYTES = 65536;
  const newMemory = (pages) => {
    const watchers = [];
    const memory = {
      buffer: new ArrayBuffer(pages * PAGE_BYTES),
      grow: (more) => {
        const old = memory.buffer;
        const length = old.byteLength;
        memory.buffer = new ArrayBuffer(length + more * PAGE_BYTES);
        new Uint8Array(memory.buffer).set(new Uint8Array(old));
        // Transferring a buffer is how a script detaches one.
        structuredClone(old, { transfer: [old] });
        watchers.forEach((watch) => watch());
        return length / PAGE_BYTES;
      },
      watch: (watcher) => {
        watchers.push(watcher);
        watcher();
      },
    };
    return memory;
  };

  // Writes bytes that come as the characters of a text.
  const writeBytes = (address, text) => {
    for (let index = 0; index < text.length; index++) U8[address + index] = text.charCodeAt(index);
  };
  const fillTable = (table, offset, items) => items.forEach((item, index) => (table[offset + index] = item));

  const growTable = (table, value, more) => table.grow(more, value);
  const fillRange = (table, from, value, length) => table.fill(value, from, from + length);
  const copy = (to, from, length) => U8.copyWithin(to, from, from + length);
  const fill = (to, value, length) => U8.fill(value, to, to + length);

  // The operators that JavaScript lacks. Integers of 32 bits are signed numbers, integers of 64 bits are signed BigInts.
  const trap = () => {
    throw new RangeError("unreachable");
  };
  const rotl32 = (a, b) => (a << b) | (a >>> (32 - b));
  const rotr32 = (a, b) => (a >>> b) | (a << (32 - b));
  const ctz32 = (a) => (a ? 31 - clz32(a & -a) : 32);
  const popcnt32 = (a) => {
    let count = 0;
    for (; a; a &= a - 1) count++;
    return count;
  };
  const low = (a) => Number(asIntN(32, a));
  const high = (a) => Number(asIntN(32, a >> 32n));
  const rotl64 = (a, b) => asIntN(64, (asUintN(64, a) << (b & 63n)) | (asUintN(64, a) >> (-b & 63n)));
  const rotr64 = (a, b) => rotl64(a, -b);
  const clz64 = (a) => BigInt(high(a) ? clz32(high(a)) : 32 + clz32(low(a)));
  const ctz64 = (a) => BigInt(low(a) ? ctz32(low(a)) : 32 + ctz32(high(a)));
  const popcnt64 = (a) => BigInt(popcnt32(low(a)) + popcnt32(high(a)));
  const nearest = (a) => {
    const down = Math.floor(a);
    const fraction = a - down;
    const roundsDown = fraction < 0.5 || (fraction == 0.5 && down % 2 == 0);
    // A zero keeps the sign of `a`.
    return (roundsDown ? down : down + 1) || a * 0;
  };
  const copysign = (a, b) => (Object.is(Math.sign(b), -0) || b < 0 ? -Math.abs(a) : Math.abs(a));
  const toInt32 = (a) => Math.min(Math.max(a, -(2 ** 31)), 2 ** 31 - 1) | 0;
  const toUint32 = (a) => Math.min(Math.max(a, 0), 2 ** 32 - 1) | 0;
  const toBigInt = (a, min, max) => {
    if (Number.isNaN(a)) return 0n;
    if (a <= min) return min;
    return a >= max ? max : BigInt(Math.trunc(a));
  };
  const toInt64 = (a) => toBigInt(a, -(2n ** 63n), 2n ** 63n - 1n);
  const toUint64 = (a) => asIntN(64, toBigInt(a, 0n, 2n ** 64n - 1n));

  // The same bits as another type.
  const scratch = new DataView(new ArrayBuffer(8));
  const bits32 = (a) => {
    scratch.setFloat32(0, a);
    return scratch.getInt32(0);
  };
  const bits64 = (a) => {
    scratch.setFloat64(0, a);
    return scratch.getBigInt64(0);
  };
  const float32 = (a) => {
    scratch.setInt32(0, a);
    return scratch.getFloat32(0);
  };
  const float64 = (a) => {
    scratch.setBigInt64(0, a);
    return scratch.getFloat64(0);
  };

  // Arrays over the memory, for addresses that are aligned, and a view for the others.
  let I8, U8, I16, U16, I32, F32, F64, VIEW;
  const mapMemory = (memory) =>
    memory.watch(() => {
      const { buffer } = memory;
      I8 = new Int8Array(buffer);
      U8 = new Uint8Array(buffer);
      I16 = new Int16Array(buffer);
      U16 = new Uint16Array(buffer);
      I32 = new Int32Array(buffer);
      F32 = new Float32Array(buffer);
      F64 = new Float64Array(buffer);
      VIEW = new DataView(buffer);
    });

    PROGRAM
};
