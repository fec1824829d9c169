#pragma once
// The layers of a layout and their fields, as one table: what a value may be, its unit and range, what it refers to and
// what is meant where none is given. Readers, editors, checks and documents all go by it.
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace dalian::plan {

/// In the order of the table, which is also the canonical order of edits.
enum class Layer : std::uint8_t {
  zone,
  parcel,
  building,
  park,
  road,
  junction,
  traffic_zone,
  bus_stop,
  bus_line,
  corridor,
  geofence,
  power_bus,
  feeder,
  transformer,
  generator,
  storage,
  water_node,
  pipe,
  valve,
  pump,
  tank,
  gas_node,
  gas_pipe,
  hydrogen,
  rack,
  plant,
  exchange,
  hazard,
  berth,
  crane,
  yard,
  sensor,
  place
};
inline constexpr std::size_t kLayers = 33;

enum class FieldType : std::uint8_t {
  number,
  whole,
  flag,
  text,
  choice, // one of `words`
  ref,    // id in the layer `words`
  refs,   // list of such
  point,  // WGS-84 longitude and latitude
  line,   // two points or more
  ring    // closed, without the repeated last point; three corners or more
};

constexpr bool is_shape(FieldType type) {
  return type == FieldType::point || type == FieldType::line || type == FieldType::ring;
}

struct FieldSpec {
  std::string_view name;
  FieldType type = FieldType::text;
  std::string_view unit;                                      // "" = none
  double low = 0, high = 0;                                   // of numbers, both included
  std::string_view words;                                     // of a choice: "a|b|c"; of references: the layer's name
  bool required = false;                                      //
  double fallback = std::numeric_limits<double>::quiet_NaN(); // of numbers and flags where none is given; NaN = none
  std::string_view fallback_word = {};                        // of choices
  bool has_fallback() const { return !std::isnan(fallback) || !fallback_word.empty(); }
};

/// How often a layer changes while one plans; results that rest on lasting layers alone are kept longest.
enum class Durability : std::uint8_t { lasting, plan };

struct LayerSpec {
  Layer layer;
  std::string_view name, about;
  std::span<FieldSpec const> fields; // the own ones, then provenance, source, confidence
  Durability durability = Durability::plan;
};

inline constexpr int kSchemaVersion = 1;

std::span<LayerSpec const> schema();
LayerSpec const& spec_of(Layer layer);
std::optional<Layer> find_layer(std::string_view name);
std::optional<std::size_t> find_field(Layer layer, std::string_view name);
/// Whether `word` is one of a choice's.
bool is_word(FieldSpec const& field, std::string_view word);

} // namespace dalian::plan
