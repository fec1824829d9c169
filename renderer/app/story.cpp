#include "renderer/app/story.hpp"

#include "renderer/app/layers.hpp"
#include "renderer/app/toml_file.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dalian::viewer {
namespace {

constexpr std::size_t kMostScenes = 100, kMostCards = 4;
constexpr std::int64_t kVersion = 1; // of the form; without the field a file is of the first

using Wrong = WrongFile;

Words read_words(toml::table const& table, std::string_view field, std::string const& where, bool needed) {
  auto const* words = table[field].as_table();
  if (!words) {
    if (needed)
      throw Wrong(fmt::format("{}: '{}' is missing: write {{ zh = \"…\", ja = \"…\", en = \"…\" }}", where, field));
    return {};
  }
  auto const text = [&](char const* language) { return (*words)[language].value_or(std::string()); };
  Words out{text("zh"), text("ja"), text("en")};
  if (out.zh.empty() || out.ja.empty() || out.en.empty())
    throw Wrong(fmt::format("{}: '{}' needs zh, ja and en", where, field));
  return out;
}

/// One text for all languages, or a table with each; empty where there is none.
Words read_figure(toml::table const& table, std::string_view field, std::string const& where) {
  if (auto const same = table[field].value<std::string>()) return {*same, *same, *same};
  return read_words(table, field, where, false);
}

double read_number(toml::table const& table, std::string_view field, std::string const& where,
                   std::array<double, 3> low_high_default) {
  auto const [low, high, fallback] = low_high_default;
  if (!table.contains(field)) return fallback;
  auto const value = table[field].value<double>();
  if (!value || !(*value >= low && *value <= high))
    throw Wrong(fmt::format("{}: '{}' must be a number from {} to {}", where, field, low, high));
  return *value;
}

/// One number for all languages, or a table with each.
std::array<double, 3> read_factors(toml::table const& table, std::string const& where) {
  constexpr std::array kCodes{"zh", "ja", "en"};
  std::array<double, 3> out{1, 1, 1};
  auto const* each = table["factor"].as_table();
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = read_number(each ? *each : table, each ? kCodes[i] : "factor", where, {1e-12, 1e12, 1});
  return out;
}

void read_computed(toml::table const& table, std::string const& where, Card& card) {
  card.kind = CardKind::computed;
  card.figure = table["figure"].value_or(std::string());
  card.zone = table["zone"].value_or(std::string());
  if (card.figure.find('.') == std::string::npos)
    throw Wrong(where + ": 'figure' is missing: an engine and its figure, such as \"land.output\" (docs/whatif.md)");
  auto const of = table["of"].value_or(std::string("planned"));
  if (of != "planned" && of != "base" && of != "change") throw Wrong(where + ": 'of' is one of planned, base, change");
  card.of = of == "planned" ? FigureOf::planned : of == "base" ? FigureOf::base : FigureOf::change;
  card.factor = read_factors(table, where);
  card.digits = static_cast<int>(read_number(table, "digits", where, {0, 6, 0}));
  card.target = read_number(table, "target", where, {0, 1e15, 0});
}

Card read_card(toml::table const& table, std::string const& where) {
  Card card;
  card.label = read_words(table, "label", where, true);
  card.source = read_words(table, "source", where, true);
  card.unit = read_figure(table, "unit", where);
  card.value = read_figure(table, "value", where);
  auto const kind = table["kind"].value_or(std::string());
  auto const count = table["count"].value_or(std::string());
  if (kind == "counted") {
    card.kind = CardKind::counted;
    card.count = count == "ships"      ? Count::ships
                 : count == "vehicles" ? Count::vehicles
                 : count == "meters"   ? Count::meters
                                       : Count::none;
    if (card.count == Count::none) throw Wrong(where + ": 'count' is one of ships, vehicles, meters");
    return card;
  }
  if (kind == "computed") {
    read_computed(table, where, card);
    return card;
  }
  if (kind != "target" && kind != "modelled")
    throw Wrong(where + ": 'kind' is one of target, modelled, counted, computed");
  card.kind = kind == "target" ? CardKind::target : CardKind::modelled;
  if (card.value.en.empty())
    throw Wrong(where + ": 'value' is missing: write the figure as it is to be shown, as text");
  return card;
}

void read_light(toml::table const& table, std::string const& where, StoryScene& scene) {
  auto const time = table["time"].value<std::string>();
  if (time) {
    auto const light = parse_utc(*time);
    if (!light) throw Wrong(fmt::format("{}: 'time': {}", where, light.error()));
    scene.light = *light;
  }
  if (auto const name = table["weather"].value<std::string>()) {
    auto const weather = passes::weather_of(*name);
    if (!weather) throw Wrong(fmt::format("{}: 'weather' is {}: one of clear, haze, rain, snow", where, *name));
    scene.weather = *weather;
  }
}

StoryScene read_scene(toml::table const& table, std::string const& where, StoryScene const* before) {
  StoryScene scene;
  if (before) scene.light = before->light, scene.weather = before->weather;
  scene.view = table["view"].value_or(std::string());
  if (scene.view.empty()) throw Wrong(where + ": 'view' is missing: a name of assets/config/views.toml");
  scene.hold_s = read_number(table, "hold_s", where, {1, 120, 6});
  scene.drift_deg = read_number(table, "drift_deg", where, {-45, 45, 3});
  if (!before && !table.contains("time")) throw Wrong(where + ": 'time' is missing: the first scene says its hour");
  read_light(table, where, scene);
  auto const layers = parse_layers(table["layers"].value_or(std::string()));
  if (!layers) throw Wrong(fmt::format("{}: 'layers': {}", where, layers.error()));
  scene.layers = *layers;
  scene.caption = read_words(table, "caption", where, true);
  scene.cut = table["cut"].value_or(false);
  if (auto const chart = table["chart"].value<std::string>()) {
    scene.chart = *chart == "projects_by_zone"       ? ChartOf::projects_by_zone
                  : *chart == "projects_by_industry" ? ChartOf::projects_by_industry
                                                     : ChartOf::nothing;
    if (scene.chart == ChartOf::nothing)
      throw Wrong(where + ": 'chart' is one of projects_by_zone, projects_by_industry");
  }
  if (auto const* cards = table["card"].as_array())
    for (auto const& node : *cards) {
      auto const place = fmt::format("{}, card {}", where, scene.cards.size() + 1);
      if (!node.is_table()) throw Wrong(place + ": must be a table");
      if (scene.cards.size() == kMostCards) throw Wrong(fmt::format("{}: {} cards at most", where, kMostCards));
      scene.cards.push_back(read_card(*node.as_table(), place));
    }
  return scene;
}

void check_version(toml::table const& root, std::string const& file) {
  if (!root.contains("version")) return;
  auto const version = root["version"].value<std::int64_t>();
  if (!version || *version < 1) throw Wrong(file + ": 'version' must be a whole number from 1");
  if (*version > kVersion)
    throw Wrong(
        fmt::format("{}: is a story of version {}; this program reads {}: update it", file, *version, kVersion));
}

Story read_table(toml::table const& root, std::string const& file) {
  check_version(root, file);
  Story story;
  story.title = read_words(root, "title", file, true);
  story.subtitle = read_words(root, "subtitle", file, true);
  if (auto const named = root["scenario"].value<std::string>()) {
    story.scenario = std::filesystem::path(file).parent_path() / *named;
    if (!std::filesystem::exists(story.scenario))
      throw Wrong(fmt::format("{}: 'scenario': {} is not there", file, story.scenario.string()));
  }
  auto const* scenes = root["scene"].as_array();
  if (!scenes || scenes->empty()) throw Wrong(file + ": has no [[scene]]");
  if (scenes->size() > kMostScenes) throw Wrong(fmt::format("{}: {} scenes at most", file, kMostScenes));
  for (auto const& node : *scenes) {
    auto const where = fmt::format("{}: scene {}", file, story.scenes.size() + 1);
    if (!node.is_table()) throw Wrong(where + ": must be a table");
    story.scenes.push_back(read_scene(*node.as_table(), where, story.scenes.empty() ? nullptr : &story.scenes.back()));
  }
  return story;
}

} // namespace

