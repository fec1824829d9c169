#pragma once
// A model's levels → one .glb (glTF 2.0, y up) through Assimp's exporter. Nodes "lod0", "lod1"… hold one mesh per
// material; materials are named "<kind>.<name>" ("facade" is the kind of a wall with windows seen as one tone); COLOR_0
// is the tint, its alpha the ambient occlusion. What turns lies in a child node
// "spin_rpm_<rpm>[_slide_<metres>]" of its level, whose origin lies on the axis and whose -z runs along it.
#include "tools/bake/models/levels.hpp"
#include "tools/bake/models/palette.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dalian::bake {

struct GlbCounts {
  std::vector<std::size_t> triangles, vertices; // per level, as written
};

/// Throws std::runtime_error when the file cannot be written.
GlbCounts write_glb(std::filesystem::path const& file, std::string const& name, std::vector<Level> const& levels,
                    Palette const& palette, std::optional<Spin> const& spin = {});

} // namespace dalian::bake
