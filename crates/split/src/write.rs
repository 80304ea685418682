//! The parts, as modules.

use std::borrow::Cow;

use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, ImportSection, Instruction,
    MemorySection, StartSection, TableSection, TypeSection,
    reencode::{self, Reencode},
};
use wasmparser::{ExternalKind, Table};

use crate::{
    BASE, Fault,
    homes::Home,
    linked::Reach,
    module::{self, Module},
    needs::{Added, Needs},
};

/// So many zeros in a row are left out: memory is zero where nothing is written.
const ZEROS: usize = 16;

/// The numbers of functions and types in a part.
struct Numbers {
    functions: Vec<Option<u32>>,
    types: Vec<Option<u32>>,
    /// The types that are named, in the order of their numbers.
    named: Vec<u32>,
}

impl Numbers {
    fn new(module: &Module<'_>) -> Self {
        let (functions, types) = (module.functions.len(), module.types.len());
        Self { functions: vec![None; functions], types: vec![None; types], named: Vec::new() }
    }

    /// Gives the next numbers to these functions.
    fn place(&mut self, functions: impl Iterator<Item = u32>) {
        let first = self.functions.iter().flatten().count() as u32;
        for (number, function) in (first..).zip(functions) {
            self.functions[function as usize] = Some(number);
        }
    }

    fn ty(&mut self, ty: u32) -> u32 {
        let next = self.named.len() as u32;
        let number = *self.types[ty as usize].get_or_insert(next);
        if number == next {
            self.named.push(ty);
        }
        number
    }
}

impl Reencode for Numbers {
    type Error = Fault;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error<Fault>> {
        let elsewhere = || Fault::new(format!("function {function} is called where it is not"));
        let number = self.functions[function as usize];
        number.ok_or_else(|| reencode::Error::UserError(elsewhere()))
    }

    fn type_index(&mut self, ty: u32) -> Result<u32, reencode::Error<Fault>> {
        Ok(self.ty(ty))
    }
}

/// What begins as the whole module does, and holds what more than one piece needs.
pub(crate) fn base(module: &Module<'_>, needs: &Needs, reach: &Reach) -> Result<Vec<u8>, Fault> {
    let mut numbers = Numbers::new(module);
    let all = 0..module.functions.len() as u32;
    let mine: Vec<u32> =
        all.clone().filter(|f| !module.is_imported(*f) && needs.in_base(*f)).collect();
    let imported = all.take(module.imports.len());
    // Behind its own functions, one for each entry of a piece, which calls it by its slot.
    numbers.place(imported.chain(mine.iter().copied()).chain(needs.entries.keys().copied()));

    let mut imports = ImportSection::new();
    for (import, ty) in module.imports.iter().zip(&module.functions) {
        imports.import(import.module, import.name, EntityType::Function(numbers.ty(*ty)));
    }
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for function in &mine {
        body(module, &mut numbers, *function, &mut functions, &mut code)?;
    }
    for (function, slot) in &needs.entries {
        let ty = module.functions[*function as usize];
        let given = module.types[ty as usize].params().len() as u32;
        let type_index = numbers.ty(ty);
        functions.function(type_index);
        let mut thunk = Function::new([]);
        for argument in 0..given {
            thunk.instruction(&Instruction::LocalGet(argument));
        }
        thunk.instruction(&Instruction::I32Const(*slot as i32));
        thunk.instruction(&Instruction::CallIndirect { type_index, table_index: needs.table });
        thunk.instruction(&Instruction::End);
        code.function(&thunk);
    }
    let mut tables = TableSection::new();
    for table in grown(module, needs) {
        numbers.parse_table(&mut tables, table)?;
    }
    let mut memories = MemorySection::new();
    for memory in &module.memories {
        memories.memory(numbers.memory_type(*memory)?);
    }
    let mut globals = GlobalSection::new();
    for global in &module.globals {
        numbers.parse_global(&mut globals, global.clone())?;
    }
    let exports = exports(module, needs, &mut numbers)?;
    let start = module.start.map(|f| numbers.function_index(f)).transpose()?;
    let elements = elements(module, needs, &mut numbers, |f| needs.in_base(f))?;
    let mut data = DataSection::new();
    for (from, bytes) in &module.data {
        let mut bytes = bytes.to_vec();
        for part in reach.parts(*from, from + bytes.len() as u32) {
            if needs.homes.home_of_data(part) != Home::Base {
                bytes[(part.from - from) as usize..(part.to - from) as usize].fill(0);
            }
        }
        write_data(&mut data, *from, &bytes);
    }

    let mut out = wasm_encoder::Module::new();
    out.section(&types(module, &mut numbers)?).section(&imports).section(&functions);
    out.section(&tables).section(&memories).section(&globals).section(&exports);
    if let Some(function_index) = start {
        out.section(&StartSection { function_index });
    }
    out.section(&elements).section(&code).section(&data);
    Ok(out.finish())
}

