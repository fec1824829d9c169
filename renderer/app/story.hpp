#pragma once
// A story of the briefing room: scenes one after the other, each a view with its hour, weather and data, words in three
// languages and cards with figures. Read from TOML (docs/stories.md). Parsing only.
#include "renderer/passes/weather.hpp"
#include "renderer/ui/lang.hpp"
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

#include <array>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace dalian::viewer {

struct Words {
  std::string zh, ja, en;
  std::string const& in(ui::Language language) const;
};

/// What kind of figure a card shows (LOOK §5).
enum class CardKind : std::uint8_t { target, modelled, counted, computed };

/// What the picture itself can count.
enum class Count : std::uint8_t { none, ships, vehicles, meters };

/// Of which layout a computed figure is: the story's scenario (the base where it names none), the base, or what the
/// first has more than the second.
enum class FigureOf : std::uint8_t { planned, base, change };

struct Card {
  Words label, source;
  Words value, unit;         // as they are shown; of a counted or computed card the value is found later
  Count count = Count::none; // not none where `kind` is counted
  CardKind kind = CardKind::target;
  // Of a computed one: "engine.figure" of `twinctl whatif run`, of a zone or of all together (""), in `unit` when it is
  // multiplied by `factor`, which is by language: a hundred million and a billion are words of different languages.
  std::string figure, zone;
  std::array<double, 3> factor{1, 1, 1};
  int digits = 0;
  FigureOf of = FigureOf::planned;
  double target = 0; // in the figure's own unit; 0 = none
};

/// What a big chart shows.
enum class ChartOf : std::uint8_t { nothing, projects_by_zone, projects_by_industry };

struct StoryScene {
  std::string view;     // a name of assets/config/views.toml
  double hold_s = 6;    // 1…120, after the flight to it
  double drift_deg = 3; // −45…45: how far the camera turns about what it looks at meanwhile
  std::string time;     // ISO 8601, of the light; that of the scene before where it is not given
  Instant light{};
  passes::Weather weather = passes::Weather::clear;
  std::set<std::string> layers;
  Words caption;
  std::vector<Card> cards; // four at most
  ChartOf chart = ChartOf::nothing;
  bool cut = false; // no flight to it: the picture dissolves
};

struct Story {
  Words title, subtitle;
  std::filesystem::path scenario; // whose figures computed cards show; empty = the base
  std::vector<StoryScene> scenes; // one at least
};

/// How the briefing room tells one.
struct BriefingPlan {
  std::string story = "overview"; // a file or the name of a shipped one
  bool loop = false;              // unattended
};

/// The error names file, scene, field and remedy.
Result<Story> read_story(std::filesystem::path const& file);

/// `named` itself where it is a file, else the story of that name that came with the program; the error lists those.
Result<std::filesystem::path> story_file(std::filesystem::path const& assets, std::string const& named);

/// Names of those that came with the program, sorted.
std::vector<std::string> shipped_stories(std::filesystem::path const& assets);
/// Any card whose figure the engines must find.
bool asks_engines(Story const& story);
/// Any scene with a chart of projects.
bool asks_projects(Story const& story);

} // namespace dalian::viewer
