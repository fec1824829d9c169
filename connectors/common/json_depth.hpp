#pragma once
// A bound on foreign JSON before anything is built from it.
#include <cstddef>
#include <string_view>

namespace dalian::connectors {

/// False when objects and arrays of `text` lie deeper in each other than `most`. Says nothing about whether it is JSON.
inline bool nested_at_most(std::string_view text, std::size_t most) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > most) return false;
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return true;
}

} // namespace dalian::connectors
