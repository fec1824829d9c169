#include "twin/app/settings.hpp"

#include "twin/wire/endpoints.hpp"

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

bool read_switch(toml::node const& node, bool& out) {
  auto const value = node.value_exact<bool>();
  if (value) out = *value;
  return value.has_value();
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
  else if (key == "state")
    good = read_text(node, settings.state);
  else if (key == "keys")
    good = read_text(node, settings.keys);
  else if (key == "alarms")
    good = read_text(node, settings.alarms);
  else if (key == "fusion")
    good = read_text(node, settings.fusion);
  else if (key == "city")
    good = read_text(node, settings.city);
  else if (key == "clock")
    good = read_text(node, settings.clock) && (settings.clock == "wall" || settings.clock == "feed");
  else if (key == "metrics")
    good = read_text(node, settings.metrics);
  else if (key == "metrics_anywhere")
    good = read_switch(node, settings.metrics_anywhere);
  else
    return at(file, node.source(),
              fmt::format(
                  "unknown setting '{}'; known: bind, publish, requests, history, state, keys, alarms, clock, metrics, "
                  "metrics_anywhere, fusion, city",
                  key));
  if (good) return {};
  return at(file, node.source(),
            fmt::format("'{}' must be {}", key,
                        key == "clock"              ? "\"wall\" or \"feed\""
                        : key == "bind"             ? "an address or a list of addresses"
                        : key == "metrics_anywhere" ? "true or false"
                                                    : "a text in quotes"));
}

/// 0 (no limit) or at least `least`.
bool read_limit(toml::node const& node, double least, double& out) {
  auto const number = node.value<double>();
  if (number) out = *number;
  return number && (*number == 0 || *number >= least);
}

Status read_limits(std::filesystem::path const& file, toml::table const& table, SourceLimits& limits) {
  for (auto const& [key, node] : table) {
    bool const count = key == "observations_per_s";
    if (!count && key != "bytes_per_s")
      return at(file, node.source(),
                fmt::format("unknown limit '{}'; known, for each source: observations_per_s, bytes_per_s", key.str()));
    auto const least = count ? kMinObservationsPerS : kMinBytesPerS;
    if (!read_limit(node, least, count ? limits.observations_per_s : limits.bytes_per_s))
      return at(file, node.source(), fmt::format("'{}' must be 0 (no limit) or at least {:.0f}", key.str(), least));
  }
  return {};
}

Status read_table(std::filesystem::path const& file, toml::table const& document, Settings& settings) {
  for (auto const& [section, node] : document) {
    if (section.str() == "retention") continue; // history::read_retention checks it
    if (section.str() == "limits" && node.is_table()) {
      if (auto const read = read_limits(file, *node.as_table(), settings.limits); !read) return Error{read.error()};
      continue;
    }
    if (section.str() != "twin" || !node.is_table())
      return at(file, node.source(),
                fmt::format("unknown section '{}'; twind reads [twin], [limits] and [retention]", section.str()));
    for (auto const& [key, entry] : *node.as_table())
      if (auto const read = read_entry(file, key.str(), entry, settings); !read) return Error{read.error()};
  }
  return {};
}

} // namespace

Settings default_settings() {
  Settings settings;
  settings.bind = {std::string(wire::kIngestEndpoint)};
  settings.publish = wire::kPublishEndpoint;
  settings.requests = wire::kRequestEndpoint;
  settings.clock = "wall";
  return settings;
}

Status read_settings(std::filesystem::path const& file, Settings& settings) {
  try {
    return read_table(file, toml::parse_file(file.string()), settings);
  } catch (toml::parse_error const& e) {
    return at(file, e.source(), std::string(e.description()));
  }
}

} // namespace dalian::app
