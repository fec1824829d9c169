#pragma once
// What a foreign table is most likely: by its name, the sort of its shapes and its attributes; and values that other
// vocabularies have other words for. Pure.
#include "twin/plan/schema.hpp"

#include <set>
#include <string>

namespace dalian::formats {

enum class Sort : std::uint8_t { none, points, lines, areas };

struct TableShape {
  std::string name;
  Sort sort = Sort::none;
  std::set<std::string> attributes;
};

/// The layer of that name; else areas with `building` are buildings, lines with `highway` roads. Nothing where neither
/// fits: the user must say.
std::optional<plan::Layer> guessed_layer(TableShape const& table);

/// Whether entities of the layer have such a shape.
bool fits(plan::Layer layer, Sort sort);

/// Class of a road by OpenStreetMap's `highway`; "" for what is none of ours.
std::string road_class_of(std::string const& highway);

} // namespace dalian::formats
