#include "tools/bake/city/use_table.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace dalian::bake {
namespace {

using layout::Cover;

constexpr std::array<std::pair<char const*, Cover>, layout::kCovers> kCoverNames{{
    {"sea", Cover::sea},
    {"tidal_flat", Cover::tidal_flat},
    {"beach", Cover::beach},
    {"rock", Cover::rock},
    {"field", Cover::field},
    {"orchard", Cover::orchard},
    {"scrub", Cover::scrub},
    {"forest", Cover::forest},
    {"salt_pan", Cover::salt_pan},
    {"reservoir", Cover::reservoir},
    {"village", Cover::village},
    {"town", Cover::town},
    {"industry", Cover::industry},
    {"concrete", Cover::concrete},
    {"asphalt", Cover::asphalt},
    {"gravel", Cover::gravel},
    {"lawn", Cover::lawn},
    {"airport", Cover::airport},
}};

std::optional<Cover> cover_named(std::string const& name) {
  auto const it = std::find_if(kCoverNames.begin(), kCoverNames.end(), [&](auto const& c) { return name == c.first; });
  return it == kCoverNames.end() ? std::nullopt : std::optional(it->second);
}

std::optional<Step::Kind> kind_named(std::string const& name) {
  if (name == "array") return Step::Kind::array;
  if (name == "single") return Step::Kind::single;
  if (name == "edge") return Step::Kind::edge;
  if (name == "groves") return Step::Kind::groves;
  return std::nullopt;
}

double item(toml::table const& table, char const* key, std::size_t index, double otherwise) {
  auto const* list = table[key].as_array();
  return list != nullptr && index < list->size() ? (*list)[index].value_or(otherwise) : otherwise;
}

Range range_of(toml::table const& table, char const* key) {
  return {item(table, key, 0, 1), item(table, key, 1, item(table, key, 0, 1))};
}

std::vector<std::string> known_models(toml::table const& table, char const* key, ModelSizes const& sizes) {
  std::vector<std::string> known;
  if (auto const* list = table[key].as_array())
    for (auto const& each : *list)
      if (auto const name = each.value_or(std::string()); sizes.contains(name)) known.push_back(name);
  return known;
}

Result<Step> read_step(toml::table const& table, ModelSizes const& sizes) {
  Step step;
  auto const kind = kind_named(table["do"].value_or(std::string("array")));
  if (!kind) return Error{"step '" + table["do"].value_or(std::string()) + "' is not array, single, edge or groves"};
  step.kind = *kind;
  step.any = table.contains("any");
  step.models = known_models(table, step.any ? "any" : "model", sizes);
  if (step.models.empty()) return Error{"a step names no known model"};
  step.estate = table["estate"].value_or(false);
  step.along_u = table["along"].value_or(std::string("v")) == "u";
  for (std::size_t i = 0; i < 4; ++i)
    step.area[i] = item(table, "area", i, step.area[i]);
  step.gap_u_m = item(table, "gap", 0, step.gap_u_m);
  step.gap_v_m = item(table, "gap", 1, step.gap_v_m);
  step.margin_m = table["margin"].value_or(step.margin_m);
  step.rim_m = table["rim"].value_or(step.rim_m);
  step.keep = table["keep"].value_or(step.keep);
  step.clearance_m = table["clearance"].value_or(step.clearance_m);
  step.fit = table["fit"].value_or(step.fit);
  step.count = static_cast<int>(table["count"].value_or(std::int64_t{0}));
  step.size = range_of(table, "size");
  step.stretch = range_of(table, "stretch");
  return step;
}

/// The steps of a use or of one of its plots.
Result<Plot> read_plot(toml::table const& table, ModelSizes const& sizes) {
  Plot plot;
  plot.weight = table["weight"].value_or(plot.weight);
  if (!(plot.weight > 0)) return Error{"the weight of a plot is not above 0"};
  if (auto const* steps = table["steps"].as_array())
    for (auto const& each : *steps) {
      if (each.as_table() == nullptr) return Error{"a step is not a table"};
      auto step = read_step(*each.as_table(), sizes);
      if (!step) return Error{step.error()};
      plot.steps.push_back(std::move(step).value());
    }
  return plot;
}

Status read_plots(toml::table const& table, ModelSizes const& sizes, std::vector<Plot>& plots) {
  auto const* list = table["plots"].as_array();
  if (list != nullptr && table.contains("steps")) return Error{"it has both steps and plots"};
  auto const add = [&](toml::table const& one) -> Status {
    auto plot = read_plot(one, sizes);
    if (!plot) return Error{plot.error()};
    plots.push_back(std::move(plot).value());
    return {};
  };
  if (list == nullptr) return table.contains("steps") ? add(table) : Status{};
  for (auto const& each : *list) {
    if (each.as_table() == nullptr) return Error{"a plot is not a table"};
    if (Status const added = add(*each.as_table()); !added) return added;
  }
  return {};
}

Result<Use> read_use(toml::table const& table, ModelSizes const& sizes) {
  Use use;
  use.id = table["id"].value_or(std::string());
  auto const surface = cover_named(table["surface"].value_or(std::string("industry")));
  auto const verge = cover_named(table["verge"].value_or(std::string("forest")));
  if (!surface || !verge) return Error{"its surface or verge is no ground cover"};
  use.surface = *surface;
  use.verge = *verge;
  use.verge_m = table["verge_m"].value_or(use.verge_m);
  use.green = table["green"].value_or(false);
  use.lot_length_m = item(table, "lot", 0, 0);
  use.lot_depth_m = item(table, "lot", 1, 0);
  if (Status const read = read_plots(table, sizes, use.plots); !read) return Error{read.error()};
  if (auto const* patches = table["patches"].as_array())
    for (auto const& each : *patches) {
      auto const cover =
          each.as_table() == nullptr ? std::nullopt : cover_named((*each.as_table())["cover"].value_or(std::string()));
      if (!cover) return Error{"a patch names no ground cover"};
      GroundPatch patch{*cover};
      for (std::size_t i = 0; i < 4; ++i)
        patch.area[i] = item(*each.as_table(), "area", i, patch.area[i]);
      patch.round = (*each.as_table())["round"].value_or(false);
      patch.chance = (*each.as_table())["chance"].value_or(1.0);
      use.patches.push_back(patch);
    }
  return use;
}

} // namespace

Result<UseTable> read_uses(std::filesystem::path const& file, ModelSizes const& sizes) {
  toml::table root;
  try {
    root = toml::parse_file(file.string());
  } catch (toml::parse_error const& error) {
    return Error{file.string() + ": " + std::string(error.description())};
  }
  UseTable table;
  if (auto const* uses = root["use"].as_array())
    for (auto const& node : *uses) {
      if (node.as_table() == nullptr) return Error{file.string() + ": 'use' is not a list of tables"};
      auto use = read_use(*node.as_table(), sizes);
      auto const id = node.at_path("id").value_or(std::string());
      if (!use) return Error{file.string() + ": use '" + id + "': " + use.error()};
      if (id.empty() || !table.uses.emplace(id, std::move(use).value()).second)
        return Error{file.string() + ": use '" + id + "' has no id or is there twice"};
    }
  if (auto const* storeys = root["storeys"].as_table())
    for (auto const& [model, count] : *storeys)
      table.storeys[std::string(model.str())] = count.value_or(1.0);
  if (table.uses.empty()) return Error{file.string() + ": no use"};
  return table;
}

} // namespace dalian::bake
