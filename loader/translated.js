// What stands around a program that was translated to JavaScript, for pages on which there is no WebAssembly: a policy forbids it,
// or the browser has none. It gives the program's exports for its imports, as instantiating does. The build translates
// (xtask/src/build/translate/) and puts the program in the place of PROGRAM; of the functions here only those it calls are kept.
nachklang.translated = (imports) => {
  const { clz32, fround, imul } = Math;
  const { asIntN, asUintN } = BigInt;

  // A table of functions, or of things of the page.
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

  // Memory in pages of 64 KiB. Who looks at it is told when it has moved: what it was is detached then, as WebAssembly's is.
  const newMemory = (pages) => {
    const watchers = [];
    const memory = {
      buffer: new ArrayBuffer(pages * 65536),
      grow: (more) => {
        const old = memory.buffer;
        const length = old.byteLength;
        memory.buffer = new ArrayBuffer(length + more * 65536);
        new Uint8Array(memory.buffer).set(new Uint8Array(old));
        structuredClone(old, { transfer: [old] });
        watchers.forEach((watch) => watch());
        return length / 65536;
      },
      watch: (watcher) => {
        watchers.push(watcher);
        watcher();
      },
    };
    return memory;
  };

  // Bytes that are written as characters.
  const put = (address, text) => {
    for (let index = 0; index < text.length; index++) U8[address + index] = text.charCodeAt(index);
  };
  const fillTable = (table, offset, items) => items.forEach((item, index) => (table[offset + index] = item));

  const growTable = (table, value, more) => table.grow(more, value);
  const fillRange = (table, from, value, length) => table.fill(value, from, from + length);
  const copy = (to, from, length) => U8.copyWithin(to, from, from + length);
  const fill = (to, value, length) => U8.fill(value, to, to + length);

  // What JavaScript has no operator for. Integers of 32 bits are signed numbers, those of 64 bits signed big integers.
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
    const rest = a - down;
    const rounded = rest < 0.5 || (rest == 0.5 && down % 2 == 0) ? down : down + 1;
    return rounded || a * 0;
  };
  const copysign = (a, b) => (Object.is(Math.sign(b), -0) || b < 0 ? -Math.abs(a) : Math.abs(a));
  const toInt32 = (a) => (a >= 2147483647 ? 2147483647 : a <= -2147483648 ? -2147483648 : a | 0);
  const toUint32 = (a) => (a >= 4294967295 ? -1 : a > 0 ? a | 0 : 0);
  const between = (a, least, most) => (a != a ? 0n : a <= least ? least : a >= most ? most : BigInt(Math.trunc(a)));
  const toInt64 = (a) => between(a, -(2n ** 63n), 2n ** 63n - 1n);
  const toUint64 = (a) => asIntN(64, between(a, 0n, 2n ** 64n - 1n));
  const scratch = new DataView(new ArrayBuffer(8));
  const bits32 = (a) => (scratch.setFloat32(0, a), scratch.getInt32(0));
  const bits64 = (a) => (scratch.setFloat64(0, a), scratch.getBigInt64(0));
  const float32 = (a) => (scratch.setInt32(0, a), scratch.getFloat32(0));
  const float64 = (a) => (scratch.setBigInt64(0, a), scratch.getFloat64(0));

  let I8, U8, I16, U16, I32, F32, F64, VIEW;
  const see = (memory) =>
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