std::string const& Words::in(ui::Language language) const {
  return language == ui::Language::zh ? zh : language == ui::Language::ja ? ja : en;
}

Result<Story> read_story(std::filesystem::path const& file) {
  return read_toml(file, read_table);
}

std::vector<std::string> shipped_stories(std::filesystem::path const& assets) {
  std::vector<std::string> names;
  std::error_code error;
  for (auto const& entry : std::filesystem::directory_iterator(assets / "stories", error))
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  std::ranges::sort(names);
  return names;
}

Result<std::filesystem::path> story_file(std::filesystem::path const& assets, std::string const& named) {
  if (std::filesystem::exists(named)) return std::filesystem::path(named);
  auto const shipped = assets / "stories" / (named + ".toml");
  if (std::filesystem::exists(shipped)) return shipped;
  return Error{fmt::format("{}: no such file, and no shipped story of that name, which are {}", named,
                           fmt::join(shipped_stories(assets), ", "))};
}

bool asks_engines(Story const& story) {
  return std::ranges::any_of(story.scenes, [](StoryScene const& scene) {
    return std::ranges::any_of(scene.cards, [](Card const& card) { return card.kind == CardKind::computed; });
  });
}

bool asks_projects(Story const& story) {
  return std::ranges::any_of(story.scenes, [](StoryScene const& scene) { return scene.chart != ChartOf::nothing; });
}

} // namespace dalian::viewer
