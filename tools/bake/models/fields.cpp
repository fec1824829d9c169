#include "tools/bake/models/fields.hpp"

#include <cmath>

#include <fmt/format.h>

namespace dalian::bake {

Fields::Fields(toml::table const& table, Parameters const& known, std::string where)
    : table_(table), known_(known), where_(std::move(where)) {}

void Fields::fail(std::string_view key, std::string const& what) const {
  throw SourceError(fmt::format("{}: '{}' {}", where_, key, what));
}

toml::node const* Fields::find(std::string_view key) {
  read_.insert(std::string(key));
  return table_.get(key);
}

double Fields::evaluate_node(toml::node const& node, std::string_view key) const {
  if (auto const number = node.value_exact<double>()) return *number;
  if (auto const number = node.value_exact<std::int64_t>()) return static_cast<double>(*number);
  if (auto const formula = node.value_exact<std::string>()) {
    auto const value = evaluate(*formula, known_);
    if (!value) fail(key, "is no number: " + value.error());
    return *value;
  }
  fail(key, "must be a number or an expression");
}

double Fields::number(std::string_view key, std::optional<double> otherwise) {
  if (toml::node const* node = find(key)) return evaluate_node(*node, key);
  if (!otherwise) fail(key, "is missing");
  return *otherwise;
}

int Fields::whole(std::string_view key, std::optional<int> otherwise) {
  double const value = otherwise ? number(key, *otherwise) : number(key);
  return static_cast<int>(std::lround(value));
}

std::string Fields::text(std::string_view key, std::optional<std::string> otherwise) {
  if (toml::node const* node = find(key)) {
    if (auto const value = node->value_exact<std::string>()) return *value;
    fail(key, "must be text");
  }
  if (!otherwise) fail(key, "is missing");
  return *otherwise;
}

std::vector<std::string> Fields::texts(std::string_view key) {
  toml::node const* node = find(key);
  if (!node || !node->is_array()) fail(key, "must be a list of texts");
  std::vector<std::string> values;
  for (toml::node const& item : *node->as_array()) {
    auto const value = item.value_exact<std::string>();
    if (!value) fail(key, "must be a list of texts");
    values.push_back(*value);
  }
  return values;
}

std::vector<double> Fields::numbers(toml::node const& node, std::string_view key, std::size_t count) const {
  toml::array const* array = node.as_array();
  if (!array || array->size() != count) fail(key, fmt::format("must be a list of {} numbers", count));
  std::vector<double> values;
  for (toml::node const& item : *array)
    values.push_back(evaluate_node(item, key));
  return values;
}

glm::vec3 Fields::vector(std::string_view key, std::optional<glm::vec3> otherwise) {
  toml::node const* node = find(key);
  if (!node && !otherwise) fail(key, "is missing");
  if (!node) return *otherwise;
  auto const v = numbers(*node, key, 3);
  return {v[0], v[1], v[2]};
}

glm::vec2 Fields::pair(std::string_view key, std::optional<glm::vec2> otherwise) {
  toml::node const* node = find(key);
  if (!node && !otherwise) fail(key, "is missing");
  if (!node) return *otherwise;
  auto const v = numbers(*node, key, 2);
  return {v[0], v[1]};
}

std::vector<glm::vec2> Fields::points2(std::string_view key) {
  toml::node const* node = find(key);
  if (!node || !node->is_array()) fail(key, "must be a list of points [u, v]");
  std::vector<glm::vec2> points;
  for (toml::node const& item : *node->as_array()) {
    auto const v = numbers(item, key, 2);
    points.emplace_back(v[0], v[1]);
  }
  return points;
}

std::vector<glm::vec3> Fields::points3(std::string_view key) {
  toml::node const* node = find(key);
  if (!node || !node->is_array()) fail(key, "must be a list of points [x, y, z]");
  std::vector<glm::vec3> points;
  for (toml::node const& item : *node->as_array()) {
    auto const v = numbers(item, key, 3);
    points.emplace_back(v[0], v[1], v[2]);
  }
  return points;
}

std::vector<glm::vec4> Fields::points4(std::string_view key) {
  toml::node const* node = find(key);
  if (!node || !node->is_array()) fail(key, "must be a list of four numbers each");
  std::vector<glm::vec4> points;
  for (toml::node const& item : *node->as_array()) {
    auto const v = numbers(item, key, 4);
    points.emplace_back(v[0], v[1], v[2], v[3]);
  }
  return points;
}

toml::table const* Fields::table(std::string_view key) {
  toml::node const* node = find(key);
  if (node && !node->is_table()) fail(key, "must be a table");
  return node ? node->as_table() : nullptr;
}

void Fields::finish() const {
  for (auto const& [key, node] : table_) {
    if (!read_.contains(key.str())) fail(key.str(), "is not a field here; is it spelled right?");
  }
}

} // namespace dalian::bake
