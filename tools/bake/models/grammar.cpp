#include "tools/bake/models/grammar.hpp"

#include "tools/bake/models/fields.hpp"
#include "tools/bake/models/operators.hpp"

#include <cmath>

#include <fmt/format.h>
#include <glm/geometric.hpp>
#include <glm/gtc/matrix_transform.hpp>

namespace dalian::bake {
namespace {

constexpr int kDeepestUse = 6;
constexpr float kFastestSpin_rpm = 600;
constexpr float kFarthestSlide_m = 500;

/// A share in [0, 1) that depends on the part and the copy alone (SplitMix64 finalizer, Steele et al. 2014).
double share_of(std::size_t part, std::size_t copy) {
  std::uint64_t x = part * 0x9e3779b97f4a7c15U + copy * 0xbf58476d1ce4e5b9U + 1;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return static_cast<double>((x ^ (x >> 31U)) >> 11U) * 0x1p-53;
}

/// Parameters may refer to each other in any order; what cannot be resolved is reported.
Parameters resolved(toml::table const* table, Parameters known, std::string const& where) {
  if (!table) return known;
  std::size_t missing = table->size() + 1;
  std::string reason;
  for (;;) {
    std::size_t open = 0;
    for (auto const& [key, node] : *table) {
      if (known.contains(key.str())) continue;
      try {
        Fields fields(*table, known, where);
        known[std::string(key.str())] = fields.number(key.str());
      } catch (SourceError const& e) {
        ++open;
        reason = e.what();
      }
    }
    if (open == 0) return known;
    if (open == missing) throw SourceError(reason);
    missing = open;
  }
}

} // namespace

struct Grammar::Impl {
  std::filesystem::path folder;
  Palette const& palette;
  std::map<std::string, toml::table> sources;

  toml::table const& source(std::string const& name) {
    auto found = sources.find(name);
    if (found != sources.end()) return found->second;
    auto const file = folder / (name + ".toml");
    if (!std::filesystem::exists(file)) throw SourceError(fmt::format("{}: there is no such file", file.string()));
    try {
      return sources.emplace(name, toml::parse_file(file.string())).first->second;
    } catch (toml::parse_error const& e) {
      throw SourceError(fmt::format("{}: {} (line {})", file.string(), e.description(), e.source().begin.line));
    }
  }

  void add_file(Shape& out, std::string const& name, Parameters const& given, glm::mat4 const& placement, int level,
                int depth) {
    if (depth > kDeepestUse) throw SourceError(name + ".toml: files use each other in a circle");
    toml::table const& root = source(name);
    std::string const where = name + ".toml";
    Parameters known = given;
    known["level"] = level;
    known = resolved(root["parameters"].as_table(), known, where + ": parameters");
    toml::array const* parts = root["part"].as_array();
    if (!parts) throw SourceError(where + ": has no [[part]]");
    for (std::size_t i = 0; i < parts->size(); ++i) {
      toml::table const* part = (*parts)[i].as_table();
      if (!part) throw SourceError(where + ": 'part' must be tables");
      add_part(out, *part, {known, placement, fmt::format("{}: part {}", where, i + 1), i, level, depth});
    }
  }

  struct Context {
    Parameters const& known;
    glm::mat4 const& placement;
    std::string where;
    std::size_t index;
    int level, depth;
  };

  /// All copies of a part: repeated, then mirrored.
  void add_part(Shape& out, toml::table const& part, Context const& c) {
    Parameters known = c.known;
    Fields frame(part, known, c.where);
    glm::vec2 const levels = frame.pair("levels", glm::vec2(0, 2));
    if (c.level < levels.x || c.level > levels.y) return;
    glm::vec3 const repeat = frame.vector("repeat", glm::vec3(1));
    std::size_t copy = 0;
    for (int k = 0; k < static_cast<int>(repeat.z); ++k) {
      for (int j = 0; j < static_cast<int>(repeat.y); ++j) {
        for (int i = 0; i < static_cast<int>(repeat.x); ++i) {
          known["i"] = i, known["j"] = j, known["k"] = k;
          known["share"] = share_of(c.index, copy++);
          glm::vec3 const steps{static_cast<float>(i) - (repeat.x - 1) / 2, static_cast<float>(j) - (repeat.y - 1) / 2,
                                static_cast<float>(k)};
          add_copy(out, part, known, steps, c);
        }
      }
    }
  }

