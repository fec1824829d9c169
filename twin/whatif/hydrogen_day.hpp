#pragma once
// The part of engine `gas` that balances hydrogen by the hour: makers, stores, stations, places where trailers are
// loaded (twin/gas/hydrogen_day). What hydrogen pipes join is one balance; the rest goes by tube trailer.
#include "twin/whatif/engine.hpp"
#include "twin/whatif/mains_table.hpp"

namespace dalian::whatif {

/// Adds figures, columns over `hydrogen`, findings and a certificate; nothing where no works have a size.
void add_hydrogen_day(Inputs const& inputs, MainsTable const& table, Evaluation& out);

} // namespace dalian::whatif
