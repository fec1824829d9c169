#include "renderer/scene/mesh_pack.hpp"

#include "renderer/scene/mesh_box.hpp"
#include "renderer/scene/model_override.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

#include <fmt/format.h>
#include <glm/common.hpp>
#include <glm/exponential.hpp>
#include <glm/geometric.hpp>
#include <nlohmann/json.hpp>

namespace dalian::scene {
namespace {

std::uint32_t byte_of(float share) {
  return static_cast<std::uint32_t>(std::lround(std::clamp(share, 0.0F, 1.0F) * 255));
}

struct Bounds {
  glm::vec3 min{1e9F}, max{-1e9F};
};

/// The box of the circle a point runs about the axis, or of the way it slides.
Bounds swept(glm::vec3 p, ImportedSpin const& spin) {
  if (spin.slide_m > 0) {
    glm::vec3 const end = p + spin.axis * spin.slide_m;
    return {glm::min(p, end), glm::max(p, end)};
  }
  glm::vec3 const from_pivot = p - spin.pivot;
  float const along = glm::dot(from_pivot, spin.axis);
  glm::vec3 const middle = spin.pivot + spin.axis * along;
  glm::vec3 const reach = glm::length(p - middle) * glm::sqrt(glm::max(1.0F - spin.axis * spin.axis, 0.0F));
  return {middle - reach, middle + reach};
}

Bounds bounds_of(ImportedModel const& model) {
  Bounds b;
  for (ImportedLevel const& level : model.levels) {
    for (ImportedVertex const& v : level.vertices) {
      Bounds const own = v.spins ? swept(v.position, model.spin) : Bounds{v.position, v.position};
      b.min = glm::min(b.min, own.min);
      b.max = glm::max(b.max, own.max);
    }
  }
  return b;
}

MeshVertex packed(ImportedVertex const& v, MeshRecord const& mesh) {
  glm::vec3 const size = glm::max(mesh.box_size, glm::vec3(1e-6F));
  glm::vec3 const unit = glm::clamp((v.position - mesh.box_min) / size, 0.0F, 1.0F) * 65535.0F;
  auto const q = [](float x) { return static_cast<std::uint32_t>(std::lround(x)); };
  MeshVertex out{};
  out.xy = q(unit.x) | q(unit.y) << 16U;
  out.z_normal = q(unit.z) | packed_normal(v.normal) << 16U;
  out.color_ao = byte_of(srgb_of_linear(v.color.x)) | byte_of(srgb_of_linear(v.color.y)) << 8U |
                 byte_of(srgb_of_linear(v.color.z)) << 16U | byte_of(v.openness) << 24U;
  out.material = byte_of(v.roughness) | byte_of(v.metalness) << 8U | (v.kind | (v.spins ? MATERIAL_SPINS : 0U)) << 16U |
                 byte_of(v.glazed) << 24U;
  return out;
}

/// What a box is fitted to: the finest level that is quickly looked at.
ImportedLevel const& finest_of_few(ImportedModel const& model) {
  constexpr std::size_t kFew = 1500 * 3;
  auto const found =
      std::ranges::find_if(model.levels, [](ImportedLevel const& level) { return level.indices.size() <= kFew; });
  return found == model.levels.end() ? model.levels.back() : *found;
}

/// Levels of a stranger's file tell no error: what such a size commonly hides.
std::vector<float> guessed_errors(ImportedModel const& model) {
  Bounds const b = bounds_of(model);
  std::vector<float> errors{0};
  for (float e = 0.002F * glm::length(b.max - b.min); errors.size() < model.levels.size(); e *= 4)
    errors.push_back(e);
  return errors;
}

/// Whether a user's own file took the model's place; a file that cannot is a complaint and the built-in model stays.
bool add_override(MeshPack& pack, std::filesystem::path const& folder, std::string const& name,
                  ImportedModel const& built_in) {
  auto const file = find_override(folder, name);
  if (!file) return false;
  auto const model = import_override(*file, built_in);
  if (!model) {
    pack.complain(fmt::format("{}; the built-in '{}' is kept", model.error(), name));
    return false;
  }
  auto const added = pack.add(name, *model, guessed_errors(*model));
  if (!added) pack.complain(fmt::format("{}: {}; the built-in model is kept", file->string(), added.error()));
  return static_cast<bool>(added);
}

std::string read_index(MeshPack& pack, nlohmann::json const& index, std::filesystem::path const& folder) {
  for (auto const& entry : index.at("models")) {
    auto const model = import_model(folder / entry.at("file").get<std::string>());
    if (!model) return model.error();
    std::string const name = entry.at("name");
    if (add_override(pack, folder / "override", name, *model)) continue;
    std::vector<float> errors;
    for (auto const& level : entry.at("levels"))
      errors.push_back(level.at("error_m").get<float>());
    auto const added = pack.add(name, *model, errors);
    if (!added) return added.error();
  }
  for (auto const& group : index.at("groups")) {
    auto const added =
        pack.add_group(group.at("name").get<std::string>(), group.at("variants").get<std::vector<std::string>>());
    if (!added) return added.error();
  }
  return {};
}

} // namespace

float srgb_of_linear(float l) { // IEC 61966-2-1
  return l <= 0.0031308F ? l * 12.92F : 1.055F * std::pow(l, 1 / 2.4F) - 0.055F;
}

std::uint32_t packed_normal(glm::vec3 n) {
  n /= std::abs(n.x) + std::abs(n.y) + std::abs(n.z);
  glm::vec2 e(n);
  if (n.z < 0) {
    e = {(1 - std::abs(n.y)) * (n.x >= 0 ? 1.0F : -1.0F), (1 - std::abs(n.x)) * (n.y >= 0 ? 1.0F : -1.0F)};
  }
  auto const snorm = [](float v) {
    return static_cast<std::uint32_t>(static_cast<std::uint8_t>(static_cast<std::int8_t>(std::lround(v * 127))));
  };
  return snorm(e.x) | snorm(e.y) << 8U;
}

glm::vec3 unpacked_normal(std::uint32_t packed16) {
  auto const component = [](std::uint32_t byte) {
    return std::max(static_cast<float>(static_cast<std::int8_t>(static_cast<std::uint8_t>(byte))) / 127, -1.0F);
  };
  glm::vec2 const e{component(packed16 & 0xffU), component(packed16 >> 8U & 0xffU)};
  glm::vec3 n{e.x, e.y, 1 - std::abs(e.x) - std::abs(e.y)};
  if (n.z < 0) {
    n.x = (1 - std::abs(e.y)) * (e.x >= 0 ? 1.0F : -1.0F);
    n.y = (1 - std::abs(e.x)) * (e.y >= 0 ? 1.0F : -1.0F);
  }
  return glm::normalize(n);
}

glm::vec3 unpacked_position(MeshVertex const& v, MeshRecord const& mesh) {
  glm::vec3 const unit{static_cast<float>(v.xy & 0xffffU), static_cast<float>(v.xy >> 16U),
                       static_cast<float>(v.z_normal & 0xffffU)};
  return mesh.box_min + unit / 65535.0F * mesh.box_size;
}

Result<std::uint32_t> MeshPack::add(std::string const& name, ImportedModel const& model,
                                    std::vector<float> const& errors_m) {
  auto const refuse = [&](std::string const& why) { return Error{fmt::format("model '{}': {}", name, why)}; };
  if (found_.contains(name)) return refuse("is there already");
  if (model.levels.empty() || model.levels.size() > MESH_MAX_LODS)
    return refuse(fmt::format("has {} levels; 1 to {} can be packed", model.levels.size(), MESH_MAX_LODS));
  if (errors_m.size() != model.levels.size())
    return refuse(fmt::format("has {} levels but {} errors", model.levels.size(), errors_m.size()));
  if (errors_m[0] != 0 || !std::ranges::is_sorted(errors_m))
    return refuse("errors must start at 0 and grow with the level");
  Bounds const bounds = bounds_of(model);
  MeshRecord record{};
  record.box_min = bounds.min;
  record.box_size = bounds.max - bounds.min;
  record.radius_m = glm::length(record.box_size) / 2;
  record.spin_pivot = model.spin.pivot;
  record.spin_axis = model.spin.axis;
  record.spin_rpm = model.spin.rpm;
  record.slide_m = model.spin.slide_m;
  record.lod_count = static_cast<std::uint32_t>(model.levels.size());
  for (std::size_t i = 0; i < model.levels.size(); ++i) {
    ImportedLevel const& level = model.levels[i];
    record.lods[i] = {static_cast<std::uint32_t>(indices_.size()), static_cast<std::uint32_t>(level.indices.size()),
                      static_cast<std::uint32_t>(vertices_.size()), errors_m[i]};
    for (ImportedVertex const& v : level.vertices)
      vertices_.push_back(packed(v, record));
    for (std::uint32_t index : level.indices) {
      if (index >= level.vertices.size()) return refuse("an index is out of range");
      indices_.push_back(index);
    }
  }
  auto const number = static_cast<std::uint32_t>(records_.size());
  records_.push_back(record);
  boxes_.push_back(box_of(finest_of_few(model), bounds.min, bounds.max));
  float& box_error_m = boxes_.back().error_m;
  box_error_m = record.spin_rpm > 0 ? kNoBox : std::max(box_error_m, errors_m.back()); // coarser than every level
  names_.push_back(name);
  found_[name] = {number};
  return number;
}

Status MeshPack::add_group(std::string const& name, std::vector<std::string> const& variants) {
  if (found_.contains(name))
    return Error{fmt::format("group '{}': a model or group of that name is there already", name)};
  if (variants.empty()) return Error{fmt::format("group '{}': names no variant", name)};
  std::vector<std::uint32_t> members;
  for (std::string const& variant : variants) {
    auto const found = find(variant);
    if (!found) return Error{fmt::format("group '{}': there is no model '{}'", name, variant)};
    members.push_back(*found);
  }
  found_[name] = std::move(members);
  return {};
}

std::optional<std::uint32_t> MeshPack::find(std::string_view name, std::uint64_t key) const {
  auto const found = found_.find(name);
  if (found == found_.end()) return std::nullopt;
  return found->second[key % found->second.size()];
}

Result<MeshPack> load_models(std::filesystem::path const& folder) {
  auto const file = folder / "models.json";
  std::ifstream in(file);
  if (!in) return Error{fmt::format("{}: cannot be read; build the target 'assets'", file.string())};
  MeshPack pack;
  try {
    auto const index = nlohmann::json::parse(in);
    if (index.at("version").get<int>() != 1)
      return Error{fmt::format("{}: is of another version; build the target 'assets'", file.string())};
    std::string const reason = read_index(pack, index, folder);
    if (!reason.empty()) return Error{reason};
  } catch (nlohmann::json::exception const& e) {
    return Error{fmt::format("{}: {}", file.string(), e.what())};
  }
  return pack;
}

} // namespace dalian::scene
