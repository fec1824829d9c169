#pragma once
// One operator of the grammar: reads its fields, calls the solid or structure it names.
#include "tools/bake/models/fields.hpp"
#include "tools/bake/models/palette.hpp"
#include "tools/bake/models/shape.hpp"

namespace dalian::bake {

/// Throws SourceError for an unknown operator or a bad field.
void apply_operator(std::string const& name, Fields& fields, Palette const& palette, Builder& out, int level);

} // namespace dalian::bake
