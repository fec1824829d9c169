#pragma once
// Records as the twin would write them, from a file of NMEA lines or from the synthetic fleet: through the real decoder
// and cut into batches as the connector does. Twin time is the feeds' own, so that a log is the same every time.
#include "connectors/common/sink.hpp"
#include "twin/history/history_store.hpp"

#include <filesystem>
#include <functional>

namespace dalian::bench {

using TakeRecord = std::function<void(history::Record&&)>;

/// Cuts what it is told into batches of at most 100 observations and 50 ms.
class BatchSink final : public connectors::ObservationSink {
 public:
  /// `fleet`: takes the place of the first digit of every identity, 0 leaves it.
  BatchSink(std::string source, TakeRecord take, int fleet = 0) : take_(std::move(take)), fleet_(fleet) {
    batch_.set_source(std::move(source));
  }
  void publish(wire::Observation observation) override;
  void report(wire::FeedReport report) override;
  void poll() override {}
  bool flush(Duration) override;

 private:
  TakeRecord take_;
  int fleet_;
  wire::Batch batch_;
  std::uint64_t next_seq_ = 1;
};

/// Every line of a recording, at the instants of its tag blocks.
Status records_of_file(std::filesystem::path const& file, TakeRecord const& take);

/// Ships alone, `hours` from `start` on; `copies` of the fleet at once, each with its own seed, source and identities.
Status records_of_fleet(std::filesystem::path const& fleet, Instant start, double hours, int copies,
                        TakeRecord const& take);

} // namespace dalian::bench
