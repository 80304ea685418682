//! The widgets of every note, in one module, which the prerender cuts into pieces.

fn main() {
    web::hydrate();
}
