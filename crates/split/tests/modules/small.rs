//! A module of nine functions: `general` and `b` call the same one, `a` and `b` another, `a` calls one by its slot,
//! `b` one by a slot that stands in memory. Where memory says so, `general` calls one that never
//! returns; it calls another by a slot that nobody else names.

use std::{borrow::Cow, process::Command};

use split::BASE;
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements,
    EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection,
    Instruction as I, LinkingSection, MemArg, MemArgTarget, MemorySection, MemoryType, Module,
    RefType, SymbolTable, TableSection, TableType, TypeSection,
};

const LOG: u32 = 0;
const GENERAL: u32 = 1;
const SHARED: u32 = 2;
const A: u32 = 3;
const A_CLOSURE: u32 = 4;
const B: u32 = 5;
const B_METHOD: u32 = 6;
const PANIC: u32 = 7;
const HOOK: u32 = 8;
const COMMON: u32 = 9;

const MEMORY: u32 = 1024;
/// The texts of a and b, the slot of `B_METHOD`, a text of all, the words of the panic,
/// a text of a and b.
const DATA: &[u8] = b"aaa\0bbb\0\x02\0\0\0all\0oh!\0two\0";
/// In memory: whether to panic.
pub(crate) const WORSE: u32 = 2048;

/// Runs the module in Node: whole, or as a base with its pieces, and gives what its exports answer.
pub(crate) fn run(parts: &[&[u8]], calls: &str) -> String {
    let array = |bytes: &&[u8]| format!("new Uint8Array({bytes:?})");
    let parts: Vec<String> = parts.iter().map(array).collect();
    let script = format!(
        "const said = [];
         const [base, ...pieces] = [{}];
         const make = (bytes, imports) => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;
         const e = {{ ...make(base, {{ env: {{ log: (n) => said.push(n) }} }}) }};
         const add = (n) => Object.assign(e, make(pieces[n], {{ {BASE}: e }}));
         const text = (at) => String.fromCharCode(...new Uint8Array(e.memory.buffer, at, 3));
         {calls}
         console.log(said.join(' '));",
        parts.join(", ")
    );
    let out = Command::new("node").args(["-e", &script]).output().expect("node runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).trim().to_owned()
}

/// As the linker writes it.
pub(crate) fn linked() -> Vec<u8> {
    let mut module = module(&[], "_0123456789abcdef");
    let mut symbols = SymbolTable::new();
    for function in GENERAL..=COMMON {
        symbols.function(0, function, Some("f"));
    }
    let data = |offset, size| wasm_encoder::DataSymbolDefinition { index: 0, offset, size };
    for (offset, size) in [(0, 4), (4, 4), (8, 4), (12, 4), (16, 4), (20, 4)] {
        symbols.data(0, "d", Some(data(offset, size)));
    }
    module.section(LinkingSection::new().symbol_table(&symbols));
    let function = |index: u32| index - GENERAL;
    let datum = |index: u32| COMMON + index;
    // Where in a function an address stands does not matter, but for what comes before a panic.
    let starts = starts();
    let inside = |index: u32| starts[function(index) as usize];
    let (call, table_index, memory_address, table_index_in_data) = (0, 1, 4, 2);
    relocations(
        &mut module,
        "reloc.CODE",
        7,
        &[
            (call, inside(GENERAL), function(SHARED)),
            (memory_address, inside(GENERAL), datum(3)),
            (memory_address, inside(GENERAL) + before_panic(), datum(4)),
            (table_index, inside(A), function(A_CLOSURE)),
            (call, inside(A), function(COMMON)),
            (memory_address, inside(A), datum(0)),
            (call, inside(B), function(SHARED)),
            (call, inside(B), function(COMMON)),
            (memory_address, inside(B), datum(1)),
            (memory_address, inside(B), datum(2)),
            (table_index, inside(PANIC), function(HOOK)),
            (memory_address, inside(COMMON), datum(5)),
        ],
    );
    // The segment's bytes begin behind seven others.
    relocations(&mut module, "reloc.DATA", 8, &[(table_index_in_data, 7 + 8, function(B_METHOD))]);
    module.finish()
}

/// As it is when other tools are done.
pub(crate) fn page() -> Vec<u8> {
    module(&[], "").finish()
}

/// With one more name for `a`.
pub(crate) fn page_with_two_names() -> Vec<u8> {
    module(&["a_too"], "").finish()
}

/// `hash` stands behind the names, as wasm-bindgen has it until it is done.
fn module(more_names: &[&str], hash: &str) -> Module {
    let mut types = TypeSection::new();
    types.ty().function([wasm_encoder::ValType::I32], []);
    types.ty().function([], []);
    let mut imports = ImportSection::new();
    imports.import("env", "log", EntityType::Function(0));
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for body in bodies() {
        functions.function(1);
        code.function(&function(&body));
    }
    let mut tables = TableSection::new();
    let element_type = RefType::FUNCREF;
    tables.table(TableType {
        element_type,
        minimum: 4,
        maximum: Some(4),
        table64: false,
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0);
    for (name, function) in [("general", GENERAL), ("a", A), ("b", B)] {
        exports.export(&format!("{name}{hash}"), ExportKind::Func, function);
    }
    for name in more_names {
        exports.export(name, ExportKind::Func, A);
    }
    let mut elements = ElementSection::new();
    let slots = Elements::Functions(Cow::Borrowed(&[A_CLOSURE, B_METHOD, HOOK]));
    elements.active(None, &ConstExpr::i32_const(1), slots);
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(MEMORY as i32), DATA.iter().copied());
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&tables);
    module.section(&memories).section(&exports).section(&elements).section(&code).section(&data);
    module
}

