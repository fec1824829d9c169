#include "renderer/app/command_line.hpp"

#include "renderer/app/layers.hpp"
#include "renderer/passes/picture_renderer.hpp"
#include "twin/base/option_table.hpp"
#include "twin/base/usage.hpp"
#include "twin/base/version.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <fmt/format.h>

namespace dalian::viewer {
namespace {

constexpr char const* kAbout = "The city on the screen: terrain, sea, zones and everything live.\n"
                               "Opens a window, or with --headless writes one picture as a PNG file.";

constexpr char const* kFooter = R"(Examples:
  twinview                                        the window, with an embedded twin
  twinview --connect tcp://127.0.0.1:7412         the window on a running twind
  twinview --headless --view port --feeds synth --seconds 20 --shot port.png
  twinview --headless --view njip --time 2026-09-26T18:10:00+08:00 --size 2560x1440 --shot dusk.png
  twinview --headless --view overview --weather snow --time 2027-01-16T15:30:00+08:00 --shot winter.png
  twinview --headless --view njip --layer height --shot height.png
  twinview --headless --script overview --feeds synth --size 1920x1080 --video overview.mp4
  twinview --headless --script overview --feeds synth --size 1920x1080 --handout overview.pdf
  twinview --capabilities                         what the Vulkan device can do

Exit status: 0 done, 1 failed (one line says why), 2 wrong usage.)";

constexpr int kMostPixels = 8192, kMostTiles = 8; // along a side

/// "1280x720", each side 16…8192 pixels, or so many for each tile.
std::string read_size(std::string const& text, CommandLine& o) {
  auto const x = text.find('x');
  int const most = kMostPixels * static_cast<int>(o.tiles);
  auto number = [most](std::string_view t, int& out) {
    auto const [end, error] = std::from_chars(t.data(), t.data() + t.size(), out);
    return error == std::errc() && end == t.data() + t.size() && out >= 16 && out <= most;
  };
  if (x == std::string::npos || !number(std::string_view(text).substr(0, x), o.width) ||
      !number(std::string_view(text).substr(x + 1), o.height))
    return fmt::format("--size {}: write WIDTHxHEIGHT in pixels, each 16 to {}, such as 1280x720{}", text, most,
                       o.tiles == 1 ? "; larger pictures are drawn in --tiles" : "");
  return {};
}

std::string check_script(CommandLine const& o) {
  if (!o.headless)
    return "--script is for pictures without a window, or the briefing room: add --headless, or --workplace briefing";
  int const ways = (o.at_s && !o.shot.empty() ? 1 : 0) + (o.video.empty() ? 0 : 1) + (o.handout.empty() ? 0 : 1);
  if (ways != 1) return "--script: one of --video FILE, --handout FILE, or --at SECONDS and --shot FILE";
  if (o.shot.empty() && o.at_s) return "--at is for a still picture: name its file with --shot";
  auto const kind = o.handout.extension();
  if (!o.handout.empty() && kind != ".pdf" && kind != ".html") return "--handout: name a .pdf or an .html file";
  return {};
}

std::string check_consistency(CommandLine const& o) {
  if (o.feeds != "none" && o.feeds != "synth" && o.feeds != "city" && !o.feeds.starts_with("replay:"))
    return fmt::format("--feeds {}: one of none, synth, city, replay:FILE", o.feeds);
  bool const told = !o.headless && o.workplace == ui::WorkplaceKind::briefing; // in the window
  if (o.loop && !told) return "--loop is for the briefing room: add --workplace briefing";
  if (!o.script.empty() && !told) return check_script(o);
  if (!o.video.empty() || !o.handout.empty() || o.at_s)
    return "--video, --handout and --at are of a story: name it with --script";
  if (o.headless && o.shot.empty() && !o.capabilities)
    return "--headless writes a picture: name its file with --shot FILE";
  if (o.tiles > 1 && (!o.headless || !o.script.empty()))
    return "--tiles is for a still picture: --headless and --shot, without --script";
  if (!o.wall.empty() && o.headless) return "--wall is for the window: leave out --headless";
  if (!o.bundle.empty() && o.headless) return "--bundle is for the window: leave out --headless";
  if (!o.screen.empty() && o.wall.empty()) return "--screen is of a wall: name its file with --wall";
  if (o.headless && o.flight) return "--flight is for the window: leave out --headless";
  if (!o.connect.empty() && o.feeds != "none") return "--connect shows another twin's feeds: leave out --feeds";
  return {};
}

} // namespace

