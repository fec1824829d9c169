#pragma once
// Reads a stranger's model in a process of its own: what makes the reader crash, run for ever or eat all memory costs
// that process alone.
#include "renderer/scene/mesh_import.hpp"

#include <cstdint>

namespace dalian::scene {

struct ImportLimits {
  std::uint64_t memory_bytes = 4ULL << 30; // beyond what this process has
  unsigned seconds = 60;
};

/// As import_model; fails too, with the reason, when the reader did not come to an end.
Result<ImportedModel> import_isolated(std::filesystem::path const& file, ImportLimits limits = {});

} // namespace dalian::scene
