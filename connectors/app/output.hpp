#pragma once
// The options that every protocol command shares, and what they open: the twin behind a publisher, JSON on standard
// output, or only the counts. Used by a command's own file; one thread.
#include "connectors/common/protocol_feed.hpp"
#include "connectors/common/publisher.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

namespace dalian::connectors {

struct OutputOptions {
  std::string protocol{}; // "ais": begins every line for the user
  std::string out{}, twin{}, key{}, server_key{}, source{}, spool{};
  std::string record{};                      // file to keep the input in
  std::string replay{}, replay_time{"keep"}; // set by `twinfeed replay`: the file that takes the input's place
  double replay_speed = 1;
  double seconds = 0, deliver_s = 60;
  bool quiet = false;
  bool synthetic = false; // what comes is made up, whatever the protocol says
  CLI::Option const* twin_given = nullptr;
  CLI::App const* app = nullptr; // whose options these are
};

/// The group of the options below, in --help: how a feed tells, not what it reads.
inline constexpr char kDeliveryGroup[] = "Delivery";

/// --out, --twin, --key, --server-key, --source, --spool, --record, --seconds, --deliver, --quiet. `events` says in
/// words what of this protocol waits on disk. Returns --spool, which recordings exclude.
CLI::Option* add_output_options(CLI::App& app, OutputOptions& options, std::string const& events);
/// Those of them that do not go with an input of one's own; `twinfeed replay` has these.
void add_delivery_options(CLI::App& app, OutputOptions& options);

struct InputTraits {
  std::string source;      // name of the feed when --source gives none: "ais-udp"
  bool recording = false;  // waits for the twin instead of coalescing, and needs no spool
  bool repeatable = false; // played as fast as possible
  bool simulated = false;  // nothing of it is real
};

class Capture; // capture.hpp

class Output {
 public:
  /// `options` must outlive it. The error is one line for the user.
  static Result<Output> open(OutputOptions const& options, InputTraits input);

  FeedOutput feed_output() const;
  /// True once the user, or --seconds, wants the feed to end.
  std::function<bool()> const& stopped() const { return stopped_; }
  /// Waits until the twin has everything, shortly once the user wants to end; the exit status.
  int deliver();

 private:
  Output(OutputOptions const& options, InputTraits input);
  int give_up(bool asked_to_stop);
  std::filesystem::path spool_file() const;

  OutputOptions const* options_;
  InputTraits input_;
  std::string source_;
  std::function<bool()> stopped_;
  std::unique_ptr<Publisher> publisher_;
};

/// "twinfeed ais: text" on standard error.
void note(OutputOptions const& options, std::string const& text);

/// The whole of a command whose feed is a ProtocolFeed: opens the output, makes the feed, runs it, delivers, sums up.
/// `make` opens its input through the Capture and takes its time from its clock.
int run_protocol(OutputOptions const& options, InputTraits const& input,
                 std::function<Result<std::unique_ptr<ProtocolFeed>>(FeedOutput, Capture&)> const& make);

} // namespace dalian::connectors
