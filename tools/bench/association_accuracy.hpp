#pragma once
// How good the tracks of anonymous things are, beside the plain ways of making them, on the seeded scenes.

namespace dalian::bench {

/// Prints a table; `runs`: seeds per scene.
void print_association_accuracy(int runs);

} // namespace dalian::bench
