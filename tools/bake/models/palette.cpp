#include "tools/bake/models/palette.hpp"

#include "tools/bake/models/fields.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace dalian::bake {
namespace {

glm::vec3 color_of(std::string const& text, Fields const& fields) {
  if (text.size() != 7 || text[0] != '#' || text.find_first_not_of("0123456789abcdefABCDEF", 1) != std::string::npos) {
    fields.fail("color", "must be like \"#c8ccd0\"");
  }
  glm::vec3 color;
  for (int i = 0; i < 3; ++i) {
    auto const byte = std::stoi(text.substr(static_cast<std::size_t>(1 + 2 * i), 2), nullptr, 16);
    color[i] = linear_of_srgb(static_cast<float>(byte) / 255.0F);
  }
  return color;
}

} // namespace

// IEC 61966-2-1
float linear_of_srgb(float e) {
  return e <= 0.04045F ? e / 12.92F : std::pow((e + 0.055F) / 1.055F, 2.4F);
}
float srgb_of_linear(float l) {
  return l <= 0.0031308F ? l * 12.92F : 1.055F * std::pow(l, 1 / 2.4F) - 0.055F;
}

Palette Palette::read(std::filesystem::path const& file) {
  Palette palette;
  try {
    toml::table const root = toml::parse_file(file.string());
    Parameters const none;
    for (auto const& [name, node] : root) {
      std::string const where = fmt::format("{}: {}", file.filename().string(), std::string(name.str()));
      if (!node.is_table()) throw SourceError(where + ": must be a table");
      Fields fields(*node.as_table(), none, where);
      Material material;
      material.name = name.str();
      material.color = color_of(fields.text("color"), fields);
      material.roughness = static_cast<float>(fields.number("roughness", 0.8));
      material.metalness = static_cast<float>(fields.number("metalness", 0.0));
      material.kind = fields.text("kind", "plain");
      constexpr std::array kKinds{"plain", "paint", "window", "lamp", "foliage", "beacon", "evergreen", "cargo"};
      if (std::ranges::find(kKinds, material.kind) == kKinds.end()) fields.fail("kind", "is not known");
      fields.finish();
      palette.materials_.push_back(material);
    }
  } catch (toml::parse_error const& e) {
    throw SourceError(fmt::format("{}: {} (line {})", file.string(), e.description(), e.source().begin.line));
  }
  return palette;
}

MaterialIndex Palette::find(std::string const& name, std::string const& where) const {
  auto const found = std::ranges::find(materials_, name, &Material::name);
  if (found == materials_.end()) throw SourceError(fmt::format("{}: no material '{}' in palette.toml", where, name));
  return static_cast<MaterialIndex>(found - materials_.begin());
}

} // namespace dalian::bake
