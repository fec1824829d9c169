#pragma once
// A user's own model file in place of a built-in one: looked for as <folder>/<id>.<glb|gltf|obj|fbx|ifc>. Its rules
// (metres, y up, front along -z) and its limits are those of assets/models/README.md. Knows no GPU.
#include "renderer/scene/mesh_import.hpp"

#include <optional>
#include <string>

namespace dalian::scene {

constexpr std::uintmax_t kLargestOverride_bytes = 64U << 20U;
constexpr std::size_t kMostOverrideTriangles = 200'000;
constexpr float kOverrideSizeRatio = 4; // longest side against the built-in model's: more is a wrong unit

/// The file that replaces the model `id`, if there is one. A folder that is not there holds none.
std::optional<std::filesystem::path> find_override(std::filesystem::path const& folder, std::string const& id);

/// Reads it and holds it against the model it replaces. The error is one line that names the file, the reason, the
/// remedy.
Result<ImportedModel> import_override(std::filesystem::path const& file, ImportedModel const& built_in);

} // namespace dalian::scene
