#pragma once
// What meters, valves and signals may report: one table of names, each with its unit, its form and what is physically
// possible. A name that is not in it is refused, so that a misspelt one or a wrong unit never passes for a value.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace dalian {

enum class ValueForm : std::uint8_t {
  number, // a measured or set number
  state,  // one of a few, by a code; nothing lies between two of them
  text,
};

struct Quantity {
  std::string_view name;   // ends in its unit where it has one
  std::string_view unit;   // by UCUM (ucum.org), case-sensitive; "1" = a plain ratio or count, "" = a code or text
  std::string_view symbol; // the unit for people
  ValueForm form;
  double low, high;  // a number or code outside is no value
  double resolution; // of usual instruments: smaller differences between two readings say nothing
};

/// All of them; a place in it names a quantity within one build.
std::span<Quantity const> quantities();

/// Place in quantities() of this name.
std::optional<std::uint8_t> find_quantity(std::string_view name);

} // namespace dalian
