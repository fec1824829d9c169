#pragma once
// One table of a TOML file, read key by key: a missing, misspelt or impossible value is an error that names file, line,
// field and remedy.
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"

#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <vector>

namespace dalian {

/// Thrown and caught inside the readers of such files.
struct BadConfig : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Where the map of the city reaches without trouble.
inline bool on_the_map(GeoPoint p) {
  return std::abs(p.lon_deg - 123) <= 60 && std::abs(p.lat_deg) <= 84;
}

class ConfigTable {
 public:
  ConfigTable(std::filesystem::path const& file, toml::table const& table) : file_(file), table_(table) {}

  bool has(std::string_view key) const { return table_.contains(key); }
  std::filesystem::path const& file() const { return file_; }

  std::string text(std::string_view key) { return need<std::string>(key, "a text in quotes"); }
  std::string text(std::string_view key, std::string fallback) { return has(key) ? text(key) : fallback; }
  bool flag(std::string_view key, bool fallback) { return has(key) ? need<bool>(key, "true or false") : fallback; }

  /// Within low…high, both included.
  double number(std::string_view key, double low, double high) {
    auto const value = need<double>(key, "a number");
    if (!(value >= low && value <= high)) fail(key, fmt::format("is {}; it must be within {}…{}", value, low, high));
    return value;
  }
  double number(std::string_view key, double low, double high, double fallback) {
    return has(key) ? number(key, low, high) : fallback;
  }
  /// A whole number within low…high, both included.
  std::int64_t integer(std::string_view key, std::int64_t low, std::int64_t high) {
    auto const value = need<std::int64_t>(key, "a whole number");
    if (value < low || value > high) fail(key, fmt::format("is {}; it must be within {}…{}", value, low, high));
    return value;
  }
  std::int64_t integer(std::string_view key, std::int64_t low, std::int64_t high, std::int64_t fallback) {
    return has(key) ? integer(key, low, high) : fallback;
  }
  std::vector<std::uint32_t> integers(std::string_view key, std::uint32_t high) {
    std::vector<std::uint32_t> out;
    each_of(key, [&](toml::node const& item) {
      auto const value = item.value_exact<std::int64_t>();
      if (!value || *value < 0 || *value > high) fail(key, fmt::format("must hold whole numbers within 0…{}", high));
      out.push_back(static_cast<std::uint32_t>(*value));
    });
    return out;
  }
  /// Each within low…high, both included.
  std::vector<double> numbers(std::string_view key, double low, double high) {
    std::vector<double> out;
    each_of(key, [&](toml::node const& item) {
      auto const value = item.value<double>();
      if (!value || !(*value >= low && *value <= high))
        fail(key, fmt::format("must hold numbers within {}…{}", low, high));
      out.push_back(*value);
    });
    return out;
  }
  std::vector<std::string> texts(std::string_view key) {
    std::vector<std::string> out;
    each_of(key, [&](toml::node const& item) {
      auto const value = item.value_exact<std::string>();
      if (!value) fail(key, "must hold texts in quotes");
      out.push_back(*value);
    });
    return out;
  }
  /// [[longitude, latitude], …] in degrees, WGS-84.
  std::vector<GeoPoint> points(std::string_view key) {
    std::vector<GeoPoint> out;
    each_of(key, [&](toml::node const& item) { out.push_back(point(key, item)); });
    return out;
  }
  /// Lists of the above.
  std::vector<std::vector<GeoPoint>> point_lists(std::string_view key) {
    std::vector<std::vector<GeoPoint>> out;
    each_of(key, [&](toml::node const& list) {
      auto const* items = list.as_array();
      if (items == nullptr) fail(key, "must be a list of rings");
      out.emplace_back();
      for (auto const& item : *items)
        out.back().push_back(point(key, item));
    });
    return out;
  }
  /// The value's place in `words`.
  template <class Enum>
  Enum one_of(std::string_view key, std::vector<std::pair<std::string_view, Enum>> const& words) {
    auto const word = text(key);
    std::string known;
    for (auto const& [name, value] : words) {
      if (name == word) return value;
      known += fmt::format("{}\"{}\"", known.empty() ? "" : ", ", name);
    }
    fail(key, fmt::format("is \"{}\"; it must be one of {}", word, known));
  }

