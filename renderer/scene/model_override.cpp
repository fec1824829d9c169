#include "renderer/scene/model_override.hpp"

#include "renderer/scene/isolated_import.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <glm/common.hpp>

namespace dalian::scene {
namespace {

float longest_side(ImportedModel const& model) {
  glm::vec3 low(1e9F), high(-1e9F);
  for (ImportedVertex const& v : model.levels.front().vertices) {
    low = glm::min(low, v.position);
    high = glm::max(high, v.position);
  }
  glm::vec3 const size = high - low;
  return std::max({size.x, size.y, size.z});
}

std::string one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  constexpr std::size_t kLongest = 400;
  if (text.size() > kLongest) text.resize(kLongest);
  return text;
}

} // namespace

std::optional<std::filesystem::path> find_override(std::filesystem::path const& folder, std::string const& id) {
  for (char const* extension : {"glb", "gltf", "obj", "fbx", "ifc"}) {
    auto file = folder / fmt::format("{}.{}", id, extension);
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) return file;
  }
  return std::nullopt;
}

Result<ImportedModel> import_override(std::filesystem::path const& file, ImportedModel const& built_in) {
  std::error_code failed;
  auto const bytes = std::filesystem::file_size(file, failed);
  if (failed) return Error{fmt::format("{}: cannot be read: {}", file.string(), failed.message())};
  if (bytes == 0) return Error{fmt::format("{}: is empty; export it again", file.string())};
  if (bytes > kLargestOverride_bytes)
    return Error{fmt::format("{}: has {} MiB, at most {} are read; simplify it", file.string(), bytes >> 20U,
                             kLargestOverride_bytes >> 20U)};
  auto model = import_isolated(file);
  if (!model) return Error{one_line(model.error())};
  for (ImportedLevel const& level : model->levels) {
    if (level.indices.size() / 3 > kMostOverrideTriangles)
      return Error{fmt::format("{}: has {} triangles, at most {} are drawn; simplify it", file.string(),
                               level.indices.size() / 3, kMostOverrideTriangles)};
  }
  float const own = longest_side(*model), wanted = longest_side(built_in);
  if (!(own > wanted / kOverrideSizeRatio && own < wanted * kOverrideSizeRatio))
    return Error{fmt::format("{}: is {:.3g} m long where the model it replaces is {:.3g} m; save it in metres",
                             file.string(), own, wanted)};
  return model;
}

} // namespace dalian::scene
