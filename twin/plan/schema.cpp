#include "twin/plan/schema.hpp"

#include <algorithm>
#include <cassert>

namespace dalian::plan {

LayerSpec const& spec_of(Layer layer) {
  auto const& spec = schema()[static_cast<std::size_t>(layer)];
  assert(spec.layer == layer);
  return spec;
}

std::optional<Layer> find_layer(std::string_view name) {
  auto const layers = schema();
  auto const it = std::find_if(layers.begin(), layers.end(), [&](LayerSpec const& l) { return l.name == name; });
  if (it == layers.end()) return std::nullopt;
  return it->layer;
}

std::optional<std::size_t> find_field(Layer layer, std::string_view name) {
  auto const fields = spec_of(layer).fields;
  auto const it = std::find_if(fields.begin(), fields.end(), [&](FieldSpec const& f) { return f.name == name; });
  if (it == fields.end()) return std::nullopt;
  return static_cast<std::size_t>(it - fields.begin());
}

bool is_word(FieldSpec const& field, std::string_view word) {
  for (std::string_view rest = field.words; !rest.empty();) {
    auto const end = std::min(rest.find('|'), rest.size());
    if (rest.substr(0, end) == word) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

} // namespace dalian::plan