  /// Every entry of [key], whatever its name, each a number; nothing when it is not there.
  template <class Visit>
  void each_number(std::string_view key, Visit&& visit) {
    asked_.emplace(key);
    auto const* node = table_.get(key);
    if (node == nullptr) return;
    if (!node->is_table()) fail(key, "must be a table of numbers: { open = 1, shut = 0 }");
    for (auto const& [name, item] : *node->as_table()) {
      auto const value = item.template value<double>();
      if (!value) fail(key, fmt::format("holds '{}', which is no number", name.str()));
      visit(std::string(name.str()), *value);
    }
  }
  /// Each key that was not asked for, with its value as a command line would have it; a list comes once for each item.
  template <class Visit>
  void rest(Visit&& visit) {
    for (auto const& [key, node] : table_) {
      if (!asked_.emplace(key.str()).second) continue;
      if (auto const* items = node.as_array())
        for (auto const& item : *items)
          visit(key.str(), words_of(key.str(), item));
      else
        visit(key.str(), words_of(key.str(), node));
    }
  }
  /// [key], `read` and finished; nothing when it is not there.
  template <class Read>
  void table(std::string_view key, Read&& read) {
    asked_.emplace(key);
    auto const* node = table_.get(key);
    if (node == nullptr) return;
    if (!node->is_table()) fail(key, fmt::format("must be written as [{}]", key));
    ConfigTable table(file_, *node->as_table());
    read(table);
    table.finish();
  }
  /// Each of [[key]], `read` and finished; none is fine.
  template <class Read>
  void each(std::string_view key, Read&& read) {
    asked_.emplace(key);
    auto const* node = table_.get(key);
    if (node == nullptr) return;
    auto const* items = node->as_array();
    if (items == nullptr) fail(key, fmt::format("must be written as [[{}]]", key));
    for (auto const& item : *items) {
      if (!item.is_table()) fail(key, fmt::format("must be written as [[{}]]", key));
      ConfigTable table(file_, *item.as_table());
      read(table);
      table.finish();
    }
  }

  /// Call when everything was read: what was not asked for is a mistake.
  void finish() const {
    for (auto const& [key, node] : table_)
      if (!asked_.contains(std::string(key.str())))
        throw BadConfig(fmt::format("{}:{}: '{}' is not known here; known: {}", file_.string(),
                                    node.source().begin.line, key.str(), fmt::join(asked_, ", ")));
  }
  [[noreturn]] void fail(std::string_view key, std::string_view what) const {
    auto const* node = table_.get(key);
    auto const line = (node ? node->source() : table_.source()).begin.line;
    throw BadConfig(fmt::format("{}:{}: '{}' {}", file_.string(), line, key, what));
  }
  /// What is wrong with all of it.
  [[noreturn]] void fail(std::string_view what) const {
    throw BadConfig(fmt::format("{}:{}: {}", file_.string(), table_.source().begin.line, what));
  }

 private:
  template <class T>
  T need(std::string_view key, std::string_view what) {
    asked_.emplace(key);
    auto const* node = table_.get(key);
    auto const value = node ? node->value<T>() : std::nullopt;
    if (!value) fail(key, node ? fmt::format("must be {}", what) : fmt::format("is missing; give {}", what));
    return *value;
  }
  template <class Visit>
  void each_of(std::string_view key, Visit&& visit) {
    asked_.emplace(key);
    auto const* node = table_.get(key);
    if (node == nullptr || !node->is_array()) fail(key, node ? "must be a list" : "is missing; give a list");
    for (auto const& item : *node->as_array())
      visit(item);
  }
  std::string words_of(std::string_view key, toml::node const& item) const {
    if (auto const text = item.value_exact<std::string>()) return *text;
    if (auto const flag = item.value_exact<bool>()) return *flag ? "true" : "false";
    if (auto const whole = item.value_exact<std::int64_t>()) return fmt::format("{}", *whole);
    if (auto const number = item.value_exact<double>()) return fmt::format("{}", *number);
    fail(key, "must be a text, a number, true or false, or a list of these");
  }
  GeoPoint point(std::string_view key, toml::node const& item) const {
    auto const* pair = item.as_array();
    GeoPoint p{NAN, NAN};
    if (pair != nullptr && pair->size() == 2)
      p = {(*pair)[0].value<double>().value_or(NAN), (*pair)[1].value<double>().value_or(NAN)};
    if (!on_the_map(p)) fail(key, "must hold [longitude, latitude] in degrees, of this part of the world");
    return p;
  }

  std::filesystem::path file_;
  toml::table const& table_;
  std::set<std::string> asked_;
};

/// All of a file by `read`, which gets the table that holds the others.
template <class Read>
Status read_config(std::filesystem::path const& file, Read&& read) {
  try {
    auto const document = toml::parse_file(file.string());
    ConfigTable root(file, document);
    read(root);
    root.finish();
    return {};
  } catch (toml::parse_error const& e) {
    if (e.source().begin.line == 0) return Error{file.string() + ": cannot be read: mend the path or its rights"};
    return Error{fmt::format("{}:{}: {}", file.string(), e.source().begin.line, e.description())};
  } catch (BadConfig const& e) {
    return Error{e.what()};
  }
}

} // namespace dalian
