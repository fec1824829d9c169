#pragma once
// Where a command's input comes from and goes: as it opens it itself; kept on disk on the way (--record); or from such
// a file (`twinfeed replay`). One thread.
#include "connectors/app/output.hpp"
#include "connectors/common/recorded_source.hpp"

namespace dalian::connectors {

class Capture {
 public:
  /// Opens what the options name. `options` must outlive it. The error is one line for the user.
  static Result<Capture> open(OutputOptions const& options);

  /// The time of the feed: the system's, or the arrival of the newest input where that is kept.
  Clock const& clock() const { return *clock_; }

  using Documents = std::vector<std::unique_ptr<DocumentSource>>;
  template <class Source>
  using Open = std::function<Result<Source>()>;
  Result<std::unique_ptr<PacketSource>> packets(Open<std::unique_ptr<PacketSource>> const& open);
  Result<std::unique_ptr<LineSource>> lines(Open<std::unique_ptr<LineSource>> const& open);
  /// `count`: how many `open` gives, which a replay must know.
  Result<Documents> documents(std::size_t count, Open<Documents> const& open);

  /// Both null for a feed that neither is kept nor comes from a file.
  Tape* tape() const { return tape_.get(); }
  Player* player(std::size_t channels);

  /// At the end: false, and told, when not everything could be kept.
  bool finish();

 private:
  explicit Capture(OutputOptions const& options) : options_(&options) {}
  std::string name() const;

  OutputOptions const* options_;
  std::unique_ptr<ArrivalClock> arrival_ = std::make_unique<ArrivalClock>();
  std::unique_ptr<Clock> system_ = std::make_unique<SystemClock>();
  Clock const* clock_ = system_.get();
  std::unique_ptr<RecordingWriter> writer_;
  std::unique_ptr<Tape> tape_;
  std::unique_ptr<RecordingReader> reader_;
  std::unique_ptr<Player> player_;
};

/// What a recording says of itself.
struct RecordedFeed {
  std::string command; // "ais"
  std::vector<std::pair<std::string, std::string>> options;
};
Result<RecordedFeed> parse_about(std::string const& about);
/// Of the command that `app` has parsed: all its options but those of delivery.
std::string about_of(CLI::App const& app);
/// Options of `app` and its groups that the user gave, with their values.
std::vector<std::pair<CLI::Option const*, std::string>> given_options(CLI::App const& app);

} // namespace dalian::connectors
