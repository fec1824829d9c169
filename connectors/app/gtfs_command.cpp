// twinfeed gtfs-rt: the command line around connectors/gtfs.
#include "connectors/app/capture.hpp"
#include "connectors/app/commands.hpp"
#include "connectors/app/document_options.hpp"
#include "connectors/app/output.hpp"
#include "connectors/app/stop.hpp"
#include "connectors/gtfs/feed.hpp"

#include <memory>
#include <optional>

#include <fmt/format.h>

namespace dalian::connectors {
namespace {

struct GtfsOptions {
  OutputOptions output{.protocol = "gtfs-rt"};
  DocumentOptions input;
  std::string schedule, scheme = "transit";
};

/// The one document at an address, waited for.
Result<std::string> fetch(GtfsOptions const& options) {
  HttpClientConfig config{options.schedule, options.input.token, options.input.authorities};
  config.most_bytes = gtfs::kMostPackedBytes;
  config.total_limit = std::chrono::minutes(5);
  auto client = HttpClient::open(config);
  if (!client) return Error{client.error()};
  for ((*client)->ask(); !stop_requested();)
    if (auto answer = (*client)->step(std::chrono::milliseconds(50))) {
      if (!answer->ok()) return Error{answer->reason};
      return std::move(answer->body);
    }
  return Error{"told to end before the schedule was there"};
}

Result<std::unique_ptr<gtfs::Archive>> open_schedule(GtfsOptions const& options) {
  if (options.schedule.find("://") == std::string::npos) return gtfs::open_archive(options.schedule);
  auto bytes = fetch(options);
  if (!bytes) return Error{bytes.error()};
  return gtfs::open_archive_bytes(std::move(*bytes), options.schedule);
}

Result<std::optional<gtfs::Schedule>> read_schedule(GtfsOptions const& options) {
  if (options.schedule.empty()) return std::optional<gtfs::Schedule>{};
  auto archive = open_schedule(options);
  if (!archive) return Error{archive.error()};
  auto schedule = gtfs::Schedule::read(**archive);
  if (!schedule) return Error{fmt::format("{}: {}", options.schedule, schedule.error())};
  std::string tables;
  for (auto const& [table, n] : schedule->counts())
    tables += fmt::format("{}{} {}", tables.empty() ? "" : ", ", n, table);
  if (!options.output.quiet) note(options.output, fmt::format("schedule {}: {}", options.schedule, tables));
  return std::optional(std::move(*schedule));
}

int run(GtfsOptions const& options) {
  auto const crs = parse_crs(options.input.crs);
  if (!crs) return note(options.output, fmt::format("--crs: {}", crs.error())), 2;
  install_stop_signals();
  auto const schedule = read_schedule(options);
  if (!schedule) return note(options.output, schedule.error()), 1;
  bool const recording = options.input.recording();
  InputTraits const traits{recording ? "gtfs-rt-file" : "gtfs-rt-http", recording};
  return run_protocol(
      options.output, traits, [&](FeedOutput output, Capture& capture) -> Result<std::unique_ptr<ProtocolFeed>> {
        auto sources = capture.documents(options.input.count(), [&] { return open_documents(options.input); });
        if (!sources) return Error{sources.error()};
        gtfs::FeedOptions feed{schedule->has_value() ? &**schedule : nullptr,
                               {options.scheme, *crs},
                               recording,
                               options.input.move_to_now()};
        if (!options.output.quiet) feed.note = [&options](std::string const& text) { note(options.output, text); };
        return std::unique_ptr<ProtocolFeed>(
            std::make_unique<gtfs::Feed>(std::move(*sources), std::move(feed), capture.clock(), output));
      });
}

} // namespace

Command add_gtfs_command(CLI::App& program) {
  auto* app = program.add_subcommand("gtfs-rt", "Public transport: GTFS Realtime over a GTFS schedule");
  auto options = std::make_shared<GtfsOptions>();
  add_document_options(*app, options->input);
  app->add_option("--schedule", options->schedule, "The GTFS schedule: a .zip, a folder, or the address of a .zip")
      ->type_name("FILE|FOLDER|http(s)://…");
  app->add_option("--scheme", options->scheme, "Begins the name of each vehicle in the twin")->capture_default_str();
  add_output_options(*app, options->output, "alerts");
  app->footer("Examples:\n"
              "  twinfeed gtfs-rt --file vehicles.pb --out json\n"
              "  twinfeed gtfs-rt --schedule gtfs.zip --url https://host/vehicles.pb --url https://host/trips.pb\n"
              "  twinfeed gtfs-rt --schedule gtfs.zip --file vehicles.pb --file trips.pb --out count");
  return {app, [options] { return run(*options); }};
}

} // namespace dalian::connectors
