//! What the linker knows: which functions and data each piece can reach.
//!
//! In a finished module a function's address and a string's are numbers among numbers. The
//! linker's relocations (`--emit-relocs`) say which numbers they are, so the module as it came
//! from the linker tells for every slot of the function table, and for every byte of the data,
//! who can come to it. Later tools keep both where they are.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use wasmparser::{
    DataKind, ElementItems, ElementKind, ExternalKind, FunctionBody, KnownCustom, Linking, Parser,
    Payload, RelocationEntry, SymbolInfo, TypeRef,
};

use crate::{Fault, constant, mute::Mute, users::Users};

/// Who can reach what.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    /// By the slot of the function table.
    pub(crate) slots: HashMap<u32, Users>,
    /// By the first byte, up to the next one's; nobody's where a symbol names what is never reached.
    data: BTreeMap<u32, Users>,
    /// Where nothing is ever written.
    constants: Vec<Range<u32>>,
}

/// Bytes of memory with the same users.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) users: Users,
    /// Whether nothing is ever written there.
    pub(crate) constant: bool,
}

impl Reach {
    /// The parts of `from..to` by their users.
    pub(crate) fn parts(&self, from: u32, to: u32) -> Vec<Part> {
        let before = self.data.range(..=from).next_back().map_or(Users::ALL, |(_, u)| *u);
        let borders = self.data.range(from + 1..to).map(|(at, users)| (*at, *users));
        let starts: Vec<(u32, Users)> = [(from, before)].into_iter().chain(borders).collect();
        let ends = starts.iter().skip(1).map(|s| s.0).chain([to]);
        let part = |(&(from, users), to)| {
            let constant = self.constants.iter().any(|c| c.start <= from && to <= c.end);
            Part { from, to, users, constant }
        };
        starts.iter().zip(ends).map(part).collect()
    }
}

/// A thing that is reached: a function by its index, a piece of data by its symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    Function(u32),
    Data(usize),
}

/// Data with a name, in memory.
#[derive(Debug, Clone, Copy)]
struct Datum {
    start: u32,
    end: u32,
}

/// A data segment.
#[derive(Debug)]
struct Segment {
    /// Where its bytes begin in the file.
    file: u64,
    memory: Range<u32>,
    constant: bool,
}

#[derive(Default)]
struct Linked<'a> {
    /// The first defined function's index, which is the number of imported ones.
    imported: u32,
    /// Ascending by where they begin in the file.
    bodies: Vec<FunctionBody<'a>>,
    exports: Vec<(String, u32)>,
    start: Option<u32>,
    slots: HashMap<u32, u32>,
    segments: Vec<Segment>,
    symbols: Vec<Option<Node>>,
    data: Vec<Datum>,
    constructors: Vec<u32>,
    code_start: u64,
    data_start: u64,
    sections: Vec<Section>,
    relocations: Vec<(u32, RelocationEntry)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Code,
    Data,
    Other,
}

/// Reads the linker's module; `pieces` are the exports that begin each piece.
pub(crate) fn reach(wasm: &[u8], pieces: &[Vec<&str>]) -> Result<Reach, Fault> {
    let linked = Linked::read(wasm)?;
    let edges = linked.edges()?;
    let mut users: HashMap<Node, Users> = HashMap::new();
    let mut mark = |roots: Vec<Node>, user: Users| {
        let mut open = roots;
        while let Some(node) = open.pop() {
            let mine = users.entry(node).or_default();
            if !mine.contains(user) {
                *mine |= user;
                open.extend(edges.get(&node).into_iter().flatten());
            }
        }
    };
    let begins = |export: &str| {
        pieces.iter().position(|names| names.iter().any(|name| is_named(export, name)))
    };
    let general = linked.exports.iter().filter(|(name, _)| begins(name).is_none());
    let general = general.map(|(_, f)| *f).chain(linked.start).chain(linked.constructors.clone());
    mark(general.map(Node::Function).collect(), Users::ALL);
    for (piece, names) in pieces.iter().enumerate() {
        for name in names {
            let found = linked.exports.iter().find(|(export, _)| is_named(export, name));
            let (_, function) = found
                .ok_or_else(|| Fault::new(format!("the linker's module exports no {name}")))?;
            mark(vec![Node::Function(*function)], Users::one(piece));
        }
    }
    let slots = linked.slots.iter();
    let slots = slots.map(|(function, slot)| {
        (*slot, users.get(&Node::Function(*function)).copied().unwrap_or_default())
    });
    let constants = linked.segments.iter().filter(|s| s.constant).map(|s| s.memory.clone());
    Ok(Reach {
        slots: slots.collect(),
        data: linked.ranges(&users),
        constants: constants.collect(),
    })
}

