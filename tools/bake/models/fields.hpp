#pragma once
// One table of a model's text source, read field by field: numbers may be expressions, what is missing or left over is
// an error that names the file, the part and the field.
#include "tools/bake/models/expression.hpp"

#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <glm/vec4.hpp>
#include <toml++/toml.h>

namespace dalian::bake {

/// A text source that cannot be used; caught where the baker starts.
struct SourceError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Fields {
 public:
  /// `where` opens every error: "container_ship.toml: part 3 (box)". The table and the parameters must outlive this.
  Fields(toml::table const& table, Parameters const& known, std::string where);

  bool has(std::string_view key) const { return table_.contains(key); }
  double number(std::string_view key, std::optional<double> otherwise = {});
  int whole(std::string_view key, std::optional<int> otherwise = {});
  std::string text(std::string_view key, std::optional<std::string> otherwise = {});
  std::vector<std::string> texts(std::string_view key);
  glm::vec3 vector(std::string_view key, std::optional<glm::vec3> otherwise = {});
  glm::vec2 pair(std::string_view key, std::optional<glm::vec2> otherwise = {});
  std::vector<glm::vec2> points2(std::string_view key);
  std::vector<glm::vec3> points3(std::string_view key);
  std::vector<glm::vec4> points4(std::string_view key);
  /// A table within; its own fields are checked by whoever reads it.
  toml::table const* table(std::string_view key);

  /// Marks a key as known without reading it.
  void accept(std::string_view key) { read_.insert(std::string(key)); }
  /// Throws when a key was never asked for: most often a spelling mistake.
  void finish() const;
  [[noreturn]] void fail(std::string_view key, std::string const& what) const;
  Parameters const& parameters() const { return known_; }
  std::string const& where() const { return where_; }

 private:
  toml::node const* find(std::string_view key);
  double evaluate_node(toml::node const& node, std::string_view key) const;
  std::vector<double> numbers(toml::node const& node, std::string_view key, std::size_t count) const;

  toml::table const& table_;
  Parameters const& known_;
  std::string where_;
  std::set<std::string, std::less<>> read_;
};

} // namespace dalian::bake
