#pragma once
// Scenarios and layouts as JSON (docs/scenarios.md): versioned, one edit or entity a line, in an order that does not
// depend on how they came about.
#include "twin/plan/edit.hpp"

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

namespace dalian::plan {

struct Scenario {
  std::string name, note;
  ContentHash base; // of the layout that the edits are for
  Edits edits;
  std::string from = {}; // stem of the file that it is a variant of, in the same folder; "" = of none
  bool operator==(Scenario const&) const = default;
};

inline constexpr int kScenarioVersion = 1;

/// Canonical when the edits are.
std::string to_text(Scenario const& scenario);
/// One edit as in a scenario file, without what ends its line.
std::string edit_line(Edit const& edit);

/// Back from such a line; the error names field and remedy.
Result<Edit> edit_from_json(nlohmann::json const& object);
/// The object of a document of this format and of the version that this program writes.
Result<nlohmann::json> parse_document(std::string_view text, std::string const& name, char const* format);

/// The error names `name` (a file, for messages), the edit's number, its field and the remedy.
Result<Scenario> parse_scenario(std::string_view text, std::string const& name);
Result<Scenario> read_scenario(std::filesystem::path const& file);
Status write_scenario(Scenario const& scenario, std::filesystem::path const& file);
/// Whole or not at all: beside the file and then in its place. What is no plain file (a pipe) is written to.
Status write_text(std::string_view text, std::filesystem::path const& file);

/// Entities of any layers ("format": "dalian-layout") put on top of `base`: networks that no GeoJSON holds.
Result<Layout> add_layers(Layout const& base, std::string_view text, std::string const& name);

} // namespace dalian::plan
