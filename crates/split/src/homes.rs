//! Which part each function and each byte goes to.

use std::collections::BTreeMap;

use crate::{linked::Part, module::Module, users::Users};

/// What fewer pieces need, and no shared part holds, each of them has a copy of. More copies make
/// the base smaller and a page's pieces together larger.
const COPIES: u32 = 8;

/// A part of the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    Base,
    /// The shared part of this number, loaded for all pieces that need something of it.
    Shared(usize),
    /// Each piece that needs it.
    Pieces,
}

/// The shared parts, by the pieces that they are loaded for; those of more pieces come first.
#[derive(Debug, Default)]
pub(crate) struct Homes {
    pub(crate) shared: Vec<Users>,
}

impl Homes {
    /// The shared parts of at least so many bytes of code, for functions with these users. What all
    /// `pieces` need is the base's.
    pub(crate) fn of(module: &Module<'_>, users: &[Users], pieces: usize, least: usize) -> Self {
        let mut sizes: BTreeMap<Users, usize> = BTreeMap::new();
        for (body, users) in module.bodies.iter().zip(&users[module.imports.len()..]) {
            if !users.is_general() && (2..pieces as u32).contains(&users.count()) {
                let range = body.range();
                *sizes.entry(*users).or_default() += (range.end - range.start) as usize;
            }
        }
        let large = sizes.into_iter().filter(|(_, size)| *size >= least);
        let mut shared: Vec<Users> = large.map(|(users, _)| users).collect();
        shared.sort_by_key(|users| (std::cmp::Reverse(users.count()), *users));
        Self { shared }
    }

    /// Where a thing with these users goes, if nothing else has a say.
    pub(crate) fn home(&self, users: Users) -> Home {
        let few = users.count() <= COPIES && !self.shared.contains(&users);
        match users {
            _ if users.is_general() => Home::Base,
            _ if few => Home::Pieces,
            _ => self.around(users),
        }
    }

    /// The least that is there for all of these users at once.
    pub(crate) fn around(&self, users: Users) -> Home {
        let around = self.shared.iter().rposition(|shared| shared.contains(users));
        around.map_or(Home::Base, Home::Shared)
    }

    /// Where bytes go. What is written to is only in one part: the second of two would bring back
    /// what was there at first.
    pub(crate) fn home_of_data(&self, part: Part) -> Home {
        match self.home(part.users) {
            Home::Pieces if !part.constant && !part.users.is_one() => self.around(part.users),
            home => home,
        }
    }

    /// The pieces for which something is there.
    pub(crate) fn there_for(&self, home: Home, users: Users) -> Users {
        match home {
            Home::Base => Users::ALL,
            Home::Shared(part) => self.shared[part],
            Home::Pieces => users,
        }
    }
}