  void add_copy(Shape& out, toml::table const& part, Parameters const& known, glm::vec3 steps, Context const& c) {
    Fields fields(part, known, c.where);
    fields.accept("levels");
    fields.accept("repeat");
    if (fields.number("when", 1.0) == 0) return;
    glm::vec3 const at = fields.vector("at", glm::vec3(0)) + steps * fields.vector("step", glm::vec3(0));
    glm::mat4 m = glm::translate(glm::mat4(1), at);
    m = glm::rotate(m, glm::radians(-static_cast<float>(fields.number("turn", 0.0))), glm::vec3(0, 0, 1));
    m = glm::rotate(m, glm::radians(static_cast<float>(fields.number("tilt", 0.0))), glm::vec3(1, 0, 0));
    m = glm::rotate(m, glm::radians(static_cast<float>(fields.number("roll", 0.0))), glm::vec3(0, 1, 0));
    std::string const mirror = fields.text("mirror", "");
    if (mirror.find_first_not_of("xy") != std::string::npos) fields.fail("mirror", "must be x, y or xy");
    std::size_t const before = out.size();
    for (int image = 0; image < 4; ++image) {
      bool const flip_x = image & 1, flip_y = image & 2;
      if ((flip_x && mirror.find('x') == std::string::npos) || (flip_y && mirror.find('y') == std::string::npos))
        continue;
      glm::mat4 const flip = glm::scale(glm::mat4(1), glm::vec3(flip_x ? -1 : 1, flip_y ? -1 : 1, 1));
      add_image(out, fields, c.placement * flip * m, c);
    }
    if (fields.number("spins", 0.0) != 0) {
      for (std::size_t i = before; i < out.size(); ++i)
        out[i].spins = true;
    }
    fields.finish();
  }

  void add_image(Shape& out, Fields& fields, glm::mat4 const& placement, Context const& c) {
    if (fields.has("use")) {
      std::string const name = fields.text("use");
      Parameters given;
      if (toml::table const* with = fields.table("with")) {
        Fields values(*with, fields.parameters(), c.where + ": with");
        for (auto const& [key, node] : *with)
          given[std::string(key.str())] = values.number(key.str());
      }
      add_file(out, name, given, placement, c.level, c.depth + 1);
      return;
    }
    Builder builder(out, placement);
    builder.tint = glm::vec3(static_cast<float>(fields.number("shade", 1.0)));
    std::string const op = fields.text("op");
    apply_operator(op, fields, palette, builder, c.level);
  }
};

Grammar::Grammar(std::filesystem::path folder, Palette const& palette)
    : impl_(new Impl{std::move(folder), palette, {}}) {}
Grammar::~Grammar() = default;

Shape Grammar::build(std::string const& name, Parameters const& given, int level) {
  Shape shape;
  impl_->add_file(shape, name, given, glm::mat4(1), level, 0);
  return shape;
}

std::optional<Spin> Grammar::spin(std::string const& name, Parameters const& given) {
  toml::table const& root = impl_->source(name);
  toml::table const* table = root["spin"].as_table();
  if (!table) return std::nullopt;
  Parameters known = given;
  known["level"] = 0;
  known = resolved(root["parameters"].as_table(), known, name + ".toml: parameters");
  Fields fields(*table, known, name + ".toml: spin");
  Spin spin{fields.vector("pivot"), fields.vector("axis"), static_cast<float>(fields.number("rpm")),
            static_cast<float>(fields.number("slide", 0.0))};
  fields.finish();
  if (!(glm::length(spin.axis) > 0)) fields.fail("axis", "must have a length");
  spin.axis = glm::normalize(spin.axis);
  if (!(spin.rpm > 0 && spin.rpm <= kFastestSpin_rpm)) {
    fields.fail("rpm", fmt::format("must lie above 0 and not above {}", kFastestSpin_rpm));
  }
  if (!(spin.slide_m >= 0 && spin.slide_m <= kFarthestSlide_m))
    fields.fail("slide", fmt::format("must lie between 0 and {} m", kFarthestSlide_m));
  return spin;
}

} // namespace dalian::bake
