//! A finished module, read as far as it has to be known.

use wasmparser::{
    DataKind, ElementItems, ElementKind, Export, ExternalKind, FuncType, FunctionBody, Global,
    Import, MemoryType, Operator, Parser, Payload, Table, TypeRef,
};

use crate::{Fault, constant};

#[derive(Default)]
pub(crate) struct Module<'a> {
    pub(crate) types: Vec<FuncType>,
    pub(crate) imports: Vec<Import<'a>>,
    /// The type of every function, the imported ones first.
    pub(crate) functions: Vec<u32>,
    pub(crate) tables: Vec<Table<'a>>,
    pub(crate) memories: Vec<MemoryType>,
    pub(crate) globals: Vec<Global<'a>>,
    pub(crate) exports: Vec<Export<'a>>,
    pub(crate) start: Option<u32>,
    /// Functions in the table from a slot on.
    pub(crate) elements: Vec<Elements>,
    pub(crate) bodies: Vec<FunctionBody<'a>>,
    /// Bytes in memory from an address on.
    pub(crate) data: Vec<(u32, &'a [u8])>,
}

pub(crate) struct Elements {
    pub(crate) table: u32,
    pub(crate) offset: u32,
    pub(crate) functions: Vec<u32>,
}

impl<'a> Module<'a> {
    pub(crate) fn read(wasm: &'a [u8]) -> Result<Self, Fault> {
        let mut module = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            module.take(payload?)?;
        }
        Ok(module)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<(), Fault> {
        match payload {
            Payload::TypeSection(types) => {
                for ty in types.into_iter_err_on_gc_types() {
                    self.types.push(ty?);
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    let TypeRef::Func(ty) = import.ty else {
                        return Err(Fault::new(format!("{} is no function", import.name)));
                    };
                    self.functions.push(ty);
                    self.imports.push(import);
                }
            }
            Payload::FunctionSection(functions) => {
                for ty in functions {
                    self.functions.push(ty?);
                }
            }
            Payload::TableSection(all) => {
                self.tables = all.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::MemorySection(all) => {
                self.memories = all.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::GlobalSection(all) => {
                self.globals = all.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::ExportSection(all) => {
                self.exports = all.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(elements) => {
                for element in elements {
                    let element = element?;
                    let (
                        ElementKind::Active { table_index, offset_expr },
                        ElementItems::Functions(items),
                    ) = (element.kind, element.items)
                    else {
                        return Err(Fault::new("a table is filled in an unknown way"));
                    };
                    self.elements.push(Elements {
                        table: table_index.unwrap_or(0),
                        offset: constant(&offset_expr)?,
                        functions: items.into_iter().collect::<Result<_, _>>()?,
                    });
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(section) => {
                for data in section {
                    let data = data?;
                    let DataKind::Active { offset_expr, memory_index: 0 } = data.kind else {
                        return Err(Fault::new("data that are copied by hand cannot be cut"));
                    };
                    self.data.push((constant(&offset_expr)?, data.data));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The functions that each defined function calls.
    pub(crate) fn calls(&self) -> Result<Vec<Vec<u32>>, Fault> {
        let calls = |body: &FunctionBody<'_>| {
            let mut called = Vec::new();
            for operator in body.get_operators_reader()? {
                match operator? {
                    Operator::Call { function_index } => called.push(function_index),
                    Operator::RefFunc { .. } | Operator::ReturnCall { .. } => {
                        return Err(Fault::new("a function is named in an unknown way"));
                    }
                    _ => {}
                }
            }
            Ok(called)
        };
        self.bodies.iter().map(calls).collect()
    }

    /// The function that is exported under this name.
    pub(crate) fn exported(&self, name: &str) -> Option<u32> {
        let mut functions = self.exports.iter().filter(|e| e.kind == ExternalKind::Func);
        functions.find(|e| e.name == name).map(|e| e.index)
    }

    /// Whether a function comes from outside.
    pub(crate) fn is_imported(&self, function: u32) -> bool {
        (function as usize) < self.imports.len()
    }
}
