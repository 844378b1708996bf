//! The operators of WebAssembly as expressions of JavaScript.
//!
//! Integers of 32 bits are signed numbers, those of 64 bits signed big integers; what compares gives a boolean.

use anyhow::{Result, bail};
use walrus::ir::{BinaryOp, ExtendedLoad, LoadKind, MemArg, StoreKind, UnaryOp};

/// An expression, and whether its value is a boolean that stands for 1 or 0.
pub type Made = (String, bool);

/// An operator between two values.
pub fn binary(operator: BinaryOp, a: &str, b: &str) -> Result<Made> {
    use BinaryOp::*;
    let infix = |operator: &str| format!("({a} {operator} {b})");
    let unsigned = |operator: &str| format!("(({a} >>> 0) {operator} ({b} >>> 0))");
    let long = |operator: &str| format!("asIntN(64, {a} {operator} {b})");
    let long_unsigned = |operator: &str| format!("asUintN(64, {a}) {operator} asUintN(64, {b})");
    let single = |operator: &str| format!("fround({a} {operator} {b})");
    let call = |name: &str| format!("{name}({a}, {b})");
    let compared = match operator {
        I32Eq | I64Eq | F32Eq | F64Eq => Some(infix("===")),
        I32Ne | I64Ne | F32Ne | F64Ne => Some(infix("!==")),
        I32LtS | I64LtS | F32Lt | F64Lt => Some(infix("<")),
        I32GtS | I64GtS | F32Gt | F64Gt => Some(infix(">")),
        I32LeS | I64LeS | F32Le | F64Le => Some(infix("<=")),
        I32GeS | I64GeS | F32Ge | F64Ge => Some(infix(">=")),
        I32LtU => Some(unsigned("<")),
        I32GtU => Some(unsigned(">")),
        I32LeU => Some(unsigned("<=")),
        I32GeU => Some(unsigned(">=")),
        I64LtU => Some(format!("({})", long_unsigned("<"))),
        I64GtU => Some(format!("({})", long_unsigned(">"))),
        I64LeU => Some(format!("({})", long_unsigned("<="))),
        I64GeU => Some(format!("({})", long_unsigned(">="))),
        _ => None,
    };
    if let Some(compared) = compared {
        return Ok((compared, true));
    }
    let computed = match operator {
        I32Add => format!("({a} + {b} | 0)"),
        I32Sub => format!("({a} - {b} | 0)"),
        I32Mul => call("imul"),
        I32DivS => format!("({a} / {b} | 0)"),
        I32DivU => format!("({} | 0)", unsigned("/")),
        I32RemS => format!("({a} % {b} | 0)"),
        I32RemU => format!("({} | 0)", unsigned("%")),
        I32And | I64And => infix("&"),
        I32Or | I64Or => infix("|"),
        I32Xor | I64Xor => infix("^"),
        I32Shl => infix("<<"),
        I32ShrS => infix(">>"),
        I32ShrU => format!("({a} >>> {b} | 0)"),
        I32Rotl => call("rotl32"),
        I32Rotr => call("rotr32"),
        I64Add => long("+"),
        I64Sub => long("-"),
        I64Mul => long("*"),
        I64DivS => long("/"),
        I64RemS => long("%"),
        I64DivU => format!("asIntN(64, {})", long_unsigned("/")),
        I64RemU => format!("asIntN(64, {})", long_unsigned("%")),
        I64Shl => format!("asIntN(64, {a} << ({b} & 63n))"),
        I64ShrS => format!("({a} >> ({b} & 63n))"),
        I64ShrU => format!("asIntN(64, asUintN(64, {a}) >> ({b} & 63n))"),
        I64Rotl => call("rotl64"),
        I64Rotr => call("rotr64"),
        F32Add => single("+"),
        F32Sub => single("-"),
        F32Mul => single("*"),
        F32Div => single("/"),
        F64Add => infix("+"),
        F64Sub => infix("-"),
        F64Mul => infix("*"),
        F64Div => infix("/"),
        F32Min | F64Min => call("Math.min"),
        F32Max | F64Max => call("Math.max"),
        F32Copysign | F64Copysign => call("copysign"),
        _ => bail!("the operator {operator:?}"),
    };
    Ok((computed, false))
}

