#pragma once
// Attributes of the Smart Data Models ↔ quantities of the twin: one table.
#include <string_view>

namespace dalian::ngsi {

struct Word {
  std::string_view type;      // of the entity; "" = any
  std::string_view attribute; // short name
  std::string_view quantity;  // of twin/base/quantities
  std::string_view unit_code; // when the entity does not say it, by the model; "" of states and texts
};

/// What an attribute of this type is: a word of the type, else of any type, else a quantity under its own name; null
/// when the twin has no quantity for it.
Word const* find_word(std::string_view type, std::string_view attribute);

} // namespace dalian::ngsi
