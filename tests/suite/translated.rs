//! The translation to JavaScript: each operator beside the browser's own WebAssembly.

use nachklang_tests::{Browser, Collector, Page, Shop};
use serde_json::{Value, json};
use walrus::ir::{BinaryOp, ExtendedLoad, LoadKind, MemArg, StoreKind, UnaryOp};
use walrus::{FunctionBuilder, InstrSeqBuilder, MemoryId, Module, ValType};
use xtask::build::translate;

use ValType::{F32, F64, I32, I64};

/// Numbers of each type at which operators differ from each other.
const INTERESTING: &str = "
    const numbers = {
        I32: [0, 1, -1, 2, 7, 31, 32, 33, 255, 256, -128, 32767, 65535, -65536, 2147483647, -2147483648, 123456789, -987654321],
        I64: [0n, 1n, -1n, 2n, 63n, 64n, 65n, 255n, -128n, 65535n, 2147483647n, 2147483648n, -2147483648n, 4294967295n,
              4294967296n, 2n ** 63n - 1n, -(2n ** 63n), 1234567890123456789n, -987654321987654321n],
        F64: [0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 0.1, 1e10, -1e10, 2147483647.5, 4294967295.5, 1e300, -1e300, 5e-324,
              Infinity, -Infinity, NaN],
    };
    numbers.F32 = numbers.F64;";

/// Compares the results of every export of both programs, and returns how many it compared and which differ.
const COMPARE: &str = "
    const bytes = Uint8Array.from(program);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    window.nachklang = {};
    (0, eval)(script);
    const others = nachklang.translated({});
    const differing = [];
    let compared = 0;
    const attempt = (call) => { try { return call(); } catch { return 'trap'; } };
    for (const [name, kinds] of signatures)
        for (const a of numbers[kinds[0]])
            for (const b of kinds[1] ? numbers[kinds[1]] : [0]) {
                const expected = attempt(() => exports[name](a, b));
                // What traps, the compiler looks for before.
                if (expected === 'trap') continue;
                const given = attempt(() => others[name](a, b));
                compared++;
                if (!Object.is(expected, given)) differing.push(`${name}(${a}, ${b}): ${given} instead of ${expected}`);
            }
    return [compared, differing.slice(0, 20)];";

/// Functions of one operator each, as they are added to a program.
#[derive(Default)]
struct Operators {
    module: Module,
    signatures: Vec<Value>,
}

impl Operators {
    fn add(
        &mut self,
        name: String,
        takes: &[ValType],
        gives: ValType,
        write: impl FnOnce(&mut InstrSeqBuilder),
    ) {
        let mut function = FunctionBuilder::new(&mut self.module.types, takes, &[gives]);
        let arguments: Vec<_> = takes.iter().map(|kind| self.module.locals.add(*kind)).collect();
        let mut body = function.func_body();
        for argument in &arguments {
            body.local_get(*argument);
        }
        write(&mut body);
        let function = function.finish(arguments, &mut self.module.funcs);
        self.module.exports.add(&name, function);
        let kinds: Vec<String> = takes.iter().map(|kind| format!("{kind:?}")).collect();
        self.signatures.push(json!([name, kinds]));
    }

    fn binary(&mut self, kind: ValType, gives: ValType, operators: &[BinaryOp]) {
        for operator in operators {
            self.add(format!("{operator:?}"), &[kind, kind], gives, |body| {
                body.binop(*operator);
            });
        }
    }

    fn unary(&mut self, kind: ValType, gives: ValType, operators: &[UnaryOp]) {
        for operator in operators {
            self.add(format!("{operator:?}"), &[kind], gives, |body| {
                body.unop(*operator);
            });
        }
    }

    /// Stores a number at an address that is even or not, and loads it.
    fn memory(&mut self, memory: MemoryId, kind: ValType, store: StoreKind, load: LoadKind) {
        for (align, offset) in [(store.width(), 64), (1, 65)] {
            let argument = MemArg { align, offset };
            let name = format!("{store:?} {load:?} {offset}");
            let mut function = FunctionBuilder::new(&mut self.module.types, &[kind], &[kind]);
            let number = self.module.locals.add(kind);
            let mut body = function.func_body();
            body.i32_const(64).local_get(number).store(memory, store, argument);
            body.i32_const(64).load(memory, load, MemArg { align: align.min(load.width()), offset });
            let function = function.finish(vec![number], &mut self.module.funcs);
            self.module.exports.add(&name, function);
            self.signatures.push(json!([name, [format!("{kind:?}")]]));
        }
    }
}

