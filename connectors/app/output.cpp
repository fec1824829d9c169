#include "connectors/app/output.hpp"

#include "connectors/app/capture.hpp"
#include "connectors/app/stop.hpp"
#include "twin/base/steady_time.hpp"
#include "twin/wire/codec.hpp"

#include <iostream>
#include <optional>

#include <fmt/format.h>

namespace dalian::connectors {

void note(OutputOptions const& options, std::string const& text) {
  fmt::print(stderr, "twinfeed {}: {}\n", options.protocol, text);
}

void add_delivery_options(CLI::App& app, OutputOptions& options) {
  options.app = &app;
  app.add_option("--out", options.out,
                 "json: one JSON object a message on standard output; count: only the summary.\n"
                 "Either leaves the twin alone unless --twin is given")
      ->check(CLI::IsMember({"json", "count"}))
      ->group(kDeliveryGroup);
  options.twin_given =
      app.add_option("--twin", options.twin, fmt::format("Where the twin listens (default {})", wire::kIngestEndpoint))
          ->expected(0, 1)
          ->type_name("ENDPOINT")
          ->group(kDeliveryGroup);
  app.add_option("--key", options.key, "For a twin with keys: the file of twinctl keys new")
      ->type_name("FILE")
      ->group(kDeliveryGroup);
  app.add_option("--server-key", options.server_key, "The twin's server.pub; else the key file says it")
      ->type_name("FILE")
      ->group(kDeliveryGroup);
  app.add_option("--source", options.source,
                 fmt::format("Name of this feed in the twin (default: {0}-file, {0}-udp, …)", options.protocol))
      ->group(kDeliveryGroup);
  app.add_option("--seconds", options.seconds, "Stop after so many seconds (0 = never)")
      ->check(CLI::NonNegativeNumber)
      ->group(kDeliveryGroup);
  app.add_option("--deliver", options.deliver_s, "At the end, seconds to wait for the twin to take everything")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str()
      ->group(kDeliveryGroup);
  app.add_flag("--synthetic", options.synthetic,
               "What comes is made up, by twinfeed synth --serve or another: labelled so all the way to the screen")
      ->group(kDeliveryGroup);
  app.add_flag("--quiet", options.quiet, "No summary on standard error")->group(kDeliveryGroup);
}

CLI::Option* add_output_options(CLI::App& app, OutputOptions& options, std::string const& events) {
  add_delivery_options(app, options);
  app.add_option("--record", options.record, "Keep the raw input, with its times of arrival, for twinfeed replay FILE")
      ->type_name("FILE")
      ->group(kDeliveryGroup);
  // Those of a line that `twinfeed replay` writes; "" hides them.
  app.add_option("--replay", options.replay)->group("");
  app.add_option("--replay-speed", options.replay_speed)->group("");
  app.add_option("--replay-time", options.replay_time)->group("");
  return app
      .add_option("--spool", options.spool,
                  fmt::format("Live input: where events ({}) wait on disk while the twin is\n"
                              "away, also over a restart (default: "
                              "~/.local/state/dalian-twin/spool/SOURCE.sqlite); off = in memory.\n"
                              "Samples do not wait: the newest of each is kept",
                              events))
      ->type_name("FILE|off")
      ->group(kDeliveryGroup);
}

Output::Output(OutputOptions const& options, InputTraits input) : options_(&options), input_(std::move(input)) {
  if (!options.replay.empty()) input_ = {input_.source + "-replay", true, options.replay_speed == 0};
  source_ = options.source.empty() ? input_.source : options.source;
  auto const end = steady_now() + from_seconds(options.seconds);
  stopped_ = [limited = options.seconds > 0, end] { return stop_requested() || (limited && steady_now() >= end); };
}

/// Empty = none. A recording needs none: it waits for the twin and loses nothing.
std::filesystem::path Output::spool_file() const {
  if (input_.recording || options_->spool == "off") return {};
  return options_->spool.empty() ? default_spool_path(source_) : std::filesystem::path(options_->spool);
}

Result<Output> Output::open(OutputOptions const& options, InputTraits input) {
  Output output(options, std::move(input));
  if (!options.out.empty() && options.twin_given->count() == 0) return output;
  PublisherConfig config;
  if (!options.twin.empty()) config.endpoint = options.twin;
  config.key = options.key;
  config.server_key = options.server_key;
  config.source = output.source_;
  if (wire::is_source_name(config.source)) config.spool = output.spool_file(); // else open says what is wrong with it
  config.provenance = output.input_.simulated || options.synthetic ? wire::SYNTHETIC
                      : output.input_.recording                    ? wire::RECORDED
                                                                   : wire::LIVE;
  config.lose_nothing = output.input_.recording;
  config.repeatable = output.input_.repeatable;
  config.stopped = output.stopped_;
  config.progress = supervisor_teller();
  config.note = [&options](std::string const& text) { note(options, text); };
  auto publisher = Publisher::open(std::move(config));
  if (!publisher) return Error{publisher.error()};
  output.publisher_ = std::move(*publisher);
  return output;
}

FeedOutput Output::feed_output() const {
  return {publisher_.get(), options_->out == "json" ? &std::cout : nullptr};
}

/// Saves what was promised and says what was not delivered. A live feed that is told to end has kept its promise when
/// every event is on a disk; newer samples will replace those it drops.
int Output::give_up(bool asked_to_stop) {
  auto const& trouble = publisher_->trouble();
  auto const because = trouble.empty() ? "" : ": " + trouble;
  auto const waiting = publisher_->save_events();
  note(*options_, fmt::format("the twin did not acknowledge everything{}", because));
  if (waiting > 0)
    note(*options_, fmt::format("{} observations wait in {} for the next start with --source {}", waiting,
                                spool_file().string(), source_));
  return asked_to_stop && !input_.recording && !publisher_->events_at_risk() ? 0 : 1;
}

int Output::deliver() {
  if (publisher_ == nullptr) return 0;
  constexpr auto kSlice = std::chrono::milliseconds(100);
  constexpr auto kAfterStop = std::chrono::seconds(2);
  auto const start = steady_now();
  std::optional<Instant> stopped_at;
  while (!publisher_->flush(kSlice)) {
    if (!stopped_at && stop_requested()) stopped_at = steady_now();
    bool const out_of_time = steady_now() - start > from_seconds(options_->deliver_s);
    if (!out_of_time && !(stopped_at && steady_now() - *stopped_at > kAfterStop)) continue;
    return give_up(stopped_at.has_value());
  }
  return 0;
}

namespace {

/// What happened, for a person.
void print_summary(OutputOptions const& options, ProtocolFeed const& feed) {
  auto const& counts = feed.counts();
  note(options, fmt::format("{} inputs from {}", counts.inputs(), feed.describe()));
  for (auto const* table : {&counts.outcomes, &counts.details})
    for (auto const& [what, n] : *table)
      if (n > 0) fmt::print(stderr, "  {:<28} {:>10}\n", what, n);
}

} // namespace

int run_protocol(OutputOptions const& options, InputTraits const& input,
                 std::function<Result<std::unique_ptr<ProtocolFeed>>(FeedOutput, Capture&)> const& make) {
  install_stop_signals();
  auto capture = Capture::open(options);
  if (!capture) return note(options, capture.error()), 1;
  auto output = Output::open(options, input);
  if (!output) return note(options, output.error()), 1;
  auto feed = make(output->feed_output(), *capture);
  if (!feed) return note(options, feed.error()), 1;
  run_feed(**feed, options.protocol, output->feed_output(), output->stopped());
  int const status = output->deliver();
  if (!options.quiet) print_summary(options, **feed);
  return capture->finish() ? status : 1;
}

} // namespace dalian::connectors