/// What comes behind the base: what one widget alone needs, or some share.
pub(crate) fn added(
    module: &Module<'_>,
    needs: &Needs,
    reach: &Reach,
    part: Added,
) -> Result<Vec<u8>, Fault> {
    let mut numbers = Numbers::new(module);
    let asked = needs.asked_by(part);
    let mine: Vec<u32> =
        (0..module.functions.len() as u32).filter(|f| needs.is_in(*f, part)).collect();
    numbers.place(asked.iter().chain(&mine).copied());

    let mut imports = ImportSection::new();
    for function in &asked {
        let ty = numbers.ty(module.functions[*function as usize]);
        imports.import(BASE, &name(ExportKind::Func, *function), EntityType::Function(ty));
    }
    for (index, memory) in (0..).zip(&module.memories) {
        let memory = numbers.memory_type(*memory)?;
        imports.import(BASE, &name(ExportKind::Memory, index), memory);
    }
    for (index, table) in (0..).zip(grown(module, needs)) {
        let table = numbers.table_type(table.ty)?;
        imports.import(BASE, &name(ExportKind::Table, index), table);
    }
    for (index, global) in (0..).zip(&module.globals) {
        let global = numbers.global_type(global.ty)?;
        imports.import(BASE, &name(ExportKind::Global, index), global);
    }
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for function in &mine {
        body(module, &mut numbers, *function, &mut functions, &mut code)?;
    }
    let mut exports = ExportSection::new();
    for function in mine.iter().filter(|f| needs.asked.contains(f)) {
        let kind = ExportKind::Func;
        exports.export(&name(kind, *function), kind, numbers.function_index(*function)?);
    }
    let mut elements = elements(module, needs, &mut numbers, |f| needs.is_in(f, part))?;
    for (function, slot) in needs.entries.iter().filter(|(f, _)| needs.is_in(**f, part)) {
        let number = numbers.function_index(*function)?;
        write_run(&mut elements, needs.table, slot + 1, &mut vec![number]);
    }
    let mut data = DataSection::new();
    for (from, bytes) in &module.data {
        for bytes_of in reach.parts(*from, from + bytes.len() as u32) {
            let here = match (needs.homes.home_of_data(bytes_of), part) {
                (Home::Shared(home), Added::Shared(part)) => home == part,
                (Home::Pieces, Added::Piece(piece)) => bytes_of.users.has(piece),
                _ => false,
            };
            if here {
                let mine = &bytes[(bytes_of.from - from) as usize..(bytes_of.to - from) as usize];
                write_data(&mut data, bytes_of.from, mine);
            }
        }
    }
    let mut out = wasm_encoder::Module::new();
    out.section(&types(module, &mut numbers)?).section(&imports).section(&functions);
    out.section(&exports).section(&elements).section(&code).section(&data);
    Ok(out.finish())
}

/// The tables, with a slot more for each entry of a piece.
fn grown<'a>(module: &Module<'a>, needs: &Needs) -> Vec<Table<'a>> {
    let mut tables = module.tables.clone();
    if let Some(table) = tables.get_mut(needs.table as usize) {
        let more = needs.entries.len() as u64;
        table.ty.initial += more;
        table.ty.maximum = table.ty.maximum.map(|most| most + more);
    }
    tables
}