Parsed parse_command_line(int argc, char** argv) {
  Parsed parsed;
  CommandLine& o = parsed.options;
  CLI::App app(kAbout, "twinview");
  app.footer(kFooter);
  app.set_version_flag("--version", version_line("twinview"));
  add_option_table(app);
  add_usage_message(app);
  app.set_config("--config", "", "Read these options from a TOML file");
  std::string size, time, layers, weather, quality = "auto", workplace = "city";
  app.add_flag("--headless", o.headless, "No window: write one picture and end");
  app.add_option("--shot", o.shot,
                 "The PNG file to write: without a window of the city, else of the window after --seconds, then end");
  app.add_option("--size", size, "Pixels, WIDTHxHEIGHT (default 1280x720; window 1600x900)");
  app.add_option("--tiles", o.tiles,
                 "Headless: draw the still picture in so many tiles along each side, for sizes beyond 8192")
      ->check(CLI::Range(1, kMostTiles))
      ->capture_default_str();
  app.add_option("--view", o.view, "Named view: overview, a zone, port, street, chemical, hydrogen or windfarm")
      ->capture_default_str();
  app.add_option("--time", time, "Instant of the light, ISO 8601 (headless default 2026-09-26T16:40:00+08:00)");
  app.add_option("--weather", weather,
                 "Weather of the picture: clear (fair-weather clouds), haze (8 km), rain, or snow (lying snow, light "
                 "flakes near the ground, a low sun through broken clouds). Default: clear; in the window as the "
                 "nearest weather station of the twin reports it");
  app.add_option("--layer", layers,
                 fmt::format("Data over the city, one field and any others, such as density,flow: {}",
                             fmt::join(layer_names(), ", ")));
  app.add_option("--quality", quality,
                 "auto (full; while the window moves, what the device keeps up with), full, light or plain")
      ->check(CLI::IsMember({"auto", "full", "light", "plain"}))
      ->capture_default_str();
  app.add_option("--workplace", workplace,
                 "Window: what it is for: city, briefing, planner or operator (keys F2 to F5)")
      ->check(CLI::IsMember({"city", "briefing", "planner", "operator"}))
      ->capture_default_str();
  app.add_option("--scale", o.scale_percent, "Window: size of panels and type, per cent (default: as last chosen)")
      ->check(CLI::Range(100.0, 300.0));
  app.add_option(
         "--theme", o.theme,
         "Window: colours of the panels: day, night, wall (seen from metres away) or auto (day and night by the "
         "sun); default: as last chosen")
      ->check(CLI::IsMember({"auto", "day", "night", "wall"}));
  app.add_flag("--flight", o.flight, "Window: fly through all views once, print the frames per second, and end");
  app.add_option("--script", o.script,
                 "Headless: a story (docs/stories.md), its file or the name of a shipped one: overview");
  app.add_option("--bundle", o.bundle,
                 "Window, planner: a bundle (docs/planning.md): its scenario, seen as when it was kept");
  app.add_flag("--loop", o.loop, "Window, briefing: the story by itself, again and again, without pointer or bar");
  app.add_option("--wall", o.wall,
                 "Window: lead the screens of this wall (docs/workplaces.md), or with --screen be one of them");
  app.add_option("--screen", o.screen, "With --wall: the screen's name");
  app.add_option("--video", o.video, "With --script: the MP4 file to write, the same in every run");
  app.add_option("--handout", o.handout,
                 "With --script: the story on paper, a page a scene, as .pdf (by an installed chromium) or .html");
  app.add_option("--fps", o.frames_per_s, "Frames per second of the video")
      ->check(CLI::Range(5, 60))
      ->capture_default_str();
  app.add_option("--samples", o.samples, "Pictures that make one frame of the video: 1 is quick, 4 is smooth")
      ->check(CLI::Range(1U, passes::kSubFrames))
      ->capture_default_str();
  app.add_option("--at", o.at_s, "With --script: take --shot at this second of the story")->check(CLI::Range(0.0, 1e5));
  app.add_option("--feeds", o.feeds,
                 "Live things: none, synth (ships and test vehicles), city (ships and the traffic of the roads), or "
                 "replay:FILE of AIS sentences")
      ->capture_default_str();
  app.add_option("--seconds", o.seconds, "With --shot: seconds of synthetic feed before the picture")
      ->capture_default_str();
  app.add_option(
         "--connect", o.connect,
         "Show the twin at this endpoint of a twind instead of an embedded one; given several times, all of them "
         "as one city")
      ->allow_extra_args(false);
  app.add_option("--key", o.key,
                 "With --connect, for a twind with keys: the file of twinctl keys new; one for all, or one a twind")
      ->allow_extra_args(false);
  app.add_option("--server-key", o.server_key, "The twind's server.pub; else the key file says it");
  app.add_option("--stats", o.stats, "Headless: write what the picture cost to this file, as JSON");
  app.add_option("--lang", o.language, "Language of labels: zh, ja or en")->check(CLI::IsMember({"zh", "ja", "en"}));
  app.add_option("--assets", o.assets, "Folder of baked assets (default: beside the program)");
  app.add_option("--fonts", o.fonts, "Folder of fonts (default: those of the system)");
  app.add_option("--ui-dump", o.ui_dump, "Window: write the text shown to this file, as JSON, for tests");
  app.add_flag("--no-labels{false}", o.labels, "Headless: leave out names, caption and scale");
  app.add_flag("--capabilities", o.capabilities, "Print what the Vulkan device can do and end");
  app.add_flag("--validate", o.validate, "Vulkan validation layers on; any message makes the exit status 1");
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& error) {
    parsed.exit_status = app.exit(error) == 0 ? 0 : 2;
    return parsed;
  }
  o.quality = passes::quality_of(quality);
  o.workplace = ui::workplace_named(workplace).value_or(ui::WorkplaceKind::city);
  if (!o.bundle.empty()) o.workplace = ui::WorkplaceKind::planner;
  std::string wrong = size.empty() ? "" : read_size(size, o);
  o.weather = passes::weather_of(weather);
  if (!o.weather && !weather.empty() && wrong.empty())
    wrong = fmt::format("--weather {}: one of clear, haze, rain, snow", weather);
  if (auto const chosen = parse_layers(layers))
    o.layers = *chosen;
  else if (wrong.empty())
    wrong = "--layer: " + chosen.error();
  if (wrong.empty() && !time.empty()) {
    auto const instant = parse_utc(time);
    if (instant)
      o.time = *instant;
    else
      wrong = fmt::format("--time {}: {}", time, instant.error());
  }
  if (wrong.empty()) wrong = check_consistency(o);
  if (!wrong.empty()) {
    fmt::print(stderr, "twinview: {}\n", wrong);
    parsed.exit_status = 2;
  }
  return parsed;
}

} // namespace dalian::viewer