/// Whether an export is that of this name: wasm-bindgen's have a hash behind it until it is done.
fn is_named(export: &str, name: &str) -> bool {
    export.strip_prefix(name).is_some_and(|rest| {
        rest.is_empty()
            || rest
                .strip_prefix('_')
                .is_some_and(|hash| hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
    })
}

impl<'a> Linked<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self, Fault> {
        let mut linked = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            linked.take(payload?)?;
        }
        if linked.relocations.is_empty() {
            return Err(Fault::new("the linker's module has no relocations: see web/build.rs"));
        }
        Ok(linked)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<(), Fault> {
        match &payload {
            Payload::CodeSectionStart { .. } => self.sections.push(Section::Code),
            Payload::DataSection(_) => self.sections.push(Section::Data),
            Payload::Version { .. } | Payload::CodeSectionEntry(_) | Payload::End(_) => {}
            _ => self.sections.push(Section::Other),
        }
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    self.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        self.exports.push((export.name.to_owned(), export.index));
                    }
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(elements) => {
                for element in elements {
                    let element = element?;
                    let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(items)) =
                        (element.kind, element.items)
                    else {
                        return Err(Fault::new("the linker's table is filled in an unknown way"));
                    };
                    let offset = constant(&offset_expr)?;
                    for (slot, function) in (offset..).zip(items) {
                        self.slots.insert(function?, slot);
                    }
                }
            }
            Payload::CodeSectionStart { unchecked_range, .. } => {
                self.code_start = unchecked_range.start;
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(section) => {
                self.data_start = section.range().start;
                for data in section {
                    let data = data?;
                    let DataKind::Active { offset_expr, .. } = data.kind else {
                        return Err(Fault::new("the linker's data are not where they are needed"));
                    };
                    let first = data.range.end - data.data.len() as u64;
                    let start = constant(&offset_expr)?;
                    let memory = start..start + data.data.len() as u32;
                    self.segments.push(Segment { file: first, memory, constant: false });
                }
            }
            Payload::CustomSection(section) => match section.as_known() {
                KnownCustom::Linking(linking) => {
                    for part in linking.subsections() {
                        self.linking(part?)?;
                    }
                }
                KnownCustom::Reloc(relocations) => {
                    for entry in relocations.entries() {
                        self.relocations.push((relocations.section_index(), entry?));
                    }
                }
                _ => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn linking(&mut self, part: Linking<'_>) -> Result<(), Fault> {
        match part {
            Linking::SymbolTable(symbols) => {
                for symbol in symbols {
                    let node = match symbol? {
                        SymbolInfo::Func { index, .. } => Some(Node::Function(index)),
                        SymbolInfo::Data { symbol: Some(at), .. } => {
                            let segment = self.segments.get(at.index as usize);
                            let segment = segment.ok_or(Fault::new("a symbol without data"))?;
                            let start = segment.memory.start + at.offset;
                            self.data.push(Datum { start, end: start + at.size });
                            Some(Node::Data(self.data.len() - 1))
                        }
                        _ => None,
                    };
                    self.symbols.push(node);
                }
            }
            Linking::SegmentInfo(segments) => {
                for (segment, about) in self.segments.iter_mut().zip(segments) {
                    segment.constant = about?.name.starts_with(".rodata");
                }
            }
            Linking::InitFuncs(functions) => {
                for function in functions {
                    let symbol = self.symbols.get(function?.symbol_index as usize);
                    if let Some(Some(Node::Function(index))) = symbol {
                        self.constructors.push(*index);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// What names what, but for what leads to a trap alone.
    fn edges(&self) -> Result<HashMap<Node, Vec<Node>>, Fault> {
        let mute = Mute::of(self.imported as usize, &self.bodies)?;
        let doomed = self.bodies.iter().map(|body| mute.doomed(body));
        let doomed: Vec<Vec<Range<u64>>> = doomed.collect::<Result<_, _>>()?;
        let mut edges: HashMap<Node, Vec<Node>> = HashMap::new();
        // Data may lie in one another; ordered by their starts they are found from the last one on.
        let mut by_start: Vec<usize> = (0..self.data.len()).collect();
        by_start.sort_by_key(|i| self.data[*i].start);
        let longest = self.data.iter().map(|d| d.end - d.start).max().unwrap_or_default();
        let around = |at: u32| {
            let after = by_start.partition_point(|i| self.data[*i].start <= at);
            let near = by_start[..after].iter().rev();
            near.take_while(move |i| self.data[**i].start + longest > at)
                .filter(move |i| self.data[**i].end > at)
                .map(|i| Node::Data(*i))
        };
        for (section, entry) in &self.relocations {
            let Some(Some(target)) = self.symbols.get(entry.index as usize) else { continue };
            let is = |at: &Section| self.sections.get(*section as usize) == Some(at);
            if is(&Section::Code) {
                let at = self.code_start + u64::from(entry.offset);
                let index = self.bodies.partition_point(|body| body.range().start <= at);
                let index = index.checked_sub(1).ok_or(Fault::new("code before all functions"))?;
                let function = self.imported + index as u32;
                // The call itself stays.
                let is_call = matches!(target, Node::Function(f) if mute.is(*f));
                if !mute.is(function) && (is_call || !doomed[index].iter().any(|d| d.contains(&at)))
                {
                    edges.entry(Node::Function(function)).or_default().push(*target);
                }
            } else if is(&Section::Data) {
                let at = self.data_start + u64::from(entry.offset);
                let index = self.segments.partition_point(|segment| segment.file <= at);
                let index = index.checked_sub(1).ok_or(Fault::new("data before all segments"))?;
                let Segment { file, memory, .. } = &self.segments[index];
                let mut found = around(memory.start + (at - file) as u32).peekable();
                if found.peek().is_none() {
                    return Err(Fault::new("an address in data that no symbol names"));
                }
                for from in found {
                    edges.entry(from).or_default().push(*target);
                }
            }
        }
        Ok(edges)
    }

    /// The users of every byte that some symbol names; of the others, all.
    fn ranges(&self, users: &HashMap<Node, Users>) -> BTreeMap<u32, Users> {
        let mut borders: Vec<u32> = self.data.iter().flat_map(|d| [d.start, d.end]).collect();
        borders.sort_unstable();
        borders.dedup();
        // What the linker itself writes is no symbol's, and left to all.
        let mut ranges: BTreeMap<u32, Option<Users>> =
            borders.iter().map(|at| (*at, None)).collect();
        for (index, datum) in self.data.iter().enumerate() {
            let user = users.get(&Node::Data(index)).copied().unwrap_or_default();
            for (_, mine) in ranges.range_mut(datum.start..datum.end) {
                *mine.get_or_insert_default() |= user;
            }
        }
        ranges.into_iter().map(|(at, users)| (at, users.unwrap_or(Users::ALL))).collect()
    }
}