/// The name under which a part exports a thing for others: no other export begins with a digit.
fn name(kind: ExportKind, index: u32) -> String {
    let letter = match kind {
        ExportKind::Memory => "m",
        ExportKind::Table => "t",
        ExportKind::Global => "g",
        _ => "",
    };
    format!("{index}{letter}")
}

fn exports(
    module: &Module<'_>,
    needs: &Needs,
    numbers: &mut Numbers,
) -> Result<ExportSection, Fault> {
    let mut exports = ExportSection::new();
    for export in &module.exports {
        let index = match export.kind {
            ExternalKind::Func => numbers.function_index(export.index)?,
            _ => export.index,
        };
        exports.export(export.name, numbers.export_kind(export.kind)?, index);
    }
    for function in needs.asked.iter().filter(|f| needs.in_base(**f)) {
        let kind = ExportKind::Func;
        exports.export(&name(kind, *function), kind, numbers.function_index(*function)?);
    }
    let all = [
        (ExportKind::Memory, module.memories.len()),
        (ExportKind::Table, module.tables.len()),
        (ExportKind::Global, module.globals.len()),
    ];
    for (kind, count) in all {
        for index in 0..count as u32 {
            exports.export(&name(kind, index), kind, index);
        }
    }
    Ok(exports)
}

fn types(module: &Module<'_>, numbers: &mut Numbers) -> Result<TypeSection, Fault> {
    let mut types = TypeSection::new();
    for ty in numbers.named.clone() {
        let ty = module.types[ty as usize].clone();
        types.ty().func_type(&numbers.func_type(ty)?);
    }
    Ok(types)
}

fn body(
    module: &Module<'_>,
    numbers: &mut Numbers,
    function: u32,
    functions: &mut FunctionSection,
    code: &mut CodeSection,
) -> Result<(), Fault> {
    functions.function(numbers.ty(module.functions[function as usize]));
    let body = &module.bodies[function as usize - module.imports.len()];
    Ok(numbers.parse_function_body(code, body.clone())?)
}

/// The slots of the functions that are here; the others stay empty.
fn elements(
    module: &Module<'_>,
    needs: &Needs,
    numbers: &mut Numbers,
    here: impl Fn(u32) -> bool,
) -> Result<ElementSection, Fault> {
    let mut section = ElementSection::new();
    for elements in &module.elements {
        write_elements(&mut section, elements, needs.table, |_, function| {
            here(function).then(|| numbers.function_index(function)).transpose()
        })?;
    }
    Ok(section)
}

/// The slots for which `place` gives the number of their function, in runs.
pub(crate) fn write_elements<E>(
    section: &mut ElementSection,
    elements: &module::Elements,
    table: u32,
    mut place: impl FnMut(u32, u32) -> Result<Option<u32>, E>,
) -> Result<(), E> {
    let mut run = Vec::new();
    let behind = elements.offset + elements.functions.len() as u32;
    for (slot, function) in (elements.offset..).zip(&elements.functions) {
        match place(slot, *function)? {
            Some(number) => run.push(number),
            None => write_run(section, table, slot, &mut run),
        }
    }
    write_run(section, table, behind, &mut run);
    Ok(())
}

/// Functions up to a slot.
fn write_run(section: &mut ElementSection, table: u32, behind: u32, run: &mut Vec<u32>) {
    if !run.is_empty() {
        let offset = ConstExpr::i32_const((behind - run.len() as u32) as i32);
        // The shorter form, for the table that there always was.
        let table = (table != 0).then_some(table);
        section.active(table, &offset, Elements::Functions(Cow::Borrowed(run)));
        run.clear();
    }
}

pub(crate) fn write_data(section: &mut DataSection, from: u32, bytes: &[u8]) {
    let mut at = 0;
    while let Some(first) = bytes[at..].iter().position(|b| *b != 0).map(|n| at + n) {
        let mut end = first;
        // Up to the last byte before a long row of zeros.
        while let Some(next) = bytes[end..].iter().position(|b| *b != 0).filter(|n| *n < ZEROS) {
            let run = bytes[end + next..].iter().take_while(|b| **b != 0).count();
            end += next + run;
        }
        let offset = ConstExpr::i32_const((from + first as u32) as i32);
        section.active(0, &offset, bytes[first..end].iter().copied());
        at = end;
    }
}