/// What `general` does before it may panic.
fn general() -> Vec<I<'static>> {
    let condition = [I::I32Const(0), I::I32Load(at(WORSE)), I::If(BlockType::Empty)];
    [&log(1)[..], &[I::Call(SHARED)], &condition].concat()
}

/// How far into `general` that is.
fn before_panic() -> u32 {
    // Less the end of what is none.
    function(&general()).byte_len() as u32 - 1
}

fn bodies() -> [Vec<I<'static>>; 9] {
    let indirect = I::CallIndirect { type_index: 1, table_index: 0 };
    let slot_in_memory = I::I32Load(at(MEMORY + 8));
    let words = [I::I32Const(MEMORY as i32 + 16), I::Drop, I::Call(PANIC), I::End];
    [
        [general(), words.to_vec()].concat(),
        log(2),
        [log(10), vec![I::Call(COMMON), I::I32Const(1), indirect.clone()]].concat(),
        log(3),
        [
            vec![I::Call(SHARED), I::Call(COMMON)],
            log(20),
            vec![I::I32Const(0), slot_in_memory, indirect.clone()],
        ]
        .concat(),
        log(4),
        vec![I::I32Const(3), indirect, I::Unreachable],
        log(5),
        log(6),
    ]
}

fn log(n: i32) -> Vec<I<'static>> {
    vec![I::I32Const(n), I::Call(LOG)]
}

fn at(address: u32) -> MemArg {
    let target = MemArgTarget::Memory(0);
    MemArg { offset: u64::from(address), align: 2, target, ordering: None }
}

fn function(body: &[I<'_>]) -> Function {
    let mut function = Function::new([]);
    for instruction in body.iter().chain([&I::End]) {
        function.instruction(instruction);
    }
    function
}

/// Where each function's code begins in its section, behind a byte with their number and one
/// with its size.
fn starts() -> Vec<u32> {
    let sizes = bodies().into_iter().map(|body| function(&body).byte_len() as u32 + 1);
    let ends = sizes.scan(2, |at, size| {
        *at += size;
        Some(*at)
    });
    [2].into_iter().chain(ends).collect()
}

/// Relocations of the section of that number: kind, place, symbol.
fn relocations(module: &mut Module, name: &str, section: u8, all: &[(u8, u32, u32)]) {
    let mut bytes = vec![section, all.len() as u8];
    for (kind, place, symbol) in all {
        bytes.extend([*kind, *place as u8, *symbol as u8]);
        if *kind == 4 {
            // An address in memory has a number to be added.
            bytes.push(0);
        }
    }
    module.section(&CustomSection { name: name.into(), data: bytes.into() });
}
