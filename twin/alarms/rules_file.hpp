#pragma once
// Rules and places from a TOML file; every key is explained in docs/alarms.md and assets/config/alarms.toml.
#include "twin/alarms/rule.hpp"
#include "twin/base/result.hpp"

#include <filesystem>

namespace dalian::alarms {

/// `assets`: where GeoJSON files that are named without a folder are looked for when they are not beside `file`.
/// An unknown key, an impossible value, a place that is not there: one sentence with file, line, field and remedy.
Result<RuleSet> read_rules(std::filesystem::path const& file, std::filesystem::path const& assets = {});

} // namespace dalian::alarms
