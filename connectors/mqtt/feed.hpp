#pragma once
// twinfeed mqtt: messages of a broker or a recording → topics that the map knows, or Sparkplug B → observations and
// JSON, each message counted under one outcome. Knows neither sockets nor command lines. One thread.
#include "connectors/common/packet_source.hpp"
#include "connectors/common/protocol_feed.hpp"
#include "connectors/mqtt/sparkplug_reader.hpp"

namespace dalian::mqtt {

class Feed final : public connectors::ProtocolFeed {
 public:
  /// What `output` points to and the clock must outlive the feed.
  Feed(std::unique_ptr<connectors::PacketSource> source, QuantityMap map, Crs crs, connectors::FeedOutput output,
       Clock const& clock)
      : source_(std::move(source)), topics_(std::move(map.topics), crs), sparkplug_(std::move(map.sparkplug)),
        output_(output), clock_(clock) {}

  /// How Sparkplug nodes may be asked to be born again, where the map allows it.
  void allow_requests(SparkplugReader::Ask ask) { sparkplug_.allow_requests(std::move(ask)); }

  bool step(std::chrono::milliseconds wait) override;
  connectors::FeedCounts const& counts() const override;
  std::string describe() const override { return source_->describe(); }

 private:
  void take(connectors::Packet const& packet);
  void print(TopicMessage const& message) const;

  std::unique_ptr<connectors::PacketSource> source_;
  TopicReader topics_;
  SparkplugReader sparkplug_;
  connectors::FeedOutput output_;
  Clock const& clock_;
  std::vector<wire::Observation> told_;
  Counters outcomes_, details_;
  mutable connectors::FeedCounts counts_;
};

} // namespace dalian::mqtt