/// An operator on one value.
pub fn unary(operator: UnaryOp, a: &str) -> Result<Made> {
    use UnaryOp::*;
    let call = |name: &str| format!("{name}({a})");
    let computed = match operator {
        I32Eqz | I64Eqz => return Ok((format!("!{a}"), true)),
        I32Clz => call("clz32"),
        I32Ctz => call("ctz32"),
        I32Popcnt => call("popcnt32"),
        I64Clz => call("clz64"),
        I64Ctz => call("ctz64"),
        I64Popcnt => call("popcnt64"),
        F32Abs | F64Abs => call("Math.abs"),
        F32Neg | F64Neg => format!("(-{a})"),
        F32Ceil | F64Ceil => call("Math.ceil"),
        F32Floor | F64Floor => call("Math.floor"),
        F32Trunc | F64Trunc => call("Math.trunc"),
        F32Nearest | F64Nearest => call("nearest"),
        F32Sqrt => format!("fround(Math.sqrt({a}))"),
        F64Sqrt => call("Math.sqrt"),
        I32WrapI64 => call("low"),
        // What does not fit traps in WebAssembly; the compiler looks before.
        I32TruncSF32 | I32TruncSF64 | I32TruncUF32 | I32TruncUF64 => format!("({a} | 0)"),
        I32TruncSSatF32 | I32TruncSSatF64 => call("toInt32"),
        I32TruncUSatF32 | I32TruncUSatF64 => call("toUint32"),
        I64TruncSF32 | I64TruncSF64 | I64TruncSSatF32 | I64TruncSSatF64 => call("toInt64"),
        I64TruncUF32 | I64TruncUF64 | I64TruncUSatF32 | I64TruncUSatF64 => call("toUint64"),
        I64ExtendSI32 => call("BigInt"),
        I64ExtendUI32 => format!("BigInt({a} >>> 0)"),
        F32ConvertSI32 | F32DemoteF64 => call("fround"),
        F32ConvertUI32 => format!("fround({a} >>> 0)"),
        F32ConvertSI64 => format!("fround(Number({a}))"),
        F32ConvertUI64 => format!("fround(Number(asUintN(64, {a})))"),
        F64ConvertSI32 | F64PromoteF32 => a.into(),
        F64ConvertUI32 => format!("({a} >>> 0)"),
        F64ConvertSI64 => call("Number"),
        F64ConvertUI64 => format!("Number(asUintN(64, {a}))"),
        I32ReinterpretF32 => call("bits32"),
        I64ReinterpretF64 => call("bits64"),
        F32ReinterpretI32 => call("float32"),
        F64ReinterpretI64 => call("float64"),
        I32Extend8S => format!("({a} << 24 >> 24)"),
        I32Extend16S => format!("({a} << 16 >> 16)"),
        I64Extend8S => format!("asIntN(8, {a})"),
        I64Extend16S => format!("asIntN(16, {a})"),
        I64Extend32S => format!("asIntN(32, {a})"),
        _ => bail!("the operator {operator:?}"),
    };
    Ok((computed, false))
}

/// What stands in memory at an address.
pub fn load(kind: LoadKind, argument: MemArg, address: &str) -> Result<String> {
    use ExtendedLoad::{SignExtend, ZeroExtend};
    let at = Place::new(argument, kind.width(), address);
    Ok(match kind {
        LoadKind::I32 { atomic: false } => at.read("I32", 2, "getInt32"),
        LoadKind::I32_8 { kind: SignExtend } => at.read("I8", 0, ""),
        LoadKind::I32_8 { kind: ZeroExtend } => at.read("U8", 0, ""),
        LoadKind::I32_16 { kind: SignExtend } => at.read("I16", 1, "getInt16"),
        LoadKind::I32_16 { kind: ZeroExtend } => at.read("U16", 1, "getUint16"),
        LoadKind::I64 { atomic: false } => format!("VIEW.getBigInt64({}, true)", at.address),
        LoadKind::I64_8 { kind: SignExtend } => format!("BigInt({})", at.read("I8", 0, "")),
        LoadKind::I64_8 { kind: ZeroExtend } => format!("BigInt({})", at.read("U8", 0, "")),
        LoadKind::I64_16 { kind: SignExtend } => format!("BigInt({})", at.read("I16", 1, "getInt16")),
        LoadKind::I64_16 { kind: ZeroExtend } => format!("BigInt({})", at.read("U16", 1, "getUint16")),
        LoadKind::I64_32 { kind: SignExtend } => format!("BigInt({})", at.read("I32", 2, "getInt32")),
        LoadKind::I64_32 { kind: ZeroExtend } => format!("BigInt({} >>> 0)", at.read("I32", 2, "getInt32")),
        LoadKind::F32 => at.read("F32", 2, "getFloat32"),
        LoadKind::F64 => at.read("F64", 3, "getFloat64"),
        _ => bail!("a load of {kind:?}"),
    })
}

/// Puts a value into memory at an address.
pub fn store(kind: StoreKind, argument: MemArg, address: &str, value: &str) -> Result<String> {
    let at = Place::new(argument, kind.width(), address);
    Ok(match kind {
        StoreKind::I32 { atomic: false } => at.write("I32", 2, "setInt32", value),
        StoreKind::I32_8 { atomic: false } => at.write("U8", 0, "", value),
        StoreKind::I32_16 { atomic: false } => at.write("U16", 1, "setInt16", value),
        StoreKind::I64 { atomic: false } => format!("VIEW.setBigInt64({}, {value}, true)", at.address),
        StoreKind::I64_8 { atomic: false } => at.write("U8", 0, "", &format!("low({value})")),
        StoreKind::I64_16 { atomic: false } => at.write("U16", 1, "setInt16", &format!("low({value})")),
        StoreKind::I64_32 { atomic: false } => at.write("I32", 2, "setInt32", &format!("low({value})")),
        StoreKind::F32 => at.write("F32", 2, "setFloat32", value),
        StoreKind::F64 => at.write("F64", 3, "setFloat64", value),
        _ => bail!("a store of {kind:?}"),
    })
}

/// A place in memory.
struct Place {
    address: String,
    /// Whether the compiler knows that it can be read as an element of an array.
    is_aligned: bool,
}

impl Place {
    fn new(MemArg { align, offset }: MemArg, width: u32, address: &str) -> Self {
        let address = if offset == 0 { address.into() } else { format!("({address} + {offset})") };
        Self { address, is_aligned: align >= width }
    }

    fn element(&self, array: &str, shift: u32) -> String {
        match shift {
            0 => format!("{array}[{}]", self.address),
            _ => format!("{array}[{} >> {shift}]", self.address),
        }
    }

    fn read(&self, array: &str, shift: u32, method: &str) -> String {
        if self.is_aligned {
            self.element(array, shift)
        } else {
            format!("VIEW.{method}({}, true)", self.address)
        }
    }

    fn write(&self, array: &str, shift: u32, method: &str, value: &str) -> String {
        if self.is_aligned {
            format!("{} = {value}", self.element(array, shift))
        } else {
            format!("VIEW.{method}({}, {value}, true)", self.address)
        }
    }
}
