#pragma once
// twinfeed weather: documents with one report a line, or several lines up to "=" → the twin. One thread.
#include "connectors/common/document_source.hpp"
#include "connectors/common/protocol_feed.hpp"
#include "connectors/weather/to_wire.hpp"

namespace dalian::weather {

struct FeedOptions {
  StationPlaces stations{};
  bool move_to_now = false; // the newest report of each document is now
};

class Feed final : public connectors::ProtocolFeed {
 public:
  /// `clock` must outlive it.
  Feed(std::vector<std::unique_ptr<connectors::DocumentSource>> sources, FeedOptions options, Clock const& clock,
       connectors::FeedOutput output)
      : sources_(std::move(sources)), options_(std::move(options)), clock_(clock), output_(output) {}

  bool step(std::chrono::milliseconds wait) override;
  connectors::FeedCounts const& counts() const override { return counts_; }
  std::string describe() const override;

 private:
  struct Report {
    Metar metar;
    std::string text;
    Instant t;
  };
  void take(std::string const& document);
  void take_report(std::string_view text, Instant arrival, std::vector<Report>& out);
  void publish(std::vector<Report> const& reports, Instant arrival);

  std::vector<std::unique_ptr<connectors::DocumentSource>> sources_; // null once ended
  FeedOptions options_;
  Clock const& clock_;
  connectors::FeedOutput output_;
  connectors::FeedCounts counts_;
  std::map<std::string, std::string, std::less<>> told_; // last report by station
  std::vector<wire::Observation> observations_;
};

/// The reports of a document: by "=" where it has one, else by line; blank ones and lines of a date alone are left out.
std::vector<std::string> split_reports(std::string_view document);

/// One line of JSON.
std::string to_json(Metar const& report, Instant t);

} // namespace dalian::weather
