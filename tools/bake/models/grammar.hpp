#pragma once
// Text sources → shapes. A model is a list of parts: an operator with its fields, placed, repeated, mirrored, and shown
// from one level of detail to another; `use` puts a whole other file in place. See assets/models/README.md.
#include "tools/bake/models/expression.hpp"
#include "tools/bake/models/palette.hpp"
#include "tools/bake/models/shape.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace dalian::bake {

constexpr int kLevels = 4; // 0 the finest … 3 the massing

class Grammar {
 public:
  /// Sources lie in `folder`; the palette must outlive this.
  Grammar(std::filesystem::path folder, Palette const& palette);
  ~Grammar();

  /// The shape of `<name>.toml` at a level. Throws SourceError naming file, part and field.
  Shape build(std::string const& name, Parameters const& given, int level);
  /// The axis in its [spin], about which the parts marked `spins = 1` turn. Throws SourceError where it is unusable.
  std::optional<Spin> spin(std::string const& name, Parameters const& given);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace dalian::bake