#[tokio::test]
async fn every_operator_computes_what_webassembly_computes() {
    if xtask::engine::is_without_wasm() {
        return;
    }
    let mut all = Operators::default();
    let memory = all.module.memories.add_local(false, false, 1, None, None);
    all.module.exports.add("memory", memory);
    {
        use BinaryOp::*;
        let compare = [I32Eq, I32Ne, I32LtS, I32LtU, I32GtS, I32GtU, I32LeS, I32LeU, I32GeS, I32GeU];
        all.binary(I32, I32, &compare);
        let count = [
            I32Add, I32Sub, I32Mul, I32DivS, I32DivU, I32RemS, I32RemU, I32And, I32Or, I32Xor, I32Shl,
            I32ShrS, I32ShrU, I32Rotl, I32Rotr,
        ];
        all.binary(I32, I32, &count);
        let compare = [I64Eq, I64Ne, I64LtS, I64LtU, I64GtS, I64GtU, I64LeS, I64LeU, I64GeS, I64GeU];
        all.binary(I64, I32, &compare);
        let count = [
            I64Add, I64Sub, I64Mul, I64DivS, I64DivU, I64RemS, I64RemU, I64And, I64Or, I64Xor, I64Shl,
            I64ShrS, I64ShrU, I64Rotl, I64Rotr,
        ];
        all.binary(I64, I64, &count);
        all.binary(F64, I32, &[F64Eq, F64Ne, F64Lt, F64Gt, F64Le, F64Ge]);
        all.binary(F64, F64, &[F64Add, F64Sub, F64Mul, F64Div, F64Min, F64Max, F64Copysign]);
        all.binary(F32, I32, &[F32Eq, F32Ne, F32Lt, F32Gt, F32Le, F32Ge]);
        all.binary(F32, F32, &[F32Add, F32Sub, F32Mul, F32Div, F32Min, F32Max, F32Copysign]);
    }
    {
        use UnaryOp::*;
        all.unary(I32, I32, &[I32Eqz, I32Clz, I32Ctz, I32Popcnt, I32Extend8S, I32Extend16S]);
        all.unary(I64, I32, &[I64Eqz, I32WrapI64]);
        all.unary(I64, I64, &[I64Clz, I64Ctz, I64Popcnt, I64Extend8S, I64Extend16S, I64Extend32S]);
        all.unary(F64, F64, &[F64Abs, F64Neg, F64Ceil, F64Floor, F64Trunc, F64Nearest, F64Sqrt]);
        all.unary(F32, F32, &[F32Abs, F32Neg, F32Ceil, F32Floor, F32Trunc, F32Nearest, F32Sqrt]);
        let truncate = [I32TruncSF64, I32TruncUF64, I32TruncSSatF64, I32TruncUSatF64];
        all.unary(F64, I32, &truncate);
        all.unary(F64, I64, &[I64TruncSF64, I64TruncUF64, I64TruncSSatF64, I64TruncUSatF64]);
        all.unary(F32, I32, &[I32TruncSSatF32, I32TruncUSatF32]);
        all.unary(I32, I64, &[I64ExtendSI32, I64ExtendUI32]);
        all.unary(I32, F64, &[F64ConvertSI32, F64ConvertUI32]);
        all.unary(I64, F64, &[F64ConvertSI64, F64ConvertUI64]);
        all.unary(I32, F32, &[F32ConvertSI32, F32ConvertUI32]);
        all.unary(F64, F32, &[F32DemoteF64]);
        all.unary(F64, I64, &[I64ReinterpretF64]);
        all.unary(I64, F64, &[F64ReinterpretI64]);
        all.unary(F32, I32, &[I32ReinterpretF32]);
    }
    for kind in [ExtendedLoad::SignExtend, ExtendedLoad::ZeroExtend] {
        all.memory(memory, I32, StoreKind::I32_8 { atomic: false }, LoadKind::I32_8 { kind });
        all.memory(memory, I32, StoreKind::I32_16 { atomic: false }, LoadKind::I32_16 { kind });
        all.memory(memory, I64, StoreKind::I64_8 { atomic: false }, LoadKind::I64_8 { kind });
        all.memory(memory, I64, StoreKind::I64_16 { atomic: false }, LoadKind::I64_16 { kind });
        all.memory(memory, I64, StoreKind::I64_32 { atomic: false }, LoadKind::I64_32 { kind });
    }
    all.memory(memory, I32, StoreKind::I32 { atomic: false }, LoadKind::I32 { atomic: false });
    all.memory(memory, I64, StoreKind::I64 { atomic: false }, LoadKind::I64 { atomic: false });
    all.memory(memory, F32, StoreKind::F32, LoadKind::F32);
    all.memory(memory, F64, StoreKind::F64, LoadKind::F64);
    // What a block gives is taken from variables, and what memory gives stands in another place when it has grown.
    all.add("grows while it is read".into(), &[I32], I32, |body| {
        let argument = MemArg { align: 4, offset: 0 };
        body.drop().i32_const(1).memory_grow(memory).i32_const(65536).binop(BinaryOp::I32Mul);
        body.load(memory, LoadKind::I32 { atomic: false }, argument);
        body.memory_size(memory).binop(BinaryOp::I32Add);
    });

    let (program, signatures) = (all.module.emit_wasm(), all.signatures);
    let script = translate::script(&program).expect("all of it can be translated");
    let collector = Collector::start();
    let browser = Browser::start().await;
    browser.open(&Shop::with(Page::new(&collector)).await.origin).await;
    let constants = format!(
        "const program = {}; const script = {}; const signatures = {};",
        json!(program),
        json!(script),
        json!(signatures)
    );
    let result = browser.run(&[&constants, INTERESTING, COMPARE].concat()).await;
    assert_eq!(result[1], json!([]));
    assert!(result[0].as_u64() > Some(10_000), "{result}");
}
