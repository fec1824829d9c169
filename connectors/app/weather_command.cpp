// twinfeed weather: the command line around connectors/weather.
#include "connectors/app/capture.hpp"
#include "connectors/app/commands.hpp"
#include "connectors/app/document_options.hpp"
#include "connectors/app/output.hpp"
#include "connectors/weather/feed.hpp"
#include "twin/base/crs.hpp"

#include <memory>

namespace dalian::connectors {
namespace {

struct WeatherOptions {
  OutputOptions output{.protocol = "weather"};
  DocumentOptions input;
  std::vector<std::string> stations;
};

int run(WeatherOptions const& options) {
  weather::FeedOptions feed{.move_to_now = options.input.move_to_now()};
  auto const crs = parse_crs(options.input.crs);
  if (!crs) return note(options.output, "--crs: " + crs.error()), 2;
  for (auto const& text : options.stations) {
    auto station = weather::parse_station(text);
    if (!station) return note(options.output, "--station " + station.error()), 2;
    station->second.place = to_wgs84(station->second.place, *crs);
    feed.stations.insert(*station);
  }
  bool const recording = options.input.recording();
  InputTraits const traits{recording ? "weather-file" : "weather-http", recording};
  return run_protocol(
      options.output, traits, [&](FeedOutput output, Capture& capture) -> Result<std::unique_ptr<ProtocolFeed>> {
        auto sources = capture.documents(options.input.count(), [&] { return open_documents(options.input); });
        if (!sources) return Error{sources.error()};
        return std::unique_ptr<ProtocolFeed>(
            std::make_unique<weather::Feed>(std::move(*sources), feed, capture.clock(), output));
      });
}

} // namespace

Command add_weather_command(CLI::App& program) {
  auto* app = program.add_subcommand("weather", "Weather of aerodromes: METAR and SPECI reports");
  auto options = std::make_shared<WeatherOptions>();
  options->input.every_s = 300; // reports come every half hour or hour
  add_document_options(*app, options->input);
  app->add_option("--station", options->stations, "Where a station stands; again for each")
      ->type_name("CODE=LON,LAT[,METRES]");
  add_output_options(*app, options->output, "none");
  app->footer("Examples:\n"
              "  twinfeed weather --file zytl.txt --station ZYTL=121.539,38.966,33\n"
              "  twinfeed weather --url https://host/stations/ZYTL.TXT --station ZYTL=121.539,38.966\n"
              "  twinfeed weather --file reports.txt --out json");
  return {app, [options] { return run(*options); }};
}

} // namespace dalian::connectors
