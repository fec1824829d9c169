#pragma once
// The scenarios of a folder as a tree: each stands behind the one that it is a variant of.
#include <filesystem>
#include <string>
#include <vector>

namespace dalian::planner {

struct Shelved {
  std::filesystem::path file; // of a scenario or a bundle
  std::string name, note;     // "" = none is given
  std::size_t edits = 0;
  std::size_t depth = 0; // 0 = of the base
  std::string trouble;   // why it cannot be read; "" = it can
  bool operator==(Shelved const&) const = default;
};

/// Depth first, those beside each other by their files' names. What names no scenario of the folder, or one of its own
/// variants, stands at the root. Files of sweeps (.design.json) are none.
std::vector<Shelved> shelf_of(std::filesystem::path const& folder);

} // namespace dalian::planner
