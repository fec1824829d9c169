#include "renderer/app/command_line.hpp"

#include "renderer/app/layers.hpp"
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
  twinview --connect tcp://127.0.0.1:5570         the window on a running twind
  twinview --headless --view port --feeds synth --seconds 20 --shot port.png
  twinview --headless --view njip --time 2026-09-26T18:10:00+08:00 --size 2560x1440 --shot dusk.png
  twinview --headless --view overview --weather snow --time 2027-01-16T15:30:00+08:00 --shot winter.png
  twinview --headless --view njip --layer height --shot height.png
  twinview --capabilities                         what the Vulkan device can do

Exit status: 0 done, 1 failed (one line says why), 2 wrong usage.)";

/// "1280x720", each side 16…8192 pixels.
std::string read_size(std::string const& text, CommandLine& o) {
  auto const x = text.find('x');
  auto number = [](std::string_view t, int& out) {
    auto const [end, error] = std::from_chars(t.data(), t.data() + t.size(), out);
    return error == std::errc() && end == t.data() + t.size() && out >= 16 && out <= 8192;
  };
  if (x == std::string::npos || !number(std::string_view(text).substr(0, x), o.width) ||
      !number(std::string_view(text).substr(x + 1), o.height))
    return fmt::format("--size {}: write WIDTHxHEIGHT in pixels, each 16 to 8192, such as 1280x720", text);
  return {};
}

std::string check_consistency(CommandLine const& o) {
  if (o.feeds != "none" && o.feeds != "synth" && !o.feeds.starts_with("replay:"))
    return fmt::format("--feeds {}: one of none, synth, replay:FILE", o.feeds);
  if (o.headless && o.shot.empty() && !o.capabilities)
    return "--headless writes a picture: name its file with --shot FILE";
  if (o.headless && o.flight) return "--flight is for the window: leave out --headless";
  if (!o.headless && !o.shot.empty()) return "--shot needs --headless";
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
  app.set_config("--config", "", "Read these options from a TOML file");
  std::string size, time, layers, weather = "clear", quality = "auto";
  app.add_flag("--headless", o.headless, "No window: write one picture and end");
  app.add_option("--shot", o.shot, "Headless: the PNG file to write (always full quality)");
  app.add_option("--size", size, "Pixels, WIDTHxHEIGHT (default 1280x720; window 1600x900)");
  app.add_option("--view", o.view, "Named view: overview, a zone, port, street, chemical, hydrogen or windfarm")
      ->capture_default_str();
  app.add_option("--time", time, "Instant of the light, ISO 8601 (headless default 2026-09-26T16:40:00+08:00)");
  app.add_option("--weather", weather,
                 "Weather of the picture, chosen, not live: clear (fair-weather clouds), haze (8 km), rain, or snow "
                 "(lying snow, "
                 "light flakes near the ground, a low sun through broken clouds)")
      ->capture_default_str();
  app.add_option("--layer", layers,
                 fmt::format("Data over the city, one field and any others, such as density,flow: {}",
                             fmt::join(layer_names(), ", ")));
  app.add_option("--quality", quality,
                 "auto (full; while the window moves, what the device keeps up with), full, light or plain")
      ->check(CLI::IsMember({"auto", "full", "light", "plain"}))
      ->capture_default_str();
  app.add_flag("--flight", o.flight, "Window: fly through all views once, print the frames per second, and end");
  app.add_option("--feeds", o.feeds, "Live things: none, synth, or replay:FILE of AIS sentences")
      ->capture_default_str();
  app.add_option("--seconds", o.seconds, "Headless: seconds of synthetic feed before the picture")
      ->capture_default_str();
  app.add_option("--connect", o.connect, "Show the twin at this endpoint of a twind instead of an embedded one");
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
  std::string wrong = size.empty() ? "" : read_size(size, o);
  if (auto const chosen = passes::weather_of(weather))
    o.weather = *chosen;
  else if (wrong.empty())
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
