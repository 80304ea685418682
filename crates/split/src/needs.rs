//! Where each function of a finished module has to be.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Fault,
    homes::{Home, Homes},
    linked::Reach,
    module::Module,
    users::Users,
};

/// A part that is loaded behind the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Added {
    Shared(usize),
    Piece(usize),
}

pub(crate) struct Needs {
    pub(crate) homes: Homes,
    /// By function: who calls it, or may.
    users: Vec<Users>,
    /// By function.
    home: Vec<Home>,
    /// By function: what it calls; an imported one nothing.
    calls: Vec<Vec<u32>>,
    /// The functions behind the exports of pieces, each with the new slot by which the base calls it.
    pub(crate) entries: BTreeMap<u32, u32>,
    /// What parts call in others.
    pub(crate) asked: BTreeSet<u32>,
    /// The table that holds functions.
    pub(crate) table: u32,
}

impl Needs {
    pub(crate) fn of(
        module: &Module<'_>,
        reach: &Reach,
        pieces: &[Vec<&str>],
        least: usize,
    ) -> Result<Self, Fault> {
        let mut calls = vec![Vec::new(); module.imports.len()];
        calls.extend(module.calls()?);
        let roots = roots(module, reach, pieces)?;
        let mut needs = Self {
            homes: Homes::default(),
            home: Vec::new(),
            users: vec![Users::default(); module.functions.len()],
            calls,
            entries: BTreeMap::new(),
            asked: BTreeSet::new(),
            table: function_table(module)?,
        };
        for (function, user) in roots {
            needs.mark(function, user);
        }
        needs.homes = Homes::of(module, &needs.users, pieces.len(), least);
        needs.home = needs.users.iter().map(|users| needs.homes.home(*users)).collect();
        needs.settle();
        let size = module.tables.get(needs.table as usize).map_or(0, |t| t.ty.initial as u32);
        for name in pieces.iter().flatten() {
            let function = exported(module, name)?;
            if needs.home[function as usize] != Home::Pieces {
                return Err(Fault::new(format!("{name} has nothing of its own")));
            }
            let slot = size + needs.entries.len() as u32;
            needs.entries.entry(function).or_insert(slot);
        }
        let shared = (0..needs.homes.shared.len()).map(Added::Shared);
        let all: Vec<Added> = shared.chain((0..pieces.len()).map(Added::Piece)).collect();
        needs.asked = all.into_iter().flat_map(|part| needs.asked_by(part)).collect();
        Ok(needs)
    }

    /// A function has a user, and so has all that it calls.
    fn mark(&mut self, function: u32, user: Users) {
        let mut open = vec![function];
        while let Some(at) = open.pop() {
            let mine = &mut self.users[at as usize];
            if !mine.contains(user) {
                *mine |= user;
                open.extend(&self.calls[at as usize]);
            }
        }
    }

    /// Moves what is called to where all that call it find it: what is in the base calls nothing
    /// but the base, and what is shared nothing that is not there for at least the same pieces.
    fn settle(&mut self) {
        let mut open: Vec<usize> = (0..self.home.len()).collect();
        while let Some(caller) = open.pop() {
            let from = self.home[caller];
            if from == Home::Pieces {
                continue;
            }
            let pieces = self.homes.there_for(from, self.users[caller]);
            for called in self.calls[caller].iter().map(|called| *called as usize) {
                let there = self.homes.there_for(self.home[called], self.users[called]);
                if self.home[called] == Home::Pieces || !there.contains(pieces) {
                    self.home[called] = self.homes.around(there.and(pieces));
                    open.push(called);
                }
            }
        }
    }

    pub(crate) fn in_base(&self, function: u32) -> bool {
        self.home[function as usize] == Home::Base
    }

    pub(crate) fn is_in(&self, function: u32, part: Added) -> bool {
        match (self.home[function as usize], part) {
            (Home::Shared(home), Added::Shared(part)) => home == part,
            (Home::Pieces, Added::Piece(piece)) => self.users[function as usize].has(piece),
            _ => false,
        }
    }

    /// The functions of other parts that a part calls, and imported ones.
    pub(crate) fn asked_by(&self, part: Added) -> BTreeSet<u32> {
        let mine = (0..self.users.len() as u32).filter(|f| self.is_in(*f, part));
        let called = mine.flat_map(|f| self.calls[f as usize].iter().copied());
        called.filter(|f| !self.is_in(*f, part)).collect()
    }
}

/// Every function that is not only called by others, with who begins there.
fn roots(
    module: &Module<'_>,
    reach: &Reach,
    pieces: &[Vec<&str>],
) -> Result<Vec<(u32, Users)>, Fault> {
    let mut roots = Vec::new();
    for (piece, names) in pieces.iter().enumerate() {
        for name in names {
            roots.push((exported(module, name)?, Users::one(piece)));
        }
    }
    let is_entry = |name: &str| pieces.iter().flatten().any(|p| *p == name);
    for export in &module.exports {
        if export.kind == wasmparser::ExternalKind::Func && !is_entry(export.name) {
            roots.push((export.index, Users::ALL));
        }
    }
    roots.extend(module.start.map(|function| (function, Users::ALL)));
    // What comes from outside is the base's.
    roots.extend((0..module.imports.len() as u32).map(|function| (function, Users::ALL)));
    for elements in &module.elements {
        for (slot, function) in (elements.offset..).zip(&elements.functions) {
            // What later tools added to the table, they added for all.
            let users = reach.slots.get(&slot).copied().unwrap_or(Users::ALL);
            roots.push((*function, if users.is_general() { Users::ALL } else { users }));
        }
    }
    Ok(roots)
}

fn exported(module: &Module<'_>, name: &str) -> Result<u32, Fault> {
    module.exported(name).ok_or_else(|| Fault::new(format!("the module exports no {name}")))
}

fn function_table(module: &Module<'_>) -> Result<u32, Fault> {
    let mut tables: Vec<u32> = module.elements.iter().map(|e| e.table).collect();
    tables.dedup();
    match tables[..] {
        [table] => Ok(table),
        _ => Err(Fault::new("the module has no one table of functions")),
    }
}
