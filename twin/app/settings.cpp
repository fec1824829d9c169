#include "twin/app/settings.hpp"

#include <fmt/format.h>
#include <string_view>
#include <toml++/toml.h>

namespace dalian::app {
namespace {

Error at(std::filesystem::path const& file, toml::source_region const& where, std::string const& what) {
  return Error{fmt::format("{}:{}: {}", file.string(), where.begin.line, what)};
}

/// One address or a list of them.
bool read_addresses(toml::node const& node, std::vector<std::string>& out) {
  out.clear();
  if (auto const text = node.value_exact<std::string>()) {
    out.push_back(*text);
    return true;
  }
  auto const* list = node.as_array();
  if (!list) return false;
  for (auto const& entry : *list) {
    auto const text = entry.value_exact<std::string>();
    if (!text) return false;
    out.push_back(*text);
  }
  return !out.empty();
}

bool read_text(toml::node const& node, std::string& out) {
  auto const text = node.value_exact<std::string>();
  if (text) out = *text;
  return text.has_value();
}

Status read_entry(std::filesystem::path const& file, std::string_view key, toml::node const& node, Settings& settings) {
  bool good = false;
  if (key == "bind")
    good = read_addresses(node, settings.bind);
  else if (key == "publish")
    good = read_text(node, settings.publish);
  else if (key == "requests")
    good = read_text(node, settings.requests);
  else if (key == "history")
    good = read_text(node, settings.history);
  else if (key == "clock")
    good = read_text(node, settings.clock) && (settings.clock == "wall" || settings.clock == "feed");
  else
    return at(file, node.source(),
              fmt::format("unknown setting '{}'; known: bind, publish, requests, history, clock", key));
  if (good) return {};
  return at(file, node.source(),
            fmt::format("'{}' must be {}", key,
                        key == "clock"  ? "\"wall\" or \"feed\""
                        : key == "bind" ? "an address or a list of addresses"
                                        : "a text in quotes"));
}

Status read_table(std::filesystem::path const& file, toml::table const& document, Settings& settings) {
  for (auto const& [section, node] : document) {
    if (section.str() != "twin" || !node.is_table())
      return at(file, node.source(), fmt::format("unknown section '{}'; twind reads [twin]", section.str()));
    for (auto const& [key, entry] : *node.as_table())
      if (auto const read = read_entry(file, key.str(), entry, settings); !read) return Error{read.error()};
  }
  return {};
}

} // namespace

Status read_settings(std::filesystem::path const& file, Settings& settings) {
  try {
    return read_table(file, toml::parse_file(file.string()), settings);
  } catch (toml::parse_error const& e) {
    return at(file, e.source(), std::string(e.description()));
  }
}

} // namespace dalian::app
