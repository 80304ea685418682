//! The widgets of the note on the Transformer.

fn main() {
    web::hydrate();
}
