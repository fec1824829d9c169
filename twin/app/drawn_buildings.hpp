#pragma once
// The buildings of the baked city, for the engines that shadows and roofs matter to.
#include "twin/base/result.hpp"
#include "twin/whatif/drawn_city.hpp"

#include <filesystem>

namespace dalian::app {

/// Null where the folder has no baked city; the error names the file that is broken.
Result<std::shared_ptr<whatif::DrawnCity const>> read_drawn_city(std::filesystem::path const& assets,
                                                                 plan::Layout const& base);

} // namespace dalian::app
