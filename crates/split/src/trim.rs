//! A module without what nobody can hear, come to or read.

use wasm_encoder::{
    CodeSection, DataSection, ElementSection, Instruction,
    reencode::{self, Reencode},
};
use wasmparser::{
    CustomSectionReader, DataSectionReader, ElementSectionReader, FunctionBody, Parser,
};

use crate::{
    Fault,
    linked::{self, Reach},
    module::Module,
    mute::Mute,
    users::Users,
    write::{write_data, write_elements},
};

/// The module `made`, which wasm-bindgen made of the linker's module `linked`, less what leads to
/// a trap alone: the words of panics, and the functions and data that only they name. It does the
/// same but for the words, which no hook of ours prints. What wasm-opt drops when it sees that is
/// the larger part.
///
/// # Errors
/// A module that is not understood, or one without the linker's relocations.
pub fn trim(linked: &[u8], made: &[u8]) -> Result<Vec<u8>, Fault> {
    let reach = linked::reach(linked, &[])?;
    let module = Module::read(made)?;
    let mute = Mute::of(module.imports.len(), &module.bodies)?;
    let mut out = wasm_encoder::Module::new();
    let mut trimmed = Trimmed { reach, module, mute, at: 0 };
    trimmed.parse_core_module(&mut out, Parser::new(0), made)?;
    Ok(out.finish())
}

struct Trimmed<'a> {
    reach: Reach,
    module: Module<'a>,
    mute: Mute,
    /// The function that is read next, of those that are not imported.
    at: usize,
}

impl Reencode for Trimmed<'_> {
    type Error = Fault;

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), reencode::Error<Fault>> {
        let function = (self.module.imports.len() + self.at) as u32;
        self.at += 1;
        if self.mute.is(function) {
            let mut trap = wasm_encoder::Function::new([]);
            trap.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
            code.function(&trap);
            return Ok(());
        }
        let doomed = self.mute.doomed(&body).map_err(reencode::Error::UserError)?;
        let mut made = self.new_function_with_parsed_locals(&body)?;
        let mut reader = body.get_operators_reader()?;
        while !reader.eof() {
            let at = reader.original_position();
            if doomed.iter().any(|range| range.start == at) {
                made.instruction(&Instruction::Unreachable);
            }
            made.instruction(&self.parse_instruction(&mut reader)?);
        }
        code.function(&made);
        Ok(())
    }

    /// Names and the linker's notes are for the tools before; which instructions may be used is
    /// for the next one.
    fn parse_custom_section(
        &mut self,
        module: &mut wasm_encoder::Module,
        section: CustomSectionReader<'_>,
    ) -> Result<(), reencode::Error<Fault>> {
        if section.name() == "target_features" {
            reencode::utils::parse_custom_section(self, module, section)?;
        }
        Ok(())
    }

    fn parse_element_section(
        &mut self,
        section: &mut ElementSection,
        _: ElementSectionReader<'_>,
    ) -> Result<(), reencode::Error<Fault>> {
        for elements in &self.module.elements {
            write_elements(section, elements, elements.table, |slot, function| {
                let users = self.reach.slots.get(&slot).copied().unwrap_or(Users::ALL);
                Ok::<_, Fault>((!users.is_nobody()).then_some(function))
            })
            .map_err(reencode::Error::UserError)?;
        }
        Ok(())
    }

    fn parse_data_section(
        &mut self,
        section: &mut DataSection,
        _: DataSectionReader<'_>,
    ) -> Result<(), reencode::Error<Fault>> {
        for (from, bytes) in &self.module.data {
            let mut bytes = bytes.to_vec();
            for part in self.reach.parts(*from, from + bytes.len() as u32) {
                if part.users.is_nobody() {
                    bytes[(part.from - from) as usize..(part.to - from) as usize].fill(0);
                }
            }
            write_data(section, *from, &bytes);
        }
        Ok(())
    }
}
