#pragma once
// twinfeed ngsi-ld: documents with entities → the twin. One thread.
#include "connectors/common/document_source.hpp"
#include "connectors/common/protocol_feed.hpp"
#include "connectors/ngsi/read_entities.hpp"
#include "connectors/ngsi/to_wire.hpp"

#include <map>

namespace dalian::ngsi {

struct FeedOptions {
  Crs crs = Crs::wgs84;
  bool move_to_now = false; // the newest entity of each document is now
};

class Feed final : public connectors::ProtocolFeed {
 public:
  /// `clock` must outlive it.
  Feed(std::vector<std::unique_ptr<connectors::DocumentSource>> sources, FeedOptions options, Clock const& clock,
       connectors::FeedOutput output)
      : sources_(std::move(sources)), options_(options), clock_(clock), output_(output) {}

  bool step(std::chrono::milliseconds wait) override;
  connectors::FeedCounts const& counts() const override { return counts_; }
  std::string describe() const override;

 private:
  void take(std::string const& text);
  void tell(Entity& entity, Instant t, Duration shift, Instant arrival);
  bool is_news(Entity const& entity, Instant t);

  std::vector<std::unique_ptr<connectors::DocumentSource>> sources_; // null once ended
  FeedOptions options_;
  Clock const& clock_;
  connectors::FeedOutput output_;
  connectors::FeedCounts counts_;
  std::map<std::string, std::size_t, std::less<>> told_; // hash of what each entity said last
  std::vector<wire::Observation> observations_;
};

/// One line of normalized JSON.
std::string to_json(Entity const& entity);

} // namespace dalian::ngsi
