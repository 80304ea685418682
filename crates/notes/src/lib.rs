//! Markdown notes to HTML blocks: formulas, widget directives, source positions and warnings.
