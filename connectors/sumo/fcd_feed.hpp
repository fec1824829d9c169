#pragma once
// FCD output → steps → observations, each step when it is due. Knows no command line. One thread.
#include "connectors/common/protocol_feed.hpp"
#include "connectors/sumo/byte_source.hpp"
#include "connectors/sumo/fcd_reader.hpp"
#include "connectors/sumo/feed_options.hpp"

namespace dalian::sumo {

class FcdFeed final : public connectors::ProtocolFeed {
 public:
  /// What `output` points to and the clock must outlive the feed.
  FcdFeed(std::unique_ptr<ByteSource> source, NetFrame frame, FeedOptions options, connectors::FeedOutput output,
          Clock const& clock);

  bool step(std::chrono::milliseconds wait) override;
  connectors::FeedCounts const& counts() const override;
  std::string describe() const override { return source_->describe(); }

 private:
  bool read(std::chrono::milliseconds wait);
  void give_up();
  void publish(Step const& step, Instant now);

  std::unique_ptr<ByteSource> source_;
  NetFrame frame_;
  FeedOptions options_;
  connectors::FeedOutput output_;
  Clock const& clock_;
  Counters outcomes_, details_;
  SimulatedTime time_;
  WireConverter converter_;
  std::unique_ptr<FcdReader> reader_;
  bool begun_ = false; // this document has had a step
  mutable connectors::FeedCounts counts_;
};

/// The last second that a recording tells of; it is read through for it. The error names what is wrong with the file.
Result<double> last_second(ByteSource& source);

} // namespace dalian::sumo
